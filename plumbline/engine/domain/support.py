"""Resources and communication (clauses 7.1, 7.4)."""

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
    refs,
    responsible,
    text,
    texts,
    value,
)


@record(
    "resource_need", prefix="RES", subject="people", register="Resource needs", ended=("provided", "refused", "dropped")
)
class ResourceNeed(Record):
    """People, money, time or tools that the system lacks, and what was decided."""

    resource_kind: Literal["", "people", "money", "tools", "knowledge", "time"] = choice(label="Type")
    needed_for: tuple[str, ...] = refs(label="Needed for")
    description: str = prose()
    amount: str = text(label="How much")
    period: str = text()
    period_end: date | None = day(label="Period ends")
    raised_on: date | None = day()
    raised_by: str = responsible()
    decision: Literal["", "granted", "granted in part", "refused", "none needed"] = choice()
    decided_on: date | None = day()
    decided_by: str = responsible()
    consequence: str = prose(label="What follows from going without")
    risks: tuple[str, ...] = refs("risk", label="Risk of going without")
    provided_on: date | None = day()
    state: Literal["open", "decided", "provided", "refused", "dropped"] = choice("open")


@value
class Message:
    """One time that something was communicated."""

    on: date
    what: str = ""
    by: str = ""
    to: str = ""
    proof: str = ""


@record("communication", prefix="COM", subject="people", register="Communication plan", ended=("dropped",))
class Communication(Record):
    """A row of the plan: what is told, when, to whom and how, and each time it was."""

    what: str = prose(label="What is communicated")
    interval: str = text(label="When, as an interval")
    occasion: str = text(label="When, as an occasion")
    audience: tuple[str, ...] = texts(label="With whom")
    channel: str = text(label="How")
    owner: str = responsible(label="Who communicates")
    direction: Literal["", "inside", "outside", "both"] = choice()
    from_the_top: bool | None = flag(label="Top management speaks")
    objectives: tuple[str, ...] = refs("objective", label="Objectives it tells of")
    starts: date | None = day(label="First due")
    last_done: date | None = day()
    messages: tuple[Message, ...] = parts(label="Communicated")
    state: Literal["in use", "dropped"] = choice("in use")
