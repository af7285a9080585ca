"""A recognised sheet as entries, row by row: each has its record, its parts and whatever was odd."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from plumbline.engine.domain.kinds import Shape
from plumbline.engine.domain.record import REF
from plumbline.exchange.cells import Order, day_order, decimal_mark, is_blank
from plumbline.exchange.composers import compose
from plumbline.exchange.controls import control_keys
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.leaving import Origin, Place, origins_by_blanking
from plumbline.exchange.limits import Count
from plumbline.exchange.reading import Column, Read
from plumbline.exchange.recognise import Layout
from plumbline.exchange.rows import Skipped, body, mended
from plumbline.exchange.scales import Scales, figure
from plumbline.formats.csv_out import unguarded
from plumbline.formats.table import EMPTY, Cell, Row, Sheet

SAMPLED_VALUES = 5_000
_TIMES = (Shape.DAY, Shape.MOMENT)
_FIGURES = (Shape.DECIMAL, Shape.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet with its layout, and the columns once a first walk over the rows has told how they are written."""

    sheet: Sheet
    layout: Layout
    count: Count
    columns: tuple[Column, ...] = ()
    beside: tuple[tuple[int, str], ...] = ()
    given: frozenset[str] = frozenset()


def surveyed(sheet: Sheet, layout: Layout, zone: tzinfo, order: Order | None, scales: Scales, count: Count) -> Table:
    """Walk the rows once: the order of days, the mark of decimals, the ids that are given, how much there is.

    `count` is told every row and raises when that is too much.
    """
    sampled: dict[int, set[str]] = {
        index: set()
        for index, target in enumerate(layout.targets)
        if target and _shape(layout, target) in _TIMES + _FIGURES
    }
    at = layout.targets.index("ref") if "ref" in layout.targets else -1
    given: set[str] = set()
    for row in body(sheet, layout):
        if isinstance(row, Skipped):
            continue
        count.take(row.cells)
        if at >= 0 and (text := unguarded(row.cells[at].text).strip()):
            given.add(text)
        for index, seen in sampled.items():
            if len(seen) < SAMPLED_VALUES:
                seen.add(row.cells[index].text)
    return Table(
        sheet=sheet,
        layout=layout,
        columns=tuple(
            dataclasses.replace(each, figures=scales.figures(each.target))
            for each in _columns(layout, sampled, zone, order)
        ),
        beside=layout.beside,
        given=frozenset(given),
        count=count,
    )


def _shape(layout: Layout, target: str) -> Shape | None:
    held = layout.register.field(target)
    return held.shape if held else None


def _columns(layout: Layout, sampled: Mapping[int, set[str]], zone: tzinfo, order: Order | None) -> Iterator[Column]:
    # Columns of one sheet were typed by the same hands: where one does not tell, the others may.
    times = [index for index in sampled if _shape(layout, str(layout.targets[index])) in _TIMES]
    together = order or day_order(text for index in times for text in sampled[index])
    for index, target in enumerate(layout.targets):
        if target is None:
            continue
        seen = sampled.get(index, set())
        yield Column(
            index=index,
            heading=layout.headings[index],
            target=target,
            field=layout.register.field(target),
            meaning=layout.register.meaning(target),
            order=order or day_order(seen) or together,
            mark=decimal_mark(seen),
            zone=zone,
        )


