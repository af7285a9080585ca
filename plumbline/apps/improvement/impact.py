"""What a change touches, as a page shows it: the list it has, beside what the records say by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.apps.improvement.standing import (
    must_look_back,
    since_when,
    unfinished,
    ungated,
    unplanned,
    written_later,
)
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.change_impact import GROUPS, group_of, touched_by
from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.kinds import Change, Record, Touched

BEYOND = 200
"""More entries than this are counted and not shown; who changes half the system goes through it in parts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that a change touches: its entry, the record, the day it was written since, and whether it is new."""

    entry: Touched
    record: Record | None
    title: str
    written: date | None
    fresh: bool

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        return self.entry.state or ("written since" if self.written else "")

    @property
    def open(self) -> bool:
        """Whether it was neither brought up to date nor waived."""
        return not self.entry.state and self.written is None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading: those that are shown, how many there are, and how many are to be gone through."""

    heading: str
    entries: tuple[Entry, ...]
    total: int
    left: int

    @property
    def beyond(self) -> int:
        """How many are not shown: they come when those before them are settled."""
        return self.total - len(self.entries)


@dataclass(frozen=True, slots=True)
class Impact:
    """The list of a change; `fresh` is how many records it does not know of yet, `gone` which are touched no more."""

    groups: tuple[Group, ...]
    total: int
    settled: int
    fresh: int


def impact(visit: Visit, change: Change) -> Impact:
    """What a change touches: the entries it has and those that came in since, group by group."""
    found = list(_entries(visit, change))
    by_heading = {heading: tuple(e for at, e in found if at == heading) for heading in (*GROUPS, "Other records")}
    groups = tuple(_group(heading, several) for heading, several in by_heading.items() if several)
    return Impact(
        groups,
        total=len(found),
        settled=sum(not each.open for _, each in found),
        fresh=sum(each.fresh for _, each in found),
    )


def _group(heading: str, several: tuple[Entry, ...]) -> Group:
    """The open ones first where there are more than a page shows."""
    shown = sorted(several, key=lambda each: not each.open) if len(several) > BEYOND else several
    return Group(heading, tuple(shown[:BEYOND]), len(several), sum(each.open for each in several))


def _entries(visit: Visit, change: Change) -> Iterator[tuple[str, Entry]]:
    """Under which heading, and the entry; a change that is over shows the list it was closed with."""
    isms, held = visit.isms, {each.record: each for each in change.impact}
    since = since_when(isms, change)
    now = {each.ref: each for each in touched_by(isms, change)} if change.live else {}
    for ref in dict.fromkeys((*now, *held)):
        entry = held.get(ref) or Touched(record=ref, why=now[ref].why)
        record = isms.find(ref)
        kind = now[ref].kind if ref in now else record.KIND if record else "control"
        title = isms.standard.label(ref) if ref in isms.standard.controls else _title(visit, record)
        asked = change.approved_on is not None and change.live
        written = written_later(visit.system, isms, ref, since) if asked else None
        yield group_of(kind), Entry(entry, record, title, written, fresh=ref not in held)


def _title(visit: Visit, record: Record | None) -> str:
    """A change is read by people who may not read all that it touches."""
    return record.title if record and visit.may(reading(record.KIND)) else ""


@dataclass(frozen=True, slots=True)
class Case:
    """A change on the board: how much of what it touches is settled, and by when a look back is owed."""

    change: Change
    total: int
    settled: int
    look_back: date | None
    late: bool


LANES = (
    ("Proposed", "proposed"),
    ("Approved", "approved"),
    ("Under way", "under way"),
    ("In effect, to be closed", "done"),
)
IN_HASTE = "In effect without approval"


def lanes(visit: Visit) -> tuple[tuple[str, tuple[Case, ...]], ...]:
    """Open changes by where they stand; what took effect without approval stands in a lane of its own."""
    live = [_case(visit, each) for each in visit.isms.live(Change)]
    found = [
        (label, tuple(e for e in live if e.change.state == state and not _unasked(e.change))) for label, state in LANES
    ]
    hasty = tuple(each for each in live if _unasked(each.change))
    return (*([(IN_HASTE, hasty)] if hasty else []), *found)


def _unasked(change: Change) -> bool:
    return change.state == "proposed" and (change.live_on is not None or bool(change.unintended))


def _case(visit: Visit, change: Change) -> Case:
    isms, touches = visit.isms, impact(visit, change)
    owed = must_look_back(change) and not change.reviewed_on
    due = next_due(isms, None, change.live_on, "", "emergency_review") if owed else None
    late = bool(due and due.day < isms.on) or bool(
        change.planned_for and change.planned_for < isms.on and not change.live_on
    )
    return Case(change, touches.total, touches.settled, due.day if due else None, late)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What stands between a change and its next step, in sentences."""

    approval: tuple[str, ...]
    gate: tuple[str, ...]
    closing: tuple[str, ...]


def ahead(change: Change) -> Ahead:
    """What is missing for approval, for going live, and for closing."""
    return Ahead(tuple(unplanned(change)), tuple(ungated(change)), tuple(unfinished(change)))
