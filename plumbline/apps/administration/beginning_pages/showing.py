"""What the pages of a beginning show: sections with counts, cards as they stand, what other answers would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse

from plumbline.apps.administration.beginning_pages.deciding import Decided, decided, references
from plumbline.apps.administration.beginning_pages.fields import BRIEF, Input, People, inputs
from plumbline.apps.administration.beginning_pages.keeping import Kept, kept
from plumbline.apps.administration.models import Decision
from plumbline.apps.conformity.judging import judged
from plumbline.apps.ui.registers.cells import Shown, shown
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.editing import EditError, edited
from plumbline.beginning.proposal import Card, Proposal, Proposed, Section
from plumbline.beginning.proposal import Decision as Approval
from plumbline.beginning.proposing import propose
from plumbline.beginning.settling import settled
from plumbline.engine.domain.codec import as_json, from_mapping
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import KINDS, Assessment, DocumentVersion, Record, Shape, fields_of

TOLD = ("description", "statement", "requirement", "expectations", "effect", "purpose", "reason", "duties", "service")
"""Fields that say what a record is about, shown on its card."""

PLACES = {
    "approve-criteria": ("criteria", "Risk criteria"),
    "approve-scope": ("scope", "Scope"),
    "approve-documents": ("document", "Documents"),
    "approve-plans": ("risk", "Risks"),
    "accept-residuals": ("risk:board", "Treatment board"),
    "approve-soa": ("soa:approve", "Statement of Applicability"),
}
"""Where each approval is given: a named page or a register, and what it is called."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a card: what it is, its title, and its reference once it is written."""

    register: str
    title: str
    told: str
    kind: str
    ref: str = ""
    here: bool = False
    """Whether the record still stands."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that would be proposed otherwise by today's answers."""

    ref: str
    label: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card on a page."""

    card: Card
    decided: Decided
    lines: tuple[Line, ...]
    inputs: tuple[Input, ...] = ()
    differing: tuple[Differing, ...] = ()
    alike: str = ""
    """The reference of a record that has this name already."""
    fault: str = ""

    @property
    def state(self) -> str:
        """What was decided about it."""
        return self.decided.decision


@dataclass(frozen=True, slots=True)
class Counted:
    """A section with how many of its cards were decided on."""

    section: Section
    confirmed: int
    left_out: int
    later: int
    differing: int = 0
    """How many confirmed cards today's answers would propose otherwise."""

    @property
    def total(self) -> int:
        """How many cards it has."""
        return len(self.section.cards)

    @property
    def open(self) -> int:
        """How many nobody decided about."""
        return self.total - self.confirmed - self.left_out - self.later


@dataclass(frozen=True, slots=True)
class ApprovalShown:
    """An approval that remains, with how many of its records are confirmed and where it is given."""

    decision: Approval
    confirmed: int
    url: str
    where: str


