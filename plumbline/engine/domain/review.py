"""The management review: what it looked at, what it decided (clause 9.3)."""

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
    text,
    value,
    whole,
)

Topic = Literal[
    "",
    "9.3.2.a",
    "9.3.2.b",
    "9.3.2.c",
    "9.3.2.d.1",
    "9.3.2.d.2",
    "9.3.2.d.3",
    "9.3.2.d.4",
    "9.3.2.e",
    "9.3.2.f",
    "9.3.2.g",
]
Verdict = Literal["", "yes", "in part", "no"]


@value
class Figure:
    """A figure of an input: what it counts, its value, the one before, and the records it stands on."""

    key: str
    label: str = ""
    value: str = ""
    before: str = ""
    records: tuple[str, ...] = ()


@record("review", prefix="REV", subject="review", register="Management reviews", ended=("cancelled",))
class ManagementReview(Record):
    """Top management looks at the whole system: who, when, on what period, and with which conclusion."""

    planned_on: date | None = day(label="Planned for")
    held_on: date | None = day(label="Held on")
    period_from: date | None = day(label="Period reviewed, from")
    period_to: date | None = day(label="Period reviewed, to")
    chair: str = responsible(label="Chaired by")
    present: tuple[str, ...] = responsibles()
    absent: tuple[str, ...] = responsibles(label="Invited and absent")
    suitable: Verdict = choice()
    adequate: Verdict = choice()
    effective: Verdict = choice()
    conclusion: str = prose()
    nothing_to_decide: bool | None = flag(label="No improvement or change was found needed")
    minutes: str = ref("document", label="Minutes kept elsewhere")
    minutes_on: date | None = day(label="Minutes written")
    frozen_at: int | None = whole(label="Journal entries it was frozen at")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    state: Literal["planned", "held", "approved", "cancelled"] = choice("planned")


@record(
    "review_input",
    prefix="REVI",
    subject="review",
    register="Inputs of reviews",
    natural_key=("review", "topic"),
)
class ReviewInput(Record):
    """What was put before the review on one of the ten matters that it must look at."""

    review: str = ref("review")
    topic: Topic = choice(label="Input")
    content: str = prose(label="What was reported")
    nothing_to_report: bool | None = flag(label="Nothing to report, and so said")
    figures: tuple[Figure, ...] = parts()
    records: tuple[str, ...] = refs(label="Records named")
    discussed: str = prose(label="What was said about it")
    prepared_by: str = responsible()


@record("decision", prefix="DEC", subject="review", register="Decisions of reviews", ended=("done", "dropped"))
class Decision(Record):
    """What a review decided, who sees to it and by when, and what came of it."""

    review: str = ref("review")
    decision_kind: Literal["", "improvement", "change", "resources", "other"] = choice(label="Type")
    description: str = prose(label="Decision")
    owner: str = responsible()
    due: date | None = day(label="Due date")
    decided_on: date | None = day()
    leads_to: tuple[str, ...] = refs(
        "action", "change", "resource_need", "improvement", "objective", "nonconformity", label="Leads to"
    )
    reported: str = text(label="Reported at the next review as")
    done_on: date | None = day()
    dropped_reason: str = prose()
    state: Literal["open", "done", "dropped"] = choice("open")
