"""The audit programme, audits, what was examined in them and what was found (clause 9.2)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    responsibles,
    text,
    texts,
    value,
)

ITEM_KINDS = ("clause", "control", "own_control", "site", "document", "process", "asset", "supplier", "risk", "role")
"""What an audit may look at: requirements, controls, places, and single records."""


@value
class LeftOut:
    """An item that a programme leaves out of its cycle, and why."""

    item: str
    reason: str


@value
class Compensation:
    """What makes up for an auditor who is not free of the item: a second pair of eyes, an outside check."""

    auditor: str
    item: str = ""
    what: str = ""


@value
class AcceptedConflict:
    """A conflict that nothing makes up for, the records that bound the auditor, and why it was accepted at signing."""

    auditor: str
    item: str
    records: tuple[str, ...] = ()
    reason: str = ""


@record("audit_programme", prefix="AP", subject="audit", register="Audit programmes", ended=("superseded", "withdrawn"))
class AuditProgramme(Record):
    """Which audits are held over a cycle, how and by whom; what they cover stands in the audits (9.2.2)."""

    starts: date | None = day(label="Cycle from")
    ends: date | None = day(label="Cycle to")
    objectives: str = prose()
    methods: str = prose()
    basis: str = prose(label="How risk and earlier results were weighed")
    owner: str = responsible()
    interval: str = text(label="Audits at least every")
    look_back: str = text(label="How long a past duty binds an auditor")
    visit_margin: str = text(label="Time before an outside visit")
    left_out: tuple[LeftOut, ...] = parts(label="Left out, with reason")
    revised_on: date | None = day(label="Last revised")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    state: Literal["draft", "in force", "superseded", "withdrawn"] = choice("draft")


@record("audit", prefix="AUD", subject="audit", register="Audits", ended=("cancelled",))
class Audit(Record):
    """One audit: what it covers, who examines it, when it was held, what it concluded and whom it told."""

    audit_kind: Literal["", "internal", "independent review", "supplier", "mock", "outside body"] = choice(
        "internal", label="Type"
    )
    programme: str = ref("audit_programme")
    planned_on: date | None = day(label="Planned for")
    replanned_reason: str = prose(label="Why it was moved")
    covers: tuple[str, ...] = refs(*ITEM_KINDS, label="Covers")
    criteria: str = prose(label="Audit criteria")
    scope: str = prose()
    objectives: str = prose(label="What it is to find out")
    methods: str = prose()
    period_from: date | None = day(label="Period examined, from")
    period_to: date | None = day(label="Period examined, to")
    lead: str = responsible(label="Lead auditor")
    auditors: tuple[str, ...] = responsibles(label="Further auditors")
    auditees: tuple[str, ...] = responsibles(label="People audited")
    compensations: tuple[Compensation, ...] = parts(label="What makes up for missing distance")
    began_on: date | None = day(label="Began")
    held_on: date | None = day(label="Held until")
    papers: tuple[str, ...] = refs("document", "evidence_item", label="Working papers kept elsewhere")
    live_systems: tuple[str, ...] = refs("asset", label="Live systems tested")
    test_agreed_on: date | None = day(label="Tests agreed on")
    test_agreed_with: str = responsible(label="Tests agreed with")
    test_window: str = text(label="Time window of the tests")
    conclusion: str = prose()
    reported_on: date | None = day()
    reported_to: tuple[str, ...] = responsibles(label="Reported to")
    signed_off_on: date | None = day()
    signed_off_by: str = responsible()
    accepted_conflicts: tuple[AcceptedConflict, ...] = parts(label="Conflicts accepted at signing")
    state: Literal["planned", "under way", "held", "reported", "cancelled"] = choice("planned")


@record("audit_item", prefix="AUI", subject="audit", register="Working papers", natural_key=("audit", "item"))
class AuditItem(Record):
    """What was asked and seen about one item of an audit, and the verdict on it."""

    audit: str = ref("audit")
    item: str = ref(*ITEM_KINDS, label="Item examined")
    questions: tuple[str, ...] = texts()
    notes: str = prose(label="What was seen and heard")
    looked_at: tuple[str, ...] = refs(label="Records looked at")
    samples: tuple[str, ...] = refs("sample")
    evidence: tuple[str, ...] = refs("evidence_item")
    asked: tuple[str, ...] = responsibles(label="People asked")
    verdict: Literal["", "conforms", "minor", "major", "opportunity", "not examined"] = choice()
    reason: str = prose(label="Why it was not examined")
    examined_by: str = responsible()
    examined_on: date | None = day()


@record("finding", prefix="F", subject="audit", register="Audit findings", ended=("answered", "withdrawn"))
class AuditFinding(Record):
    """What an audit found, in three parts: the requirement, what was seen, and the gap between them."""

    audit: str = ref("audit")
    item: str = ref(*ITEM_KINDS, label="Item")
    grade: Literal["", "major", "minor", "opportunity"] = choice()
    requirement: str = prose()
    evidence: str = prose()
    gap: str = prose()
    records: tuple[str, ...] = refs(label="Records at fault")
    controls: tuple[str, ...] = control_keys()
    samples: tuple[str, ...] = refs("sample")
    raised_on: date | None = day()
    raised_by: str = responsible()
    answer_due: date | None = day()
    answered_by: tuple[str, ...] = refs("nonconformity", "improvement", "action", label="Answered by")
    no_answer_reason: str = prose(label="Why nothing follows")
    state: Literal["open", "answered", "withdrawn"] = choice("open")
