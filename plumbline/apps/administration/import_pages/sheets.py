"""What every sheet of the files was taken for, column by column, so that a person can say what it is instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from plumbline.exchange.column_map import ColumnMap
from plumbline.exchange.limits import Counted, Limits, TooMuchError
from plumbline.exchange.own_files import OURS_HIDDEN, marks_of, own_table
from plumbline.exchange.recognise import SEARCHED_ROWS, Layout, recognise
from plumbline.exchange.registry import Register, registers
from plumbline.exchange.setaside import appended
from plumbline.exchange.sources import Source
from plumbline.formats.csv_out import unguarded
from plumbline.formats.table import FormatError, Row, Sheet

SAMPLES = 3
LONGEST_SAMPLE = 60
MOST_COLUMNS = 200
NOT_CHOSEN = frozenset({"extra", "unread", "aliases"})


def surveyed(sources: Iterable[Source], said: ColumnMap) -> Iterator[dict[str, Any]]:
    """Each visible sheet as JSON holds it: file, sheet, register, columns with heading, target and samples."""
    for source in sources:
        try:
            sheets = source.sheets()
            marks = marks_of(source, sheets)
        except FormatError:
            continue  # the plan says what is wrong with the file
        for sheet in sheets:
            if sheet.hidden or sheet.name in OURS_HIDDEN:
                continue
            name = sheet.name if len(sheets) > 1 else ""
            try:
                ours = own_table(sheet, source.name, marks, Counted(Limits()).sheet())
                found = {"ours": True} if ours and not said.register_of(source.name, sheet.name) else None
                yield {"file": source.name, "sheet": name, **(found or _sheet(sheet, source.name, said))}
            except (FormatError, TooMuchError):
                continue  # the plan says so, too


def _sheet(sheet: Sheet, file: str, said: ColumnMap) -> dict[str, Any]:
    rows = [row for row in islice(sheet.rows, SEARCHED_ROWS) if any(cell.text.strip() for cell in row.cells)]
    layout = recognise(sheet, file, said)
    stated = said.register_of(file, sheet.name)
    if isinstance(layout, Layout):
        line, headings, targets = layout.line, layout.headings, layout.targets
        register: Register | None = layout.register
    else:
        line, headings = _guessed(rows)
        targets, register = (None,) * len(headings), stated
    below = [row for row in rows if row.line > line][:SAMPLES]
    return {
        "ours": False,
        "register": register.name if register else "",
        "recognised": isinstance(layout, Layout),
        "order": said.order_of(file, sheet.name) or "",
        "columns": list(_columns(headings, targets, below)),
    }


def _guessed(rows: Sequence[Row]) -> tuple[int, tuple[str, ...]]:
    """The row that may be the heading where none was recognised: the first of those with the most words."""
    best = max(
        rows, key=lambda row: sum(cell.kind == "text" and bool(cell.text.strip()) for cell in row.cells), default=None
    )
    if best is None:
        return 0, ()
    return best.line, tuple(" ".join(unguarded(cell.text).split()) for cell in best.cells)


def _columns(headings: Sequence[str], targets: Sequence[str | None], below: Sequence[Row]) -> Iterator[dict[str, Any]]:
    ours = appended(headings)
    for index, (heading, target) in enumerate(zip(headings, targets, strict=True)):
        if heading and heading not in ours and index < MOST_COLUMNS:
            cells = (row.cells[index].text for row in below if index < len(row.cells))
            yield {
                "heading": heading,
                "target": target or "",
                "samples": [words[:LONGEST_SAMPLE] for cell in cells if (words := " ".join(cell.split()))],
            }


@cache
def fields_of_register(name: str) -> tuple[tuple[str, str], ...]:
    """What a column of a register may mean: target and label, in the order of the labels."""
    register = registers()[name]
    found: dict[str, str] = {}
    for target in (*register.labels().values(), *register.headings.values()):
        if target not in NOT_CHOSEN and target.rpartition(".")[2] not in NOT_CHOSEN:
            found.setdefault(target, _labelled(register, target))
    return tuple(sorted(found.items(), key=lambda each: each[1].casefold()))


def _labelled(register: Register, target: str) -> str:
    field = register.field(target)
    words = target.removeprefix("~").replace("_", " ").replace(".", ": ")
    if field is None:
        return words[:1].upper() + words[1:]
    part = target.partition(".")[0].replace("_", " ") if "." in target else ""
    return f"{part[:1].upper()}{part[1:]}: {field.label}" if part else field.label


def register_choices() -> Mapping[str, str]:
    """Every register that a sheet may be, by name, with its title."""
    return dict(sorted(((each.name, each.title) for each in registers().values()), key=lambda each: each[1].casefold()))
