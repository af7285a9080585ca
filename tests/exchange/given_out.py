"""Registers given out and edited: what an export holds, and what a person or a spreadsheet does to it meanwhile."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Literal

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS
from plumbline.exchange.export import META, csv_files, workbook
from plumbline.exchange.plan import Options, Plan
from plumbline.exchange.sources import Source
from plumbline.formats.table import Cell
from plumbline.formats.xlsx import read_sheet, read_xlsx
from plumbline.formats.xlsx_out import LISTS, Column, SheetOut, Value, Workbook, write_xlsx
from tests.exchange.desk import lay, told

Form = Literal["csv", "xlsx"]
Grid = list[list[Value]]
CREATED = datetime.fromisoformat("2026-11-22T09:00")


def given_out(isms: Isms, form: Form, names: Mapping[str, str] | None = None) -> list[Source]:
    """The files of an export."""
    if form == "csv":
        return [Source(name=name, content=content) for name, content in csv_files(isms, names or {})]
    return [Source(name="registers.xlsx", content=workbook(isms, names or {}, CREATED))]


def taken_in(sources: Iterable[Source], isms: Isms, names: Mapping[str, str] | None = None) -> Plan:
    """The plan of importing the files where those people are known."""
    return lay(*sources, isms=isms, options=Options(persons={name: ref for ref, name in (names or {}).items()}))


def assert_nothing_new(found: Plan) -> None:
    """No record new or changed, no row set aside, nothing to say."""
    assert (found.new, found.changed, len(found.set_aside), told(found)) == (0, 0, 0, "")
    assert (found.people, found.refused) == ((), ())


def differences(found: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Reference and fields of everything that would change."""
    return [(each.ref, tuple(name for name, _, _ in each.difference)) for each in found.changes]


def write(ref: str, heading: str, value: Value) -> Callable[[Grid], None]:
    """Write into the cell of a record under a heading."""

    def edit(grid: Grid) -> None:
        for row in grid[1:]:
            if row[0] == ref:
                row[grid[0].index(heading)] = value

    return edit


def edited(sources: list[Source], kind: str, *edits: Callable[[Grid], None]) -> list[Source]:
    """The same files after somebody opened one, edited the register of a kind and saved it."""
    if sources[0].name.endswith(".xlsx"):
        return [Source(name=sources[0].name, content=_resaved(sources[0], KINDS[kind].REGISTER, edits))]
    return [_csv_edited(each, edits) if each.name == f"{kind}.csv" else each for each in sources]


def _csv_edited(source: Source, edits: Iterable[Callable[[Grid], None]]) -> Source:
    assert isinstance(source.content, bytes)
    grid: Grid = [list(row) for row in csv.reader(io.StringIO(source.content.decode("utf-8-sig"), newline=""))]
    for edit in edits:
        edit(grid)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(grid)  # another program, which guards no cell and asks for no mark
    return Source(name=source.name, content=out.getvalue().encode())


def _resaved(source: Source, register: str, edits: Iterable[Callable[[Grid], None]]) -> bytes:
    """The workbook as another program saves it: every sheet, the hidden ones too, without our drop-downs."""
    assert isinstance(source.content, bytes)
    sheets = []
    for sheet in read_xlsx(source.content):
        if sheet.name == LISTS:
            continue
        grid = [[_value(cell) for cell in row.cells] for row in read_sheet(source.content, sheet.name).rows]
        width = max(map(len, grid))
        grid = [[*row, *[None] * (width - len(row))] for row in grid]
        if sheet.name == register:
            for edit in edits:
                edit(grid)
        columns = tuple(Column(heading=str(heading or "")) for heading in grid[0])
        sheets.append(SheetOut(name=sheet.name, columns=columns, rows=grid[1:], hidden=sheet.name == META))
    return write_xlsx(Workbook(sheets=tuple(sheets), created=CREATED))


def _value(cell: Cell) -> Value:
    if cell.kind == "date":
        return cell.day
    if cell.kind == "number":
        return float(cell.text)
    return cell.text or None


def rows_of(source: Source) -> list[list[str]]:
    """The texts of a CSV file."""
    assert isinstance(source.content, bytes)
    return list(csv.reader(io.StringIO(source.content.decode("utf-8-sig"), newline="")))


def as_spreadsheet_saves(source: Source, rows: list[list[str]]) -> Source:
    """A CSV file as a German spreadsheet saves it: semicolons, cp1252."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return Source(name=source.name, content=out.getvalue().encode("cp1252"))
