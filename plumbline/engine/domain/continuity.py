"""What must go on: impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    responsibles,
    text,
    texts,
)


@record(
    "impact_analysis",
    prefix="BIA",
    subject="continuity",
    register="Impact analyses",
    natural_key=("subject", "analysed_on"),
    ended=("superseded",),
)
class ImpactAnalysis(Record):
    """What an outage of one process or service would do, and how soon it must be back."""

    subject: str = ref("asset", "process", label="Process or service")
    owner: str = responsible()
    after_hour: str = prose(label="After an hour")
    after_day: str = prose(label="After a day")
    after_week: str = prose(label="After a week")
    recovery_time: str = text(label="Recovery time needed")
    recovery_point: str = text(label="Recovery point needed")
    longest_outage: str = text(label="Longest outage that can be borne")
    no_outage: bool | None = flag(label="Must not fail at all")
    depends_on: tuple[str, ...] = refs("asset", "supplier", "role", label="Depends on")
    analysed_on: date | None = day()
    by: str = responsible()
    next_review: date | None = day()
    state: Literal["current", "superseded"] = choice("current")


@record("plan", prefix="BCP", subject="continuity", register="Continuity plans", ended=("withdrawn", "superseded"))
class ContinuityPlan(Record):
    """How something is kept going or brought back, and how information stays protected meanwhile."""

    covers: tuple[str, ...] = refs("asset", "process", "site", "supplier", label="Covers")
    document: str = ref("document")
    owner: str = responsible()
    trigger: str = prose(label="When it starts")
    steps: str = prose()
    roles: tuple[str, ...] = responsibles(label="Who acts")
    recovery_time: str = text(label="Recovery time promised")
    recovery_point: str = text(label="Recovery point promised")
    security_meanwhile: str = prose(label="Security while disrupted")
    exercise_interval: str = text(label="Exercised every")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["draft", "in force", "superseded", "withdrawn"] = choice("draft")


@record("exercise", prefix="EXE", subject="continuity", register="Exercises", ended=("cancelled",))
class Exercise(Record):
    """A plan tried out: what was aimed at, what was reached, what was learned."""

    plans: tuple[str, ...] = refs("plan", "document", label="Plans exercised")
    exercise_kind: Literal["", "walk-through", "table-top", "simulation", "technical", "full"] = choice(label="Type")
    planned_on: date | None = day(label="Planned for")
    held_on: date | None = day(label="Held on")
    scenario: str = prose()
    led_by: str = responsible()
    took_part: tuple[str, ...] = responsibles()
    live_systems: tuple[str, ...] = refs("asset", label="Live systems involved")
    test_agreed_on: date | None = day(label="Tests agreed on")
    test_agreed_with: str = responsible(label="Tests agreed with")
    test_window: str = text(label="Time window of the tests")
    reached_time: str = text(label="Recovery time reached")
    reached_point: str = text(label="Recovery point reached")
    result: Literal["", "targets met", "met in part", "missed"] = choice()
    lessons: str = prose()
    evidence: tuple[str, ...] = refs("evidence_item")
    answered_by: tuple[str, ...] = refs(
        "action", "incident", "nonconformity", "exception", label="What followed from what was missed"
    )
    state: Literal["planned", "held", "cancelled"] = choice("planned")


@record("backup_job", prefix="BKP", subject="continuity", register="Backups", ended=("ended",))
class BackupJob(Record):
    """What is copied how often to where, and when that last succeeded."""

    assets: tuple[str, ...] = refs("asset", label="What is copied")
    dataset: str = text()
    owner: str = responsible()
    interval: str = text(label="Every")
    method: str = text()
    copies_at: tuple[str, ...] = texts(label="Copies kept at")
    off_site: bool | None = flag()
    unchangeable: bool | None = flag(label="Copies cannot be altered")
    kept_for: str = text(label="Copies kept for")
    last_success: date | None = day()
    test_interval: str = text(label="Restore tested every")
    state: Literal["in use", "ended"] = choice("in use")


@record(
    "restore_test",
    prefix="RST",
    subject="continuity",
    register="Restore tests",
    natural_key=("backup", "tested_on"),
)
class RestoreTest(Record):
    """Something brought back from a copy, to see whether it can be."""

    backup: str = ref("backup_job")
    tested_on: date | None = day()
    by: str = responsible()
    restored: str = text(label="What was restored")
    reached_time: str = text(label="Time it took")
    reached_point: str = text(label="Age of the data")
    result: Literal["", "restored", "restored in part", "failed"] = choice()
    remark: str = prose()
    evidence: tuple[str, ...] = refs("evidence_item")
    answered_by: tuple[str, ...] = refs(
        "action", "incident", "nonconformity", "exception", label="What followed from a failure"
    )
