"""What is seen of a register as a file: words as shown, or every field to be edited and brought back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.fresh import fresh
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.comparing import since
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.listing import found_by, register_named
from plumbline.apps.ui.registers.looking import Look, look
from plumbline.apps.ui.registers.tables import Cell, Row, Table, table
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.exchange.export import MOST_IN_CSV, MOST_IN_XLSX, shortened, workbook
from plumbline.formats.csv_out import csv_bytes
from plumbline.formats.xlsx_out import Column, SheetOut, Value, Workbook, sheet_name, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def read(kind: str, **_: Any) -> Permission:
    """The permission to read a register; that to take it out is asked for by the service."""
    return acts.reading(kind)


@page(read, any_day=True)
@fresh
@require_POST
def export(request: Request, kind: str) -> HttpResponse:
    """The records that a look shows as a file; that they left is written to the journal first."""
    register, visit, form = register_named(kind), request.visit, request.POST.get("form", "")
    if form not in FORMS:
        raise RefusedError("Say which file you want: xlsx, csv, or edit for one to bring back.")
    wanted = look(register, request.GET)
    found = found_by(visit, register, wanted, since(visit, kind))
    note_export(visit.actor)
    make, ending, media_type = FORMS[form]
    answer = HttpResponse(make(visit, register, wanted, found), content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}-{visit.on}.{ending}"'
    return answer


def _csv(visit: Visit, register: Register, wanted: Look, found: Sequence[Record]) -> bytes:
    seen = _seen(visit, register, wanted, found)
    headings = [each.label for each in seen.headings]
    return csv_bytes([headings, *([shortened(str(each), MOST_IN_CSV) for each in row] for row in _words(seen))])


def _xlsx(visit: Visit, register: Register, wanted: Look, found: Sequence[Record]) -> bytes:
    seen = _seen(visit, register, wanted, found)
    columns = tuple(Column(heading=each.label, width=40 if each.name == "title" else 18) for each in seen.headings)
    sheet = SheetOut(name=sheet_name(register.title, ()), columns=columns, rows=list(_words(seen)))
    created = ports.now().replace(tzinfo=None)
    return write_xlsx(Workbook(sheets=(sheet,), created=created, title=visit.isms.organization.title))


def _to_edit(visit: Visit, register: Register, _wanted: Look, found: Sequence[Record]) -> bytes:
    kind = register.kind.KIND
    narrowed = dataclasses.replace(visit.isms, records={**visit.isms.records, kind: tuple(found)}, _memo={})
    known = visit.names if visit.may(Permission.PEOPLE_READ) else {}
    return workbook(narrowed, known, ports.now().replace(tzinfo=None), (kind,))


FORMS = {"csv": (_csv, "csv", CSV), "xlsx": (_xlsx, "xlsx", XLSX), "edit": (_to_edit, "xlsx", XLSX)}


def _seen(visit: Visit, register: Register, wanted: Look, found: Sequence[Record]) -> Table:
    return table(visit, register, wanted, found, compared=None, quick=frozenset())


def _words(seen: Table) -> Iterator[list[Value]]:
    """The cells of each row as words and numbers."""
    for row in seen.rows:
        cells = {each.heading.name: _cell(row.record, each) for each in row.cells}
        yield [_first(row, each.name, cells) for each in seen.headings]


def _first(row: Row, name: str, cells: dict[str, Value]) -> Value:
    return row.record.ref if name == "ref" else row.title if name == "title" else cells[name]


def _cell(record: Record, cell: Cell) -> Value:
    if cell.shown is None:
        return str(cell.words)
    held = getattr(record, cell.heading.name)
    if isinstance(held, (int, Decimal)) and not isinstance(held, bool):
        return held
    return shortened(cell.shown.text, MOST_IN_XLSX)
