"""Whether an auditor is free of what is audited: nobody judges their own work (9.2.2 b, A.5.35).

Computed, not declared: from who owns, wrote, approved, performed or led the records that serve an item, by their
fields, by the roles people held and by the journal. What cannot be avoided in a small firm is compensated and said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.acts import How
from plumbline.engine.domain.authorship import Work, works_on
from plumbline.engine.domain.behind import item_key, records_behind
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, AuditItem, AuditProgramme, Person, Record
from plumbline.engine.domain.promises import Promise, promise


@dataclass(frozen=True, slots=True)
class Conflict:
    """An auditor, the item of the audit, the record behind it and what they had to do with it.

    told_by: the field or the action of the journal; role: by which role, "" for the person; since, until: when.
    """

    auditor: Person
    item: str
    record: Record
    how: How
    told_by: str
    role: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def when(self) -> str:
        """The days in words."""
        if self.since == self.until:
            return f"on {self.since.isoformat()}" if self.since else "on a day not stated"
        start = f"from {self.since.isoformat()}" if self.since else "from a day not stated"
        return f"{start} to {self.until.isoformat()}" if self.until else start


@dataclass(frozen=True, slots=True)
class LookBack:
    """The period in which a duty binds an auditor, and where its length is stated."""

    start: date
    end: date
    stated: Promise | None = None


def conflicts(isms: Isms, auditor: Person, item: str, start: date, end: date) -> tuple[Conflict, ...]:
    """What binds an auditor to an item of an audit within a period; nothing where they are free of it.

    item: a clause, a control, or the reference of a record. One entry for each record and each way.
    """
    once: dict[tuple[str, str, How], Work] = {}
    for each in _works_behind(isms, item).get(auditor.ref, ()):
        if each.within(start, end):
            once.setdefault((each.record.KIND, each.record.ref, each.how), each)
    key = item_key(isms, item)
    return tuple(
        Conflict(auditor, key, each.record, each.how, each.told_by, each.role, each.since, each.until)
        for each in once.values()
    )


def look_back(isms: Isms, audit: Audit) -> LookBack | None:
    """How far back a duty binds: as the audit's programme says, else as promised; None where neither does.

    Counted back from the first day of the period examined, else from the day the audit began or is planned for.
    """
    programme = isms.resolve(audit.programme, AuditProgramme)
    span = interval(programme.look_back) if isinstance(programme, AuditProgramme) else None
    stated = None if span else promise(isms, "look_back")
    span = span or (stated.interval if stated else None)
    return _period(audit, span, stated, isms.on) if span else None


def of_audit(isms: Isms, audit: Audit) -> tuple[Conflict, ...]:
    """Every conflict of an audit: all auditors on what it covers, and each on the papers they wrote themselves.

    None where no look-back is stated. The audit itself, and what was written in the course of it, binds nobody.
    """
    period = look_back(isms, audit)
    if period is None:
        return ()
    once: dict[tuple[str, str, str, str, How], Conflict] = {}
    for auditor, item in examinations(isms, audit):
        for each in conflicts(isms, auditor, item, period.start, period.end):
            if each.record.ref != audit.ref:
                once.setdefault((auditor.ref, each.item, each.record.KIND, each.record.ref, each.how), each)
    return tuple(once.values())


def examinations(isms: Isms, audit: Audit) -> tuple[tuple[Person, str], ...]:
    """Who examines what: each auditor with the key of each item, each pair once.

    Everything covered that no working paper gives to another auditor, and what an auditor's own papers are about.
    """
    papers = isms.of_parent(AuditItem, "audit", audit)
    pairs = (
        (auditor, item_key(isms, item))
        for auditor in auditors(isms, audit)
        for item in _items_of(isms, auditor, audit, papers)
    )
    return tuple({(auditor.ref, key): (auditor, key) for auditor, key in pairs}.values())


def _items_of(isms: Isms, auditor: Person, audit: Audit, papers: Iterable[AuditItem]) -> Iterator[str]:
    held = [(item_key(isms, each.item), each) for each in papers]
    mine = [each for _, each in held if examined_by(isms, each, auditor)]
    another = {key for key, each in held if each.examined_by} - {item_key(isms, each.item) for each in mine}
    yield from (item for item in audit.covers if item_key(isms, item) not in another)
    for each in mine:
        yield each.item
        yield from each.looked_at


def auditors(isms: Isms, audit: Audit) -> tuple[Person, ...]:
    """The persons who examine: lead and further auditors, as on the day of the audit."""
    day = audit.began_on or audit.held_on or isms.on
    named = (each for words in (audit.lead, *audit.auditors) if words for each in isms.persons(words, day))
    return tuple({each.ref: each for each in named}.values())


def examined_by(isms: Isms, paper: AuditItem, auditor: Person) -> bool:
    """Whether a working paper names the auditor as the one who examined."""
    day = paper.examined_on or isms.on
    return any(each.ref == auditor.ref for each in isms.persons(paper.examined_by, day))


def compensation(isms: Isms, audit: Audit, conflict: Conflict) -> str:
    """What the audit says makes up for the missing distance; "" where it says nothing."""
    for each in audit.compensations:
        same = any(person.ref == conflict.auditor.ref for person in isms.persons(each.auditor))
        if same and each.what and (not each.item or item_key(isms, each.item) == conflict.item):
            return each.what
    return ""


def unanswered(isms: Isms, audit: Audit) -> tuple[tuple[Conflict, ...], ...]:
    """The conflicts for which nothing makes up, those of one auditor and item together."""
    grouped: dict[tuple[str, str], list[Conflict]] = {}
    for each in of_audit(isms, audit):
        if not compensation(isms, audit, each):
            grouped.setdefault((each.auditor.ref, each.item), []).append(each)
    return tuple(map(tuple, grouped.values()))


def accepted(isms: Isms, audit: Audit, conflict: Conflict) -> str:
    """Why a conflict with this very record was accepted when the audit was signed; "" where it was not."""
    for each in audit.accepted_conflicts:
        same = any(person.ref == conflict.auditor.ref for person in isms.persons(each.auditor))
        if same and item_key(isms, each.item) == conflict.item and conflict.record.ref in each.records:
            return each.reason
    return ""


def free(isms: Isms, candidates: Iterable[Person], item: str, start: date, end: date) -> tuple[Person, ...]:
    """Those of the candidates whom nothing binds to the item."""
    return tuple(each for each in candidates if not conflicts(isms, each, item, start, end))


def _works_behind(isms: Isms, item: str) -> Mapping[str, tuple[Work, ...]]:
    """Everybody's part in the records behind an item, by person."""

    def collect() -> Mapping[str, tuple[Work, ...]]:
        found: dict[str, list[Work]] = {}
        for record in records_behind(isms, item):
            for work in works_on(isms, record):
                found.setdefault(work.person, []).append(work)
        return {person: tuple(each) for person, each in found.items()}

    return isms.memo(("works behind", item_key(isms, item)), collect)


def _period(audit: Audit, span: Interval, stated: Promise | None, on: date) -> LookBack:
    end = audit.held_on or audit.began_on or audit.planned_on or on
    start = audit.period_from or audit.began_on or audit.planned_on or end
    return LookBack(span.before(min(start, end)), end, stated)
