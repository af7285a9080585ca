"""What the template of a register is made of: rows, headings, cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plumbline.apps.ui.registers.acts import may_change
from plumbline.apps.ui.registers.cells import Shown, address, called, shown
from plumbline.apps.ui.registers.comparing import Since
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.looking import Look
from plumbline.apps.ui.registers.standing import Doors
from plumbline.apps.ui.tones import Tone, tone_of
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.agenda import fulfilled
from plumbline.engine.domain.kinds import Record, fields_of
from plumbline.engine.domain.record import Field, Shape, field_of

STATES = frozenset(
    {
        *("state", "status", "fulfilment", "verdict", "result", "effect", "severity", "criticality", "grade", "level"),
        *("decision", "relevance"),
    }
)
"""Fields whose words are drawn with their tone."""
DUE = frozenset(
    {
        *("due", "next_review", "expires", "treat_by", "deadline", "target_date", "next_refresh", "exploited_due"),
        *("answer_due", "ends"),
    }
)
"""Days by which something has to happen: past ones are late while the record is live and it has not happened."""
PERSON = re.compile(r"\bPER-\d+\b")
"""What a computed column says of people; names stand outside the records, so they are put in here."""
AMOUNTS = frozenset({Shape.WHOLE, Shape.DECIMAL})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what the address calls it, its label, and the query that a click on it asks for."""

    name: str
    label: str
    query: str
    sorted: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell under its heading: a field as shown, or words; `state` is drawn with its tone, `late` is overdue."""

    heading: Heading
    shown: Shown | None = None
    words: str = ""
    state: str = ""
    tone: str = ""
    late: bool = False
    quick: bool = False
    tight: bool = False
    """Whether it is one word or a day, which is not broken."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a row; `mark` says what became of it since the day that is compared with."""

    record: Record
    title: str
    url: str
    cells: tuple[Cell, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, and the columns one may still choose."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, str, bool], ...]
    """Name, label, and whether it is shown: every column there is."""


def table(
    visit: Visit,
    register: Register,
    look: Look,
    records: Iterable[Record],
    *,
    compared: Since | None,
    quick: frozenset[str],
) -> Table:
    """The table of a page of records; `quick` are the fields that are changed in place."""
    known = labels(register)
    headings = tuple(_heading(register, each, known[each], look) for each in look.columns if each in known)
    records = tuple(records)
    doors = Doors(visit, register.kind, records)
    rows = tuple(_row(visit, register, headings, each, compared, _open(visit, doors, each, quick)) for each in records)
    return Table(headings, rows, tuple((each, label, each in look.columns) for each, label in known.items()))


def labels(register: Register) -> dict[str, str]:
    """Every column there is: name -> label; those shown first stand first, those of the house last."""
    known = {each.name: each.label for each in fields_of(register.kind)} | {each: each for each in register.computed}
    grouped = [each.name for _, fields in register.grouped() for each in fields]
    return {
        name: known[name] for name in dict.fromkeys((*register.shown_first(), *register.computed, *grouped, *known))
    }


def _heading(register: Register, name: str, label: str, look: Look) -> Heading:
    number = name not in register.computed and field_of(register.kind, name).shape in AMOUNTS
    if look.sort != name:
        return Heading(name, label, look.sorted_by(name), number=number)
    turned = name if look.descending else f"-{name}"
    return Heading(name, label, look.sorted_by(turned), "down" if look.descending else "up", number)


def _row(
    visit: Visit,
    register: Register,
    headings: tuple[Heading, ...],
    record: Record,
    compared: Since | None,
    quick: frozenset[str],
) -> Row:
    inner = [each for each in headings if each.name not in ("ref", "title")]
    cells = tuple(cell(visit, register, each, record, quick=each.name in quick) for each in inner)
    return Row(record, called(visit, record), address(record), cells, compared.mark(record) if compared else "")


def _open(visit: Visit, doors: Doors, record: Record, quick: frozenset[str]) -> frozenset[str]:
    """The fields that are changed in place in the row of this very record."""
    return quick - doors.fixed(record).names if quick and may_change(visit, record) else frozenset()


def cell(visit: Visit, register: Register, heading: Heading, record: Record, *, quick: bool = False) -> Cell:
    """One cell of a record."""
    if heading.name in register.computed:
        words = PERSON.sub(lambda each: visit.names.get(each[0], each[0]), _computed(visit, register, heading, record))
        telling = words.partition(" (")[0].partition(",")[0]
        if tone_of(telling) is not Tone.PLAIN:
            return Cell(heading, words=words, state=words, tone=telling)
        return Cell(heading, words=words)
    field = field_of(register.kind, heading.name)
    value = getattr(record, field.name)
    return Cell(
        heading,
        shown=shown(visit, field, value),
        tone=value if field.name in STATES and isinstance(value, str) else "",
        state=value if field.name in STATES and isinstance(value, str) else "",
        late=is_late(visit, field, record),
        quick=quick,
        tight=field.shape in (Shape.CHOICE, Shape.DAY, Shape.MOMENT, Shape.FLAG),
    )


def _computed(visit: Visit, register: Register, heading: Heading, record: Record) -> str:
    return register.computed[heading.name](visit.isms, record)


def is_late(visit: Visit, field: Field, record: Record) -> bool:
    """Whether a day by which something had to happen is past, while it has not happened and the record still counts."""
    value = getattr(record, field.name)
    if field.name not in DUE or not isinstance(value, date) or fulfilled(visit.isms, record, field.name):
        return False
    return value < visit.on and record.live