@dataclass
class Beginning:
    """The beginning as one visitor sees it now."""

    visit: Visit
    faults: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def kept(self) -> Kept:
        """The answers."""
        return kept(self.visit.actor)

    @cached_property
    def proposal(self) -> Proposal:
        """What follows from the answers today."""
        return propose(self.kept.answers, self.visit.today)

    @cached_property
    def decided(self) -> Mapping[str, Decided]:
        """What became of the cards."""
        return decided(self.visit.actor)

    @cached_property
    def people(self) -> People:
        """Whom fields may name."""
        return People(self.visit, self.proposal, references(self.decided))

    @cached_property
    def sections(self) -> tuple[Counted, ...]:
        """Every section with its counts."""
        return tuple(self._counted(each) for each in self.proposal.sections)

    def _counted(self, section: Section) -> Counted:
        found = [self.decision(each.key).decision for each in section.cards]
        return Counted(
            section,
            confirmed=found.count(Decision.CONFIRMED),
            left_out=found.count(Decision.LEFT_OUT),
            later=found.count(Decision.LATER),
            differing=sum(each.key in self._otherwise for each in section.cards),
        )

    @property
    def totals(self) -> Mapping[str, int]:
        """The cards of all sections, and how many were decided on."""
        names = ("total", "confirmed", "left_out", "later", "open")
        found = {name: sum(getattr(each, name) for each in self.sections) for name in names}
        return {**found, "decided": found["confirmed"] + found["left_out"]}

    @property
    def next_section(self) -> Section | None:
        """The first section in which something is open."""
        return next((each.section for each in self.sections if each.open), None)

    @property
    def decisions(self) -> Iterator[ApprovalShown]:
        """The approvals that remain for people to give, and where each is given."""
        for each in self.proposal.decisions:
            name, where = PLACES.get(each.key, ("", ""))
            url = reverse(name) if ":" in name else reverse("records:register", args=[name]) if name else ""
            yield ApprovalShown(each, sum(key in self.people.allotted for key in each.about), url, where)

    def decision(self, key: str) -> Decided:
        """What became of a card."""
        return self.decided.get(key, Decided())

    def section(self, key: str) -> Counted | None:
        """The section of a key; None where the answers lead to none."""
        return next((each for each in self.sections if each.section.key == key), None)

    def shown(self, section: Section) -> tuple[CardShown, ...]:
        """The cards of a section."""
        everything = sum(len(each.editable) for each in section.cards) <= BRIEF
        return tuple(self.card(each, everything=everything) for each in section.cards)

    def card(self, card: Card, *, everything: bool = True) -> CardShown:
        """A card with its inputs where it is open, and with what other answers would change where it is confirmed."""
        held = self.decision(card.key)
        if held.confirmed:
            return CardShown(card, held, tuple(self._lines(card, held)), differing=tuple(self._differing(card, held)))
        return CardShown(
            card,
            held,
            tuple(self._lines(self._as_typed(card, held), held)),
            inputs=tuple(inputs(card, held.changes, self.people, everything=everything)),
            alike=self._alike(card),
            fault=self.faults.get(card.key, ""),
        )

    def _as_typed(self, card: Card, held: Decided) -> Card:
        try:
            return edited(card, held.changes)
        except EditError:
            return card

    def _lines(self, card: Card, held: Decided) -> Iterator[Line]:
        for each in card.records:
            ref = held.references.get(each.key, "")
            standing = self.visit.present.get(each.record.KIND, ref) if ref else None
            record = standing or each.record
            register = KINDS[record.KIND].REGISTER
            yield Line(register, self._titled(record), _told(record), record.KIND, ref, standing is not None)

    def _titled(self, record: Record) -> str:
        match record:
            case Assessment():
                scores = f"likelihood {record.likelihood}, impact {record.combined}"
                return f"{record.stage.capitalize()}: {scores}; {record.level}"
            case DocumentVersion():
                return f"Version {record.number}, a draft of {len(record.body.split())} words"
        named = {name: getattr(record, name, "") for name in ("person", "role")}
        words = [self.visit.names.get(ref, "") or self._proposed_title(ref) for ref in named.values() if ref]
        return record.title or ": ".join(reversed([each for each in words if each])) or record.ref

    def _proposed_title(self, words: str) -> str:
        standing = self.visit.isms.find(self.people.now(words))
        if standing is not None:
            return standing.title or standing.ref
        key = words.removeprefix("#")
        return next((each.record.title for each in self.proposal.proposed if each.key == key), words)

    def _alike(self, card: Card) -> str:
        """A record of the same name that does not come from here: whoever confirms should look at it first."""
        first = card.records[0].record
        if not first.title or not first.PREFIX or first.KIND == "organization":
            return ""
        mine = set(self.people.allotted.values())
        wanted = folded(first.title)
        standing = self.visit.isms.live(type(first))
        return next((each.ref for each in standing if folded(each.title) == wanted and each.ref not in mine), "")

    @cached_property
    def _otherwise(self) -> frozenset[str]:
        """The confirmed cards that today's answers would propose otherwise."""
        cards = {each.key: each for each in self.proposal.cards}
        confirmed = sorted((held.proposed_on, key) for key, held in self.decided.items() if held.proposed_on)
        return frozenset(
            key for _, key in confirmed if key in cards and any(self._differing(cards[key], self.decided[key]))
        )

    def _differing(self, card: Card, held: Decided) -> Iterator[Differing]:
        """What today's answers would propose otherwise than those by which the card was confirmed, day for day."""
        if held.proposed_on is None or self._answered_before(held):
            return
        then = propose(self.kept.answers, held.proposed_on).card(card.key) or card
        for each in then.records:
            before = held.proposed.get(each.key)
            if before is not None and before != as_json(each.record):
                yield from self._fields(each, before, held.references.get(each.key, ""))

    def _answered_before(self, held: Decided) -> bool:
        """Whether no answer was changed since a card was confirmed: then nothing about it can differ."""
        answered = self.kept.changed_at
        return bool(answered and held.decided_at and answered < held.decided_at)

    def _fields(self, now: Proposed, before: Mapping[str, Any], ref: str) -> Iterator[Differing]:
        allotted = self.people.allotted
        told = from_mapping(now.record.KIND, {name: each for name, each in before.items() if name != "v"})
        was, becomes = (settled(Proposed(now.key, each), allotted, "") for each in (told, now.record))
        for each in fields_of(type(becomes)):
            old, new = getattr(was, each.name), getattr(becomes, each.name)
            if old != new and each.shape is not Shape.PAIRS:
                yield Differing(ref, each.label, shown(self.visit, each, old), shown(self.visit, each, new))

    @cached_property
    def astray(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Confirmed cards to which today's answers no longer lead, with the references of their records."""
        known = {each.key for each in self.proposal.cards}
        return tuple(
            (key, tuple(held.references.values()))
            for key, held in sorted(self.decided.items())
            if held.confirmed and key not in known
        )

    @cached_property
    def progress(self) -> tuple[int, int] | None:
        """Requirements shown, of those that rules examine; None while the system is judged for the first time."""
        report = judged(self.visit).report
        if report is None:
            return None
        readiness = report.readiness
        return sum(each.shown for each in readiness), sum(each.examined_by_rules for each in readiness)


def _told(record: Record) -> str:
    return next((words for name in TOLD if (words := getattr(record, name, ""))), "")
