"""Files that our own export wrote: recognised for certain, by the metadata of the workbook or the labels of a kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import PurePath

from plumbline.engine.domain.kinds import KINDS, Field, Record, Shape, fields_of
from plumbline.exchange.days import Order, day_order
from plumbline.exchange.export import META, NAME
from plumbline.exchange.limits import Count
from plumbline.exchange.setaside import LINE, REASON
from plumbline.exchange.sources import Source
from plumbline.formats.csv_out import unguarded
from plumbline.formats.table import Cell, Row, Sheet
from plumbline.formats.xlsx import read_sheet
from plumbline.formats.xlsx_out import LISTS

OURS_HIDDEN = frozenset({LISTS, META})
SEARCHED_ROWS = 40
MARKS = frozenset({"Ref", "Title", "Aliases", "Note", "Extra", "Unread"})
"""Headings that every export begins with, and that nobody else's register has together."""
SAMPLED_DAYS = 5_000

Columns = Mapping[str, Field | None]
"""What stands under a heading: a field, or None for a person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the hidden sheet of a workbook says: whose it is, and kind and columns by the name of each sheet."""

    organization: str = ""
    sheets: Mapping[str, tuple[str, Columns]] = field(default_factory=dict)


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """A sheet of ours, walked once: `columns` are by heading; `order` is how its days came to be written."""

    sheet: Sheet
    kind: type[Record]
    line: int
    headings: tuple[str, ...]
    columns: Columns
    count: Count
    order: Order | None = None
    given: frozenset[str] = frozenset()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that somebody added; what stands under them is kept as extra fields."""
        return tuple(each for each in self.headings if each and each not in self.columns and each not in (LINE, REASON))

    def body(self) -> Iterator[Row]:
        """The rows below the heading that hold anything."""
        for row in self.sheet.rows:
            if row.line > self.line and any(cell.text.strip() for cell in row.cells):
                yield row

    def text(self, cell: Cell) -> str:
        """What a cell says; only CSV needs an apostrophe against formulas, so only there one is taken away."""
        return unguarded(cell.text) if self.sheet.delimiter else cell.text


def marks_of(source: Source, sheets: Iterable[Sheet]) -> Marks:
    """What a workbook of ours says about its sheets; nothing for all other files. Raises FormatError."""
    if not any(sheet.hidden and sheet.name == META for sheet in sheets):
        return NO_MARKS
    organization = ""
    found: dict[str, tuple[str, dict[str, Field | None]]] = {}
    for row in read_sheet(source.content, META).rows:
        what, *rest = (cell.text for cell in row.cells)
        if what == "organisation" and rest:
            organization = rest[0]
        elif what == "column" and len(rest) >= 3 and rest[1] in KINDS:
            sheet, kind, heading, name = (*rest, "")[:4]
            held = _fields(kind).get(name)
            if held or heading == NAME:
                found.setdefault(sheet, (kind, {}))[1][heading] = held
    return Marks(organization=organization, sheets=found)


def own_table(sheet: Sheet, file: str, marks: Marks, count: Count) -> OwnTable | None:
    """The sheet as a table of ours; None where it is somebody else's. `count` raises when it is too much."""
    for row in islice(sheet.rows, SEARCHED_ROWS):
        headings = tuple(" ".join(unguarded(cell.text).split()) for cell in row.cells)
        if "Ref" not in headings:
            continue
        marked = marks.sheets.get(sheet.name)
        kind = marked[0] if marked else _kind_by_labels(frozenset(headings), PurePath(file).stem)
        if kind:
            columns = marked[1] if marked else _labelled(kind)
            return _surveyed(sheet, KINDS[kind], row.line, headings, columns, count)
    return None


def _kind_by_labels(headings: frozenset[str], stem: str) -> str:
    """The kind whose labels these are: the one the file is named after, else the fullest that is there as a whole."""
    if not headings >= MARKS:
        return ""
    if stem in KINDS and len(headings & _labelled(stem).keys()) * 2 > len(_labelled(stem)):
        return stem
    whole = [kind for kind in KINDS if {each.label for each in fields_of(KINDS[kind])} <= headings]
    return max(whole, key=lambda kind: len(fields_of(KINDS[kind])), default="")


@cache
def _fields(kind: str) -> Mapping[str, Field]:
    return {each.name: each for each in fields_of(KINDS[kind])}


@cache
def _labelled(kind: str) -> Columns:
    columns: dict[str, Field | None] = {each.label: each for each in fields_of(KINDS[kind])}
    return columns | {NAME: None} if kind == "person" else columns


def _surveyed(
    sheet: Sheet,
    kind: type[Record],
    line: int,
    headings: tuple[str, ...],
    columns: Columns,
    count: Count,
) -> OwnTable:
    """Walk the rows once: how much there is, which references it brings, how days are written by now."""
    table = OwnTable(sheet=sheet, kind=kind, line=line, headings=headings, columns=columns, count=count)
    at = headings.index("Ref")
    days = [index for index, each in enumerate(headings) if _is_day(columns.get(each))]
    given: set[str] = set()
    written: set[str] = set()
    for row in table.body():
        count.take(row.cells)
        given.add(_at(row.cells, at))
        if len(written) < SAMPLED_DAYS:
            written.update(_at(row.cells, index) for index in days)
    return dataclasses.replace(table, order=day_order(written), given=frozenset(given - {""}))


def _is_day(held: Field | None) -> bool:
    return held is not None and held.shape is Shape.DAY


def _at(cells: Sequence[Cell], index: int) -> str:
    return unguarded(cells[index].text).strip() if index < len(cells) else ""
