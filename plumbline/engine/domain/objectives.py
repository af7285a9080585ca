"""Objectives with their plans and readings (clauses 6.2, 9.1)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    decimal,
    flag,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
)


@record("objective", prefix="OBJ", subject="performance", register="Objectives", ended=("met", "dropped"))
class Objective(Record):
    """What the ISMS is to reach, by when, and how we shall know (6.2)."""

    policy_link: str = ref("document", "commitment", label="Statement of the policy it serves")
    basis: tuple[str, ...] = refs(
        "risk",
        "obligation",
        "party_requirement",
        "control",
        "action",
        "issue",
        "clause",
        label="Requirement, risk or result it rests on",
    )
    owner: str = responsible()
    metric: str = text()
    unit: str = text()
    baseline: str = text()
    target: str = text()
    target_value: Decimal | None = decimal()
    better: Literal["", "higher", "lower"] = choice(label="Better when")
    target_date: date | None = day()
    unmeasurable_reason: str = prose(label="Why it cannot be measured")
    frequency: str = text(label="Measured every")
    measured_since: date | None = day()
    actions: tuple[str, ...] = refs("action", "nonconformity", label="Actions")
    resources: str = text()
    evaluation: str = prose(label="How the result is judged")
    current_value: str = text(label="Current value, as described")
    derivation: str = text(label="Derived from the registers by")
    derivation_subject: str = text(label="Course, criticality or period it is about")
    communicated: bool | None = flag()
    communicated_in: str = text(label="Communicated in")
    review_date: date | None = day()
    decision: Literal["", "met", "extended", "dropped"] = choice()
    decision_reason: str = prose()
    decided_on: date | None = day()
    status: Literal["", "on track", "behind", "met", "missed", "pending"] = choice()
    state: Literal["live", "met", "dropped"] = choice("live")


@record("metric", prefix="MET", subject="performance", register="Metrics", ended=("dropped",))
class Metric(Record):
    """What is measured, how, by whom and how often, and who thinks about the result (9.1)."""

    purpose: str = prose(label="What it is to tell")
    serves: tuple[str, ...] = refs(
        "objective", "control", "own_control", "clause", "asset", label="Says something about"
    )
    method: str = prose()
    source: str = text(label="Where the figures come from")
    unit: str = text()
    owner: str = responsible()
    measured_by: str = responsible()
    frequency: str = text(label="Measured every")
    grace: str = text(label="Days of grace")
    measured_since: date | None = day()
    analysed_by: str = responsible()
    analysed_every: str = text(label="Analysed every")
    target: str = text()
    target_value: Decimal | None = decimal()
    limit_value: Decimal | None = decimal(label="Limit")
    better: Literal["", "higher", "lower"] = choice(label="Better when")
    derivation: str = text(label="Derived from the registers by")
    derivation_subject: str = text(label="Course, criticality or period it is about")
    state: Literal["live", "dropped"] = choice("live")


@record("reading", prefix="RDG", subject="performance", register="Readings", natural_key=("measures", "period"))
class Reading(Record):
    """A value measured for a period."""

    measures: str = ref("objective", "metric", label="Objective or metric")
    period: str = text()
    period_end: date | None = day()
    value: Decimal | None = decimal()
    value_text: str = text(label="Value, as described")
    measured_on: date | None = day()
    measured_by: str = responsible()
    counted: tuple[str, ...] = refs(label="Counted from")
    final: bool | None = flag()
    evaluated_on: date | None = day()
    evaluated_by: str = responsible()
    conclusion: str = prose()
    answered_by: tuple[str, ...] = refs(
        "action", "nonconformity", "decision", "objective", label="What follows from it"
    )
