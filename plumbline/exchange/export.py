"""Registers out: one table per kind of record, as CSV files or sheets of a workbook that the import knows again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import KINDS, Field, Person, Record, Role, Shape, fields_of
from plumbline.exchange.fields import write_field
from plumbline.formats.csv_out import csv_bytes
from plumbline.formats.xlsx_out import MAX_TEXT, Column, SheetOut, Value, Workbook, sheet_name, write_xlsx

T = TypeVar("T")
NAME = "Name"
"""The heading under which a person's name stands, which is no field of the record."""
META = "plumbline export"
"""The hidden sheet that says of which kind each sheet is and which field stands in each column."""
FORMAT = "1"
READ_ONLY = frozenset({"import_run", "log_fork", "membership"})
"""Kinds that go out to be read: they are written by their own services only."""
MOST_IN_CSV, MOST_IN_XLSX = 131_000, MAX_TEXT
TOO_LONG = "This part has {letters:,} letters, more than a cell holds. It stays as it is on record."

_NOTES: Mapping[Shape, str] = {
    Shape.DAY: "A day, such as 2026-03-31.",
    Shape.MOMENT: "A time in UTC, such as 2026-03-31T14:05:00Z.",
    Shape.TEXTS: "Several values are separated by semicolons.",
    Shape.REFS: "References, separated by semicolons.",
    Shape.PAIRS: "A JSON list of pairs: heading and text.",
}
_LOCKED = "Locked, so that no row becomes another record. Leave it empty in a new row."
_BY_KEY = "A control's key. For a control that has no row yet, unprotect the sheet (there is no password)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The records of one kind as a table; `names` are those of persons that may go out with it."""

    kind: type[Record]
    records: Sequence[Record]
    names: Mapping[str, str]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns in the order in which the kind declares its fields."""
        return fields_of(self.kind)

    @property
    def named(self) -> bool:
        """Whether a column of names stands beside the references."""
        return self.kind is Person and bool(self.names)

    @property
    def headings(self) -> list[str]:
        """The labels of the fields, which the import knows again; a person's name comes after the reference."""
        return _beside(self, [each.label for each in self.fields], NAME)

    def rows(self) -> Iterator[list[str]]:
        """Every record as texts."""
        for each in self.records:
            cells = [shortened(write_field(field, getattr(each, field.name)), MOST_IN_CSV) for field in self.fields]
            yield _beside(self, cells, self.names.get(each.ref, ""))

    def values(self) -> Iterator[list[Value]]:
        """Every record as a workbook holds it: days and numbers as such, all else as text."""
        for each in self.records:
            cells = [_value(field, getattr(each, field.name)) for field in self.fields]
            yield _beside(self, cells, self.names.get(each.ref, ""))


def _beside(register: Register, cells: list[T], name: T) -> list[T]:
    return [cells[0], name, *cells[1:]] if register.named else cells


def registers_of(isms: Isms, names: Mapping[str, str], only: Sequence[str] = ()) -> tuple[Register, ...]:
    """A table for each kind that has records, or for the kinds asked for, in the order of declaration."""
    return tuple(
        Register(kind=kind, records=isms.all(kind), names=names)
        for name, kind in KINDS.items()
        if (name in only if only else isms.all(kind))
    )


def csv_files(isms: Isms, names: Mapping[str, str], only: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Name and content of one CSV file per kind; the name says the kind."""
    for each in registers_of(isms, names, only):
        yield f"{each.kind.KIND}.csv", csv_bytes([each.headings, *each.rows()])


def workbook(isms: Isms, names: Mapping[str, str], created: datetime, only: Sequence[str] = ()) -> bytes:
    """One workbook with a sheet per kind. Deterministic: the same records and time give the same bytes."""
    people = tuple(_responsible(isms, names))
    sheets: list[SheetOut] = []
    facts: list[tuple[str, ...]] = [
        ("format", FORMAT),
        ("organisation", isms.organization.title),
        ("journal entries", str(isms.head)),
        ("as of", isms.as_of.isoformat() if isms.as_of else ""),
    ]
    for each in registers_of(isms, names, only):
        name = sheet_name(each.kind.REGISTER, (META, *(sheet.name for sheet in sheets)))
        columns = tuple(_columns(each, people))
        sheets.append(SheetOut(name=name, columns=columns, rows=list(each.values())))
        facts += [("column", name, each.kind.KIND, field.label, field.name) for field in each.fields]
        if each.named:
            facts.append(("column", name, each.kind.KIND, NAME, ""))
    headings = tuple(Column(heading=heading) for heading in ("What", "Sheet or value", "Kind", "Heading", "Field"))
    sheets.append(SheetOut(name=META, columns=headings, rows=facts, hidden=True))
    return write_xlsx(Workbook(sheets=tuple(sheets), created=created, title=isms.organization.title))


def shortened(text: str, most: int) -> str:
    """The text, or a sentence in its place where no cell of the file can hold it."""
    return text if len(text) <= most else TOO_LONG.format(letters=len(text))


def _value(field: Field, held: object) -> Value:
    if field.shape in (Shape.DAY, Shape.WHOLE, Shape.DECIMAL):
        return held  # type: ignore[return-value]  # a date, int or Decimal by what the kind declares
    return shortened(write_field(field, held), MOST_IN_XLSX)


def _columns(register: Register, people: tuple[str, ...]) -> Iterator[Column]:
    shut = register.kind.KIND in READ_ONLY
    for field in register.fields:
        yield Column(
            heading=field.label,
            width=40 if field.shape is Shape.LONG_TEXT or field.name == "title" else 18,
            locked=shut or field.name == "ref",
            choices=() if shut else _choices(field, people),
            open_list=field.is_reference,
            note=_note(register, field),
        )
        if field.name == "ref" and register.named:
            note = "What the person is called. A name on record is not changed by an import."
            yield Column(heading=NAME, width=28, note=note)


def _choices(field: Field, people: tuple[str, ...]) -> tuple[str, ...]:
    if field.shape is Shape.FLAG:
        return ("yes", "no")
    if field.shape is Shape.REF and field.kinds and set(field.kinds) <= {Person.KIND, Role.KIND}:
        return tuple(each for each in people if _kind_of(each) in field.kinds)
    return tuple(each for each in field.choices if each)


def _kind_of(choice: str) -> str:
    return Role.KIND if choice.startswith(f"{Role.PREFIX}-") else Person.KIND


def _responsible(isms: Isms, names: Mapping[str, str]) -> Iterator[str]:
    """Roles and persons to choose from: the reference, then what it stands for."""
    for role in isms.live(Role):
        yield str(role)
    for person in isms.live(Person):
        yield f"{person.ref} {names.get(person.ref, '')}".strip()


def _note(register: Register, field: Field) -> str:
    if field.name == "ref":
        return _BY_KEY if register.kind.KIND in KEYED_BY_CATALOGUE else _LOCKED
    if field.part:
        inside = ", ".join(each.name for each in dataclasses.fields(field.part))
        several = "A JSON list of objects" if field.shape is Shape.PARTS else "One JSON object"
        return f"{several} with {inside}."
    return _NOTES.get(field.shape, "")
