"""What waits for one person: decisions that this person may take, and what falls due among what they answer for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.agenda import REHEARSAL, Task, agenda
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Audit, DocumentVersion, Record

Decided = tuple[tuple[str, ...], str, str]
DECISIONS: dict[str, Decided] = {
    "audit_programme": (("draft",), "audit:approve", "approve the audit programme"),
    "change": (("proposed",), "improvement:approve", "approve the change, or turn it down"),
    "document_version": (("in review",), "document:approve", "approve this version, or send it back"),
    "scope": (("draft",), "scope:approve", "approve the scope"),
    "criteria": (("draft",), "risk:adopt", "put the criteria in force"),
    "exception": (("requested",), "soa:except", "grant the exception, or reject it"),
    "plan": (("draft",), "continuity:approve", "approve the plan"),
    "resource_need": (("open",), "people:write", "have the need decided"),
    "review": (("held",), "review:approve", "approve the review"),
    "rule_waiver": (("requested",), "waiver:approve", "approve the waiver, or reject it"),
}
"""Kind -> states in which it waits, the permission that decides, and what is to be done."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A record that waits for somebody who may decide, and since when it is on record."""

    record: Record
    what: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person, what is late first."""

    decisions: tuple[Decision, ...]
    late: tuple[Task, ...]
    due: tuple[Task, ...]

    def __len__(self) -> int:
        return len(self.decisions) + len(self.late) + len(self.due)


def decisions(isms: Isms, may: Callable[[str], bool], wrote: Callable[[Record], bool]) -> Iterator[Decision]:
    """What a person may decide: `may` tells their permissions, `wrote` what they prepared and so leave to others."""
    for kind, (states, permission, what) in DECISIONS.items():
        if may(permission):
            for each in isms.live(KINDS[kind]):
                if getattr(each, "state", "") in states and not wrote(each):
                    life = isms.lives.get((kind, each.ref))
                    yield Decision(each, what, life.last if life else None)


def reviews(isms: Isms, mine: Callable[[str], bool]) -> Iterator[Decision]:
    """The drafts that a person is asked to review in their latest round, and has not."""
    for each in isms.live(DocumentVersion):
        latest = max((review.round for review in each.reviews), default=0)
        asked = (review for review in each.reviews if review.round == latest and not review.verdict and mine(review.by))
        if each.state == "in review" and (review := next(asked, None)):
            yield Decision(each, "review this version", review.asked_on)


def signatures(isms: Isms, mine: Callable[[str], bool]) -> Iterator[Decision]:
    """The audits that a person led to their end and has not signed."""
    for each in isms.live(Audit):
        done = each.state in ("held", "reported") and each.audit_kind != REHEARSAL
        if done and each.signed_off_on is None and each.lead and mine(each.lead):
            yield Decision(each, "sign the audit off", each.held_on)


def waiting(
    isms: Isms, until: date, *, mine: Callable[[str], bool], may: Callable[[str], bool], wrote: Callable[[Record], bool]
) -> Waiting:
    """What waits for a person up to a day; `mine` tells whether they answer for what a *responsible* names."""
    tasks = [each for each in agenda(isms, until) if each.who and mine(each.who)]
    return Waiting(
        (*decisions(isms, may, wrote), *reviews(isms, mine), *signatures(isms, mine)),
        tuple(each for each in tasks if each.day < isms.on),
        tuple(each for each in tasks if each.day >= isms.on),
    )
