"""Actions of every origin, nonconformities and improvements (clauses 6.1.1, 8.3, 10)."""

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
    text,
    texts,
    value,
    whole,
)


@value
class Progress:
    """A dated note on an action."""

    on: date
    what: str


@record("action", prefix="ACT", subject="improvement", register="Actions", ended=("done", "dropped"))
class Action(Record):
    """Something to be done: to treat a risk, correct a nonconformity, improve, reach an objective."""

    answers: tuple[str, ...] = refs(
        "risk",
        "objective",
        "nonconformity",
        "incident",
        "review",
        "issue",
        "improvement",
        "obligation",
        "audit",
        label="For",
    )
    action_kind: Literal["", "treat", "improve", "correct"] = choice()
    description: str = prose(label="Measure")
    owner: str = responsible()
    controls: tuple[str, ...] = control_keys(label="Controls it brings")
    starts: date | None = day(label="Planned start")
    started_on: date | None = day()
    due: date | None = day(label="Due date")
    recurring: Literal["no", "yes"] = choice("no")
    interval: str = text()
    means: str = text(label="Budget or means")
    verification: str = text(label="How it is verified")
    promised_residual: int | None = whole(label="Residual score after")
    part_of: str = text(label="Process or activity it becomes part of")
    result: str = prose()
    done_on: date | None = day()
    effect_judged_on: date | None = day()
    effect_judged_by: str = responsible()
    effect: str = prose(label="Effect")
    dropped_reason: str = prose()
    new_date_reason: str = prose(label="Why the date was moved")
    progress: tuple[Progress, ...] = parts(label="Notes on progress")
    raised_on: date | None = day()
    state: Literal["", "open", "in progress", "done", "dropped"] = choice("open")


@record("nonconformity", prefix="NC", subject="improvement", register="Nonconformities", ended=("closed", "rejected"))
class Nonconformity(Record):
    """A requirement not met, and everything that follows from it (10.2)."""

    source: str = text()
    source_refs: tuple[str, ...] = refs(
        "incident", "audit", "finding", "review", "supplier_review", label="Source records"
    )
    raised_on: date | None = day()
    raised_by_body: str = text(label="Raised by an outside body")
    answer_due: date | None = day(label="Answer due to the body")
    answered_on: date | None = day()
    description: str = prose(label="Nonconformity")
    requirement: str = text()
    records: tuple[str, ...] = refs(label="Records at fault")
    evidence: str = prose()
    gap: str = prose()
    grade: Literal["", "major", "minor"] = choice()
    owner: str = responsible()
    correction: str = prose()
    no_correction_reason: str = prose()
    consequences: str = prose()
    whys: tuple[str, ...] = texts(label="Five whys")
    cause_category: Literal["", "people", "procedure", "technology", "supplier", "resources", "leadership", "other"] = (
        choice()
    )
    cause: str = prose(label="Root cause")
    cause_found_on: date | None = day()
    extent: str = prose(label="Search for the same elsewhere")
    extent_on: date | None = day()
    extent_searched: tuple[str, ...] = texts(label="Where it was searched")
    siblings: tuple[str, ...] = refs(label="Same fault found at")
    corrective_action: str = prose(label="Corrective action, as described")
    due: date | None = day(label="Due date")
    actions: tuple[str, ...] = refs("action")
    no_action_reason: str = prose()
    effect_criterion: str = prose(label="Effectiveness criterion")
    effect_criterion_on: date | None = day(label="Criterion set on")
    effect_due: date | None = day(label="Effectiveness to be judged on")
    effect_judged_on: date | None = day()
    effect_judged_by: str = responsible()
    effect: Literal["", "effective", "not effective"] = choice(label="Effectiveness")
    isms_change: Literal["", "none needed", "needed", "undecided"] = choice(label="Change of the ISMS")
    earlier: str = ref("nonconformity", label="Repeats")
    closed_on: date | None = day()
    state: Literal["open", "in progress", "closed", "rejected"] = choice("open")


@record(
    "improvement",
    prefix="IMP",
    subject="improvement",
    register="Opportunities and improvements",
    ended=("done", "rejected"),
)
class Improvement(Record):
    """An opportunity or a risk of the system itself, and what was decided (6.1.1, 10.1)."""

    improvement_kind: Literal["", "opportunity", "improvement", "system risk"] = choice()
    description: str = prose()
    raised_on: date | None = day()
    raised_by: str = responsible()
    owner: str = responsible()
    decision: Literal["", "act on it", "leave it"] = choice()
    decided_on: date | None = day()
    reason: str = prose()
    actions: tuple[str, ...] = refs("action", "objective", "change")
    done_on: date | None = day()
    state: Literal["open", "done", "rejected"] = choice("open")
