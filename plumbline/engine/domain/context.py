"""Context, interested parties and obligations (clauses 4.1, 4.2, A.5.31)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
)

ANSWERS = (
    "risk",
    "objective",
    "improvement",
    "change",
    "action",
    "obligation",
    "document",
    "own_control",
    "issue",
    "party_requirement",
)


@record("issue", prefix="CTX", subject="context", register="Context issues", ended=("closed",))
class Issue(Record):
    """An external or internal matter that bears on what the ISMS is to achieve (4.1)."""

    side: Literal["", "external", "internal"] = choice()
    description: str = prose()
    effect: str = prose(label="Effect on the ISMS")
    touches_scope: bool | None = flag()
    leads_to: tuple[str, ...] = refs(*ANSWERS, label="Leads to")
    no_follow_reason: str = prose(label="Why nothing follows")
    owner: str = responsible()
    decided_on: date | None = day()
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["open", "closed"] = choice("open")


@record("climate_decision", prefix="CLI", subject="context", register="Climate determination", ended=("superseded",))
class ClimateDecision(Record):
    """Whether climate change is a relevant issue here (4.1, Amendment 1:2024)."""

    relevant: Literal["", "yes", "no"] = choice()
    reason: str = prose()
    decided_by: str = responsible()
    decided_on: date | None = day()
    leads_to: tuple[str, ...] = refs(*ANSWERS, label="Leads to")
    state: Literal["in force", "superseded"] = choice("in force")


@record("party", prefix="PTY", subject="context", register="Interested parties", ended=("gone",))
class Party(Record):
    """Somebody whose needs bear on the ISMS (4.2)."""

    party_kind: Literal[
        "", "customer", "authority", "owner", "employee", "supplier", "partner", "insurer", "public", "other"
    ] = choice()
    expectations: str = prose()
    owner: str = responsible()
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["current", "gone"] = choice("current")


@record("party_requirement", prefix="REQ", subject="context", register="Requirements of parties", ended=("withdrawn",))
class PartyRequirement(Record):
    """What a party requires, and whether the ISMS answers it (4.2 b, c)."""

    party: str = ref("party")
    requirement: str = prose()
    binding: Literal["", "law", "contract", "wish"] = choice()
    addressed: Literal["", "yes", "no", "undecided"] = choice()
    reason: str = prose()
    touches_scope: bool | None = flag()
    answered_by: tuple[str, ...] = refs(*ANSWERS, "control", label="Answered by")
    controls: tuple[str, ...] = control_keys()
    owner: str = responsible()
    decided_on: date | None = day()
    state: Literal["current", "withdrawn"] = choice("current")


@record(
    "obligation",
    prefix="OBL",
    subject="obligation",
    register="Obligations",
    ended=("repealed", "ended", "not applicable"),
)
class Obligation(Record):
    """A legal, regulatory or contractual duty (A.5.31)."""

    section: str = text(label="Article or section")
    requirement: str = prose()
    applicability: str = text()
    obligation_kind: Literal["", "law", "regulation", "contract", "other"] = choice()
    category: str = text(label="Type of obligation")
    party: str = ref("party", label="Source")
    topic: str = text(label="Topic")
    owner: str = responsible()
    controls: tuple[str, ...] = control_keys()
    fulfilled_by: tuple[str, ...] = refs(
        "document", "activity", "own_control", "supplier_agreement", label="Fulfilled by"
    )
    fulfilment: Literal["", "met", "partly", "not"] = choice()
    evidence: tuple[str, ...] = texts(label="Evidence")
    reports_to: str = text(label="Authority to report to")
    notify_within: str = text(label="Limit to notify")
    answer_within: str = text(label="Limit to answer")
    retention: str = text()
    contact_owner: str = responsible()
    contact_confirmed_on: date | None = day()
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["in force", "not applicable", "repealed", "ended"] = choice("in force")
