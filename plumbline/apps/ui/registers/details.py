"""What the page of a record shows: its head, its fields under their headings, what an import kept, its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.apps.ui.registers.cells import Piece, Shown, shown
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.tables import DUE, is_late
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.agenda import fulfilled
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.kinds import EvidenceItem, Record, fields_of
from plumbline.engine.domain.record import Field, field_of

WHO = ("owner", "person", "accepted_by", "requested_by", "led_by", "author", "by", "asked_of")
STATE = ("state", "status", "verdict", "result")
IN_THE_HEAD = frozenset({"title", "state"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head of a record: its state, who answers, the next day; `late` is overdue."""

    label: str
    shown: Shown
    state: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading; `silent` are the labels and names of those that say nothing."""

    heading: str
    fields: tuple[Shown, ...]
    silent: tuple[Field, ...]


def head(visit: Visit, record: Record) -> tuple[Fact, ...]:
    """State, owner and next day of a record, as far as its kind has them."""
    known = {each.name: each for each in fields_of(type(record))}
    facts = []
    if state := next((each for each in STATE if each in known and getattr(record, each)), ""):
        facts.append(
            Fact(known[state].label, shown(visit, known[state], getattr(record, state)), getattr(record, state))
        )
    if who := next((each for each in WHO if each in known), ""):
        facts.append(Fact(known[who].label, shown(visit, known[who], getattr(record, who))))
    days = [each for each in known if each in DUE and getattr(record, each) is not None]
    if days:
        ahead = [each for each in days if not fulfilled(visit.isms, record, each)]
        first = min(ahead or days, key=lambda each: getattr(record, each))
        late = is_late(visit, known[first], record)
        facts.append(Fact(known[first].label, shown(visit, known[first], getattr(record, first)), late=late))
    return tuple(facts)


def reckoned(visit: Visit, register: Register, record: Record) -> tuple[tuple[str, str], ...]:
    """What a register reckons for the head of its records: labels and words."""
    found = ((label, says(visit.isms, record)) for label, says in register.head.items())
    return tuple((label, words) for label, words in found if words)


def groups(visit: Visit, register: Register, record: Record) -> Iterator[Group]:
    """The fields that say something, under their headings; those that say nothing are named behind them."""
    for heading, fields in register.grouped():
        drawn = [
            (each, shown(visit, each, getattr(record, each.name))) for each in fields if each.name not in IN_THE_HEAD
        ]
        stated = tuple(said for each, said in drawn if not said.empty and each.name != "blob")
        silent = tuple(each for each, said in drawn if said.empty)
        if stated or silent:
            yield Group(heading, stated, silent)


def kept(record: Record) -> tuple[Shown, ...]:
    """Words of columns that no field fits, and words that could not be read: kept from an import."""
    found = []
    for name in ("extra", "unread"):
        if value := getattr(record, name):
            words = (": ".join(each) for each in value)
            found.append(Shown(field_of(type(record), name), tuple(Piece(each) for each in words)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a record holds; `missing` where the store no longer has it."""

    blob: Blob
    missing: bool


def files(visit: Visit, record: Record) -> tuple[File, ...]:
    """The files of a record; those of evidence stand in a panel of their own."""
    if isinstance(record, EvidenceItem):
        return ()
    blob = getattr(record, "blob", None)
    return (File(blob, blob.sha256 in visit.isms.missing_blobs),) if isinstance(blob, Blob) else ()
