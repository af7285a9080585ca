"""Changes of the management system and of operation (clauses 6.3, 8.1; A.8.32)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    flag,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    responsibles,
    value,
)


@value
class Touched:
    """A record that a change touches: what it means for it, and whether it was brought up to date or waived."""

    record: str
    why: str = ""
    state: Literal["", "updated", "waived"] = ""
    reason: str = ""
    on: date | None = None
    by: str = ""


@record("change", prefix="CHG", subject="improvement", register="Changes", ended=("closed", "rejected", "withdrawn"))
class Change(Record):
    """Something that is altered on purpose, or that altered unasked, and how the system stays whole through it."""

    change_kind: Literal["", "ISMS", "operation", "release", "project"] = choice(label="Type")
    emergency: bool | None = flag()
    unintended: bool | None = flag(label="Happened unasked")
    purpose: str = prose()
    consequences: str = prose(label="What may follow from it")
    integrity: str = prose(label="How the ISMS stays whole")
    resources: str = prose()
    responsibilities: str = prose(label="Duties given or taken")
    owner: str = responsible(label="Responsible")
    requested_by: str = responsible()
    requested_on: date | None = day()
    planned_for: date | None = day(label="Planned for")
    subjects: tuple[str, ...] = refs(label="What is changed")
    impact: tuple[Touched, ...] = parts(label="What it touches")
    security_decision: str = prose(label="Security requirements decided")
    needs_test: bool | None = flag(label="Its class asks for a test")
    tested: str = prose(label="Test and result")
    needs_fallback: bool | None = flag(label="Its class asks for a way back")
    fallback: str = prose(label="Way back")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    done_by: tuple[str, ...] = responsibles(label="Carried out by")
    live_on: date | None = day(label="In effect since")
    incidents: tuple[str, ...] = refs("incident", label="Incidents it caused")
    reviewed_on: date | None = day(label="Consequences reviewed on")
    reviewed_by: str = responsible(label="Consequences reviewed by")
    review_result: str = prose(label="What the look back showed")
    actions: tuple[str, ...] = refs("action", "nonconformity", label="What is done against ill effects")
    decision: str = ref("decision", label="Decided by the review as")
    closed_on: date | None = day()
    state: Literal["proposed", "approved", "under way", "done", "closed", "rejected", "withdrawn"] = choice("proposed")
