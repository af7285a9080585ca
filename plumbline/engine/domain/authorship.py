"""Who did what to a record: read from its fields (with the days beside them) and from the journal's entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from plumbline.engine.domain.acts import How
from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import (
    KINDS,
    Audit,
    AuditFinding,
    AuditItem,
    Person,
    Population,
    Record,
    Role,
    Sample,
)
from plumbline.engine.domain.record import fields_of
from plumbline.engine.domain.roles import CONFORMITY, REPORTING, TOP_MANAGEMENT

HOW: Mapping[str, How] = {
    **dict.fromkeys(("owner", "custodian", "contact_owner"), "owns"),
    **dict.fromkeys(("author", "prepared_by"), "wrote"),
    **dict.fromkeys(
        ("approved_by", "approvers", "accepted_by", "decided_by", "signed_off_by", "adopted_by"), "approved"
    ),
    **dict.fromkeys(("by", "performer", "done_by", "executed_by", "measured_by", "analysed_by"), "performed"),
    **dict.fromkeys(("evaluated_by", "collected_by", "reviewed_by", "reviewer", "took_part", "auditors"), "performed"),
    **dict.fromkeys(("led_by", "lead", "chair"), "led"),
}
"""What a field that names somebody says about them. Who asked, reported or stood by has done none of it."""
DAYS = (
    "held_on",
    "done_on",
    "approved_on",
    "accepted_on",
    "assessed_on",
    "measured_on",
    "reviewed_on",
    "tested_on",
    "analysed_on",
    "finished_on",
    "live_on",
    "granted",
    "effective",
    "ended",
    "ends_on",
)
"""Where the day of an act is looked for when the field has none of its own (`approved_by`, `approved_on`)."""
LEADING = frozenset({TOP_MANAGEMENT, CONFORMITY, REPORTING})
OWN_TRADE = frozenset({AuditItem.KIND, AuditFinding.KIND, Population.KIND, Sample.KIND})
"""The auditor's own papers are no work of those who are audited."""


@dataclass(frozen=True, slots=True)
class Work:
    """One person's part in one record: how, by which field or action, and from when to when (None: not stated)."""

    person: str
    record: Record
    how: How
    told_by: str
    since: date | None = None
    until: date | None = None
    role: str = ""

    def within(self, start: date, end: date) -> bool:
        """Whether any of it lies in the period; what has no day may."""
        return (self.since is None or self.since <= end) and (self.until is None or self.until >= start)


def works_on(isms: Isms, record: Record) -> tuple[Work, ...]:
    """Everybody's part in a record, by its fields and by the journal; none in the auditor's own papers."""
    found = {(each.person, each.how, each.told_by, each.since, each.until): each for each in _works(isms, record)}
    return tuple(found.values())


def _works(isms: Isms, record: Record) -> Iterator[Work]:
    if record.KIND in OWN_TRADE or (isinstance(record, Audit) and not (record.began_on or record.held_on)):
        return  # what is only planned is nobody's work yet
    for name in _telling(record.KIND):
        said = getattr(record, name)
        for words in (said,) if isinstance(said, str) else said:
            yield from _named(isms, record, name, words)
    if isinstance(record, Role):
        yield from _holding(isms, record)
    if not isinstance(record, Audit):  # entering an audit is no part of what it looks at
        for act in isms.acts.get((record.KIND, record.ref), ()):
            yield Work(act.person, record, act.how, act.action, act.day, act.day)


@cache
def _telling(kind: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields_of(KINDS[kind]) if each.is_reference and each.name in HOW)


def _holding(isms: Isms, role: Role) -> Iterator[Work]:
    """Whoever holds a role does what it is for; of those that steer the system, they lead it."""
    how: How = "led" if role.role_kind in LEADING else "performed"
    for each in isms.assignments(role):
        if person := isms.resolve(each.person, Person):
            yield Work(person.ref, role, how, "assignment", each.since, each.until, role.ref)


def _named(isms: Isms, record: Record, name: str, words: str) -> Iterator[Work]:
    """Somebody who owns is bound while they are named, somebody who acted on the day of the act."""
    how = HOW[name]
    day = None if how == "owns" else _day(record, name)
    if day is None and not record.live:
        return  # what is over and has no day of its own binds nobody any more
    match isms.answers(words):
        case Person() as person:
            yield Work(person.ref, record, how, name, day, day)
        case Role() as role:
            yield from _held(isms, record, name, role, day)


def _held(isms: Isms, record: Record, name: str, role: Role, day: date | None) -> Iterator[Work]:
    """A role's part is that of those who held it: on the day of the act, else as long as they held it."""
    for each in isms.assignments(role):
        person = isms.resolve(each.person, Person)
        if person is None or (day is not None and not covers(each.since, each.until, day)):
            continue
        since, until = (day, day) if day else (each.since, each.until)
        yield Work(person.ref, record, HOW[name], name, since, until, role.ref)


def _day(record: Record, name: str) -> date | None:
    for field in _days_of(record.KIND, name):
        if isinstance(day := getattr(record, field), date):
            return day
    return None


@cache
def _days_of(kind: str, name: str) -> tuple[str, ...]:
    """The fields of a kind that may hold the day of what a field tells of: its own first."""
    held = {each.name for each in fields_of(KINDS[kind])}
    return tuple(each for each in (f"{name.removesuffix('_by')}_on", *DAYS) if each in held)