@dataclass(slots=True, kw_only=True)
class SheetReader:
    """Turns the rows of one table into entries; what is no record, and what could not be read, is told."""

    table: Table
    file: int
    known: Callable[[str], bool]
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def register(self) -> str:
        """The name under which the register's composer is known."""
        return self.table.layout.register.name

    def text(self, cell: Cell) -> str:
        """What a cell says, without the apostrophe that keeps a spreadsheet from calculating it."""
        return unguarded(cell.text)

    def entries(self) -> Iterator[tuple[Entry, Row]]:
        """Every row as an entry, with the row as it stood."""
        width = len(self.table.layout.headings)
        for row in body(self.table.sheet, self.table.layout):
            if isinstance(row, Skipped):
                self.skipped.append(row)
                continue
            if len(row.cells) > width:
                yield self._torn(row, width), row
            else:
                yield self._entry(row.line, row.cells), row

    def _torn(self, row: Row, width: int) -> Entry:
        surplus = len(row.cells) - width
        whole = mended(row.cells, width, self.table.sheet.delimiter or ",", self._fits)
        if whole is None:
            entry = Entry(main=self._draft(row.line), line=row.line)
            entry.put_aside(
                f"The row has {len(row.cells)} cells under {width} headings, and there is no single way to mend that. "
                "Put the cell that holds a separator in quotation marks.",
                value=self.table.sheet.delimiter.join(cell.text for cell in row.cells)[:200],
            )
            return entry
        entry = self._entry(row.line, tuple(whole))
        index = next(i for i, (new, old) in enumerate(zip(whole, row.cells, strict=False)) if new.text != old.text)
        entry.say(
            f"The row has {len(row.cells)} cells under {width} headings. {surplus + 1} of them were joined, the only "
            "way in which every column can be read. Check it, and put that cell in quotation marks.",
            column=self.table.layout.headings[index],
            value=whole[index].text,
            weight="kept",
        )
        return entry

    def _fits(self, index: int, cell: Cell) -> int:
        """Whether a cell may stand in a column: 1 speaks for it, -1 against."""
        column = next((each for each in self.table.columns if each.index == index), None)
        text = cell.text.strip()
        if column is None or column.field is None or is_blank(text):
            return 0
        if column.target == "ref":
            return 1 if REF.fullmatch(text) or control_keys(text)[0][:1] == (text,) else -1
        if column.field.name == "theme":
            return 1 if text.lower() in _THEMES else -1
        if column.field.is_reference:
            return 1 if self.known(text) or REF.fullmatch(text) else -1 if column.field.name in _REFS_ONLY else 0
        if column.field.shape in (Shape.TEXT, Shape.LONG_TEXT, Shape.TEXTS):
            return 0
        read = column.read(cell)
        return -1 if read.kept or read.aside else 1

    def origins(self, row: Row) -> tuple[Origin, ...]:
        """What comes of each cell of a row; nothing of one that had to be mended."""
        if len(row.cells) > len(self.table.layout.headings):
            return ()
        columns = self.table.columns
        cells = [(each.heading, self.text(row.cells[each.index]).strip(), _place(each)) for each in columns]
        blanked = (self._without(row, each) for each in columns)
        return origins_by_blanking(cells, self._composed(row.line, row.cells), blanked)

    def _without(self, row: Row, column: Column) -> Entry:
        return self._composed(row.line, (*row.cells[: column.index], EMPTY, *row.cells[column.index + 1 :]))

    def _composed(self, line: int, cells: Sequence[Cell]) -> Entry:
        entry = self._entry(line, cells)
        compose(self.register, entry)
        return entry

    def _draft(self, line: int) -> Draft:
        return Draft(kind=self.table.layout.register.kind, file=self.file, line=line, part="")

    def _entry(self, line: int, cells: Sequence[Cell]) -> Entry:
        layout = self.table.layout
        entry = Entry(main=self._draft(line), line=line, kinds=layout.register.parts)
        entry.main.same = layout.register.same
        for column in self.table.columns:
            self._take(entry, column, cells[column.index])
        for index, heading in self.table.beside:
            text = unguarded(cells[index].text).strip()
            if text:
                entry.main.extra[heading or f"Column {index + 1}"] = text
        return entry

    def _take(self, entry: Entry, column: Column, cell: Cell) -> None:
        text = unguarded(cell.text).strip()
        read = column.read(cell)
        if read.aside:
            entry.put_aside(read.message, column=column.heading, value=text)
        elif read.message:
            entry.say(read.message, column=column.heading, value=text)
        if column.target == "ref":
            entry.main.given = "" if is_blank(text) else text
            return
        if column.field is None:
            number = figure(column.figures, text) if column.figures else None
            entry.raw[column.target] = text if number is None else str(number)
            return
        part, _, name = column.target.rpartition(".")
        draft = entry.part(part) if part else entry.main
        keep(draft, name, read, text, column.field.starts_empty)


def _place(column: Column) -> Place | None:
    """The field that a column is for; none where only a composer reads it."""
    part, _, name = column.target.rpartition(".")
    return (part, name) if column.field is not None else None


def keep(draft: Draft, name: str, read: Read, text: str, neutral: object) -> None:
    """Put what a cell says into a draft; a text that says more than the value stays beside it."""
    draft.fields[name] = neutral if read.value is None else read.value
    if read.kept:
        draft.doubt(name, text)


_REFS_ONLY = frozenset(["documents", "document", "risk", "supplier"])
_THEMES = frozenset(
    {
        *("organizational", "organisational", "people", "physical", "technological"),
        *("organisatorisch", "personen", "personal", "personenbezogen", "physisch", "technologisch"),
        *("organisationnel", "personnes", "physique", "technologique"),
    }
)
