"""What the templates of registers and records are made of: rows, headings, filters, groups of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.apps.ui.registers.cells import Piece, Shown, address, shown
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.inputs import FEW, candidates
from plumbline.apps.ui.registers.looking import EMPTY, Look
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record, fields_of
from plumbline.engine.domain.record import Field, Shape, field_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what the address calls it, its label, and the order that a click on it asks for."""

    name: str
    label: str
    sort: str
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its heading."""

    heading: Heading
    shown: Shown | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a row."""

    record: Record
    title: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, and the columns one may still choose."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, str, bool], ...]
    """Name, label, and whether it is shown: every column there is."""


def table(visit: Visit, register: Register, look: Look, records: Iterable[Record]) -> Table:
    """The table of a page of records."""
    labels = {each.name: each.label for each in fields_of(register.kind)} | {e: e for e in register.computed}
    headings = tuple(_heading(each, labels[each], look) for each in look.columns if each in labels)
    rows = tuple(_row(visit, register, headings, each) for each in records)
    return Table(headings, rows, tuple((each, label, each in look.columns) for each, label in labels.items()))


def _heading(name: str, label: str, look: Look) -> Heading:
    if look.sort != name:
        return Heading(name, label, name)
    return Heading(name, label, name if look.descending else f"-{name}", "down" if look.descending else "up")


def _row(visit: Visit, register: Register, headings: tuple[Heading, ...], record: Record) -> Row:
    cells = tuple(_cell(visit, register, each, record) for each in headings if each.name not in ("ref", "title"))
    return Row(record, titled(record, visit.names), address(record), cells)


def _cell(visit: Visit, register: Register, heading: Heading, record: Record) -> Cell:
    if heading.name in register.computed:
        return Cell(heading, None, register.computed[heading.name](visit.isms, record))
    field = field_of(register.kind, heading.name)
    return Cell(heading, shown(visit, field, getattr(record, field.name)))


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a register: its field, what may be chosen, and what is."""

    field: Field
    choices: tuple[tuple[str, str], ...]
    chosen: str


def filter_choices(visit: Visit, register: Register, look: Look) -> tuple[Filter, ...]:
    """The filters a register offers, and those that the address asks for besides."""
    offered = register.filtered_by()
    asked = tuple(f for name in look.filters if (f := field_of(register.kind, name)) not in offered)
    return tuple(Filter(e, tuple(_choices(visit, e)), look.filters.get(e.name, "")) for e in (*offered, *asked))


def _choices(visit: Visit, field: Field) -> Iterator[tuple[str, str]]:
    if field.shape is Shape.CHOICE:
        yield from ((each, each) for each in field.choices if each)
    elif field.shape is Shape.FLAG:
        yield from (("yes", "yes"), ("no", "no"))
    elif field.is_reference:
        found = candidates(visit, field, limit=FEW)
        yield from sorted(((each.ref, titled(each, visit.names) or each.ref) for each in found), key=lambda e: e[1])
    yield EMPTY, "not stated"


def groups(visit: Visit, register: Register, record: Record) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    """The fields that say something, under their headings; then what an import kept."""
    for heading, fields in register.grouped():
        stated = tuple(s for e in fields if not (s := shown(visit, e, getattr(record, e.name))).empty)
        if heading or stated:
            yield heading, tuple(each for each in stated if each.field.name != "title")
    kept = tuple(_kept(record))
    if kept:
        yield "Kept from an import", kept


def _kept(record: Record) -> Iterator[Shown]:
    """Words of columns that no field fits, and words that could not be read."""
    for name in ("aliases", "extra", "unread"):
        value = getattr(record, name)
        if value:
            words = (": ".join(each) if isinstance(each, tuple) else each for each in value)
            yield Shown(field_of(type(record), name), tuple(Piece(each) for each in words))
