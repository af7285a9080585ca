"""An audit as its page shows it: progress, findings, who is free of what, who shows what they can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.apps.people.competence import Cell, needs_of_person
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain import impartiality
from plumbline.engine.domain.audit_checklist import Entry, Question, checklist, entry
from plumbline.engine.domain.behind import item_key
from plumbline.engine.domain.impartiality import Conflict, LookBack
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Audit,
    AuditFinding,
    AuditItem,
    CompetenceProof,
    Person,
    Population,
    Record,
    Role,
    Sample,
)
from plumbline.engine.rules.asked import asked

MOST_BEHIND = 24
GRADES = ("major", "minor", "opportunity")
NONCONFORM = ("major", "minor")


@dataclass(frozen=True, slots=True)
class Paper:
    """A working paper with the words of its item."""

    item: AuditItem
    title: str
    findings: tuple[AuditFinding, ...]

    @property
    def lacks_finding(self) -> bool:
        """Whether the verdict is a nonconformity that no finding tells."""
        return self.item.verdict in NONCONFORM and not self.findings


def titled(isms: Isms, words: str) -> str:
    """What an item is called: the title of a clause, a control or a record."""
    key = item_key(isms, words)
    if isms.standard.exists(key):
        return isms.standard.title(key)
    found = isms.resolve(words)
    return found.title if found else ""


def papers(isms: Isms, audit: Audit) -> tuple[Paper, ...]:
    """The working papers of an audit, in the order of what it covers; others after them."""
    raised = findings(isms, audit)
    order = {item_key(isms, each): place for place, each in enumerate(audit.covers)}
    held = sorted(
        isms.of_parent(AuditItem, "audit", audit),
        key=lambda each: (order.get(item_key(isms, each.item), len(order)), _position(isms, each.item), each.ref),
    )
    return tuple(
        Paper(each, titled(isms, each.item), tuple(one for one in raised if one.item == each.item)) for each in held
    )


def _position(isms: Isms, words: str) -> int:
    key = item_key(isms, words)
    return isms.standard.position(key) if isms.standard.exists(key) else 10**6


def findings(isms: Isms, audit: Audit) -> tuple[AuditFinding, ...]:
    """The findings of an audit that were not taken back, the gravest first."""
    raised = (each for each in isms.of_parent(AuditFinding, "audit", audit) if each.state != "withdrawn")
    return tuple(sorted(raised, key=lambda each: (GRADES.index(each.grade) if each.grade in GRADES else 3, each.ref)))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is: its papers by verdict."""

    total: int
    examined: int
    counted: Mapping[str, int]

    @property
    def done(self) -> int:
        """Papers that have a verdict; that something was not examined is one."""
        return self.total - self.counted.get("", 0)


def progress(held: tuple[Paper, ...]) -> Progress:
    """The papers counted."""
    counted: Counter[str] = Counter(each.item.verdict for each in held)
    return Progress(len(held), len(held) - counted[""] - counted["not examined"], dict(counted))


def entries(isms: Isms, audit: Audit) -> tuple[Entry, ...]:
    """What the checklist of an audit asks, by item."""
    return checklist(isms, audit, {key: each.question for key, each in asked().items()})


def entry_of(isms: Isms, item: AuditItem) -> Entry:
    """What is asked about the item of a paper, and the records that serve it."""
    return entry(isms, item.item, {key: each.question for key, each in asked().items()})


def drafted(isms: Isms, audit: Audit) -> tuple[AuditItem, ...]:
    """A working paper for each item that an audit covers and has none yet."""
    known = {item_key(isms, each.item) for each in isms.of_parent(AuditItem, "audit", audit)}
    return tuple(
        AuditItem(title=each.title, audit=audit.ref, item=each.key, questions=_asked(each.questions))
        for each in entries(isms, audit)
        if each.key not in known
    )


def _asked(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Each question once; what is to be taken in hand comes first."""
    return tuple(dict.fromkeys(each.text for each in sorted(questions, key=lambda each: each.source != "walk")))


def behind(visit: Visit, found: Entry, item: AuditItem) -> tuple[tuple[Record, bool], ...]:
    """The records that serve an item, and whether the paper names them; those it names come first."""
    named = {one.ref: one for each in item.looked_at if (one := visit.isms.resolve(each))}
    offered = [*named.values(), *(each for each in found.records if each.live and each.ref not in named)]
    return tuple((each, each.ref in named) for each in offered[: MOST_BEHIND + len(named)])


# --- distance ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bound:
    """An auditor who is not free of an item: what binds them, what makes up for it, and who of the others is free.

    accepted: why it was accepted at signing, where nothing makes up for it.
    """

    auditor: Person
    item: str
    title: str
    conflicts: tuple[Conflict, ...]
    compensation: str
    accepted: str
    free: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Distance:
    """Whether the auditors of an audit are free of what they examine; `period` None: no look-back is stated."""

    period: LookBack | None
    bound: tuple[Bound, ...]
    auditors: tuple[Person, ...]


def distance(visit: Visit, audit: Audit) -> Distance:
    """Who is bound to what, by roles and fields and by what the journal tells of the look-back."""
    isms = visit.isms
    people = impartiality.auditors(isms, audit)
    period = impartiality.look_back(isms, audit)
    if period is None:
        return Distance(None, (), people)
    grouped: dict[tuple[str, str], list[Conflict]] = {}
    for each in impartiality.of_audit(isms, audit):
        grouped.setdefault((each.auditor.ref, each.item), []).append(each)
    bound = (_bound(isms, audit, people, tuple(found), period) for found in grouped.values())
    return Distance(period, tuple(bound), people)


def _bound(
    isms: Isms, audit: Audit, people: tuple[Person, ...], found: tuple[Conflict, ...], period: LookBack
) -> Bound:
    first = found[0]
    others = [each for each in people if each.ref != first.auditor.ref]
    return Bound(
        first.auditor,
        first.item,
        titled(isms, first.item),
        found,
        impartiality.compensation(isms, audit, first),
        next(filter(None, (impartiality.accepted(isms, audit, each) for each in found)), ""),
        impartiality.free(isms, others, first.item, period.start, period.end),
    )


# --- competence -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Able:
    """What an auditor shows of what they can do: needs of their roles, and other proofs on record."""

    person: Person
    needs: tuple[tuple[Role, Cell], ...]
    proofs: tuple[CompetenceProof, ...]

    @property
    def shown(self) -> bool:
        """Whether anything is on record that shows it."""
        return bool(self.proofs)


def competence(isms: Isms, audit: Audit) -> tuple[Able, ...]:
    """What each auditor shows; an auditor from outside with a person on record too."""
    return tuple(_able(isms, each) for each in impartiality.auditors(isms, audit))


def _able(isms: Isms, person: Person) -> Able:
    proofs = tuple(
        each
        for each in isms.of_parent(CompetenceProof, "person", person)
        if each.live and each.verdict == "proven" and (each.expires is None or each.expires >= isms.on)
    )
    return Able(person, tuple(needs_of_person(isms, person)), proofs)


def samples_of(isms: Isms, audit: Audit) -> Iterator[Sample]:
    """The samples drawn for an audit, discarded ones too."""
    yield from isms.of_parent(Sample, "audit", audit)


def exceptions(isms: Isms, samples: tuple[str, ...]) -> tuple[str, ...]:
    """The records that were not as they should be in samples of registers: those at fault, as far as one looked."""
    drawn = (found for each in samples if (found := isms.at(Sample, each)) and _of_register(isms, found))
    wrong = (each.key for sample in drawn for each in sample.items if each.result == "exception")
    return tuple(dict.fromkeys(key for key in wrong if isms.find(key)))


def _of_register(isms: Isms, sample: Sample) -> bool:
    population = isms.at(Population, sample.population)
    return population is not None and population.source == "register"
