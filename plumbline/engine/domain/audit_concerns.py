"""What speaks for auditing an item sooner: findings, risks, fallen controls, changes, and nobody looking (9.2.2)."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from plumbline.engine.domain.audit_coverage import Row, cycle
from plumbline.engine.domain.audit_items import Item
from plumbline.engine.domain.behind import item_key, records_behind, under
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.evidence import observed, status
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    AuditFinding,
    Change,
    ControlState,
    DocumentVersion,
    Nonconformity,
    Record,
    Risk,
)
from plumbline.engine.domain.method import criteria_in_force, level_today, levels, outcome, remaining
from plumbline.engine.domain.promises import promise

PRESSING = frozenset({"major_finding", "risk_not_accepted", "fallen_control"})
"""What does not wait for the item's turn in the cycle."""
YEAR = Interval(months=12)


@dataclass(frozen=True, slots=True)
class Weight:
    """Points that one reason gives, at most how many, and why."""

    points: int
    most: int
    reason: str


@dataclass(frozen=True, slots=True)
class Concern:
    """One reason for an item: which weight, what it rests on, in words, and since when."""

    weight: str
    says: str
    records: tuple[str, ...] = ()
    arose: date | None = None


@cache
def weights() -> Mapping[str, Weight]:
    """The weights by name."""
    raw = tomllib.loads(resources.files(__package__).joinpath("audit_weights.toml").read_text(encoding="utf-8"))
    return {name: Weight(**fields) for name, fields in raw.items()}


def concerns(isms: Isms, row: Row) -> tuple[Concern, ...]:
    """Everything that speaks for auditing an item sooner, in the order of the weights."""
    sources: tuple[Callable[[], Iterator[Concern]], ...] = (
        lambda: _findings(isms, row.item),
        lambda: _nonconformities(isms, row.item),
        lambda: _fallen(isms, row.item),
        lambda: _risks(isms, row.item),
        lambda: _unseen(isms, row),
        lambda: _changes(isms, row),
    )
    return tuple(concern for source in sources for concern in source())


def total(found: tuple[Concern, ...]) -> int:
    """The points of an item; each reason counts up to its most."""
    by_name = weights()
    counted = {name: sum(each.weight == name for each in found) for name in by_name}
    return sum(min(counted[name] * each.points, each.most) for name, each in by_name.items())


def audit_interval(isms: Isms) -> Interval:
    """The promised interval of internal audits, a year where none is promised."""
    stated = promise(isms, "audit_interval")
    return (stated.interval if stated else None) or YEAR


def _findings(isms: Isms, item: Item) -> Iterator[Concern]:
    for each in isms.all(AuditFinding):
        named = (each.item, *each.controls)
        if each.state == "withdrawn" or each.grade not in ("major", "minor") or not in_cycle(isms, each.raised_on):
            continue
        if any(_about(isms, words, item) for words in named):
            when = f" on {each.raised_on}" if each.raised_on else ""
            yield Concern(
                f"{each.grade}_finding", f"{each.ref}: {each.grade}, found{when}", (each.ref,), each.raised_on
            )


def _nonconformities(isms: Isms, item: Item) -> Iterator[Concern]:
    for each in isms.live(Nonconformity):
        if any(_about(isms, words, item) for words in (each.requirement, *each.records)):
            yield Concern("nonconformity", f"{each.ref} is open", (each.ref,), each.raised_on)


def _fallen(isms: Isms, item: Item) -> Iterator[Concern]:
    if item.kind != "control":
        return
    found = status(isms, item.key)
    if found.status == "ineffective":
        seen = [day for each in found.items if (day := observed(each))]
        named = tuple(each.ref for each in found.items)
        yield Concern("fallen_control", found.reason.rstrip("."), named, max(seen, default=None))


def _risks(isms: Isms, item: Item) -> Iterator[Concern]:
    if item.kind != "control":
        return
    criteria = criteria_in_force(isms)
    highest = levels(criteria)[-1:] if criteria else ()
    for risk in isms.by_each(Risk, lambda each: _relied_on(isms, each), "controls relied on").get(item.key, ()):
        left = remaining(isms, risk) if risk.live else None
        made = outcome(isms, left) if left else None
        if left and made and made.accepted is False:
            says = f"{risk.ref} remains at {made.level or made.score}, above what is accepted"
            yield Concern("risk_not_accepted", says, (risk.ref, left.ref), left.assessed_on)
        elif risk.live and (level := level_today(isms, risk)) in highest:
            yield Concern("high_risk", f"{risk.ref} is at {level}", (risk.ref,))


def _unseen(isms: Isms, row: Row) -> Iterator[Concern]:
    if row.last_held is None:
        yield Concern("never_audited", "no audit on record has examined it")
        return
    interval, day = audit_interval(isms), row.last_held
    for _ in range(weights()["long_ago"].most):
        day = interval.after(day)
        if day > isms.on or interval.about_days <= 0:
            return
        yield Concern("long_ago", f"last examined on {row.last_held}", (), day)


def _changes(isms: Isms, row: Row) -> Iterator[Concern]:
    """What is in effect since the last audit; what was never audited is new altogether."""
    if row.last_held is None:
        return
    for each in records_behind(isms, row.item.key):
        day = _in_effect(each)
        if day and row.last_held < day <= isms.on:
            yield Concern("changed", f"{each.ref} has been in effect since {day}", (each.ref,), day)
    for change in isms.all(Change):
        named = (*change.subjects, *(each.record for each in change.impact))
        day = change.live_on
        if day and row.last_held < day <= isms.on and any(_about(isms, words, row.item) for words in named):
            yield Concern("changed", f"{change.ref} has been in effect since {day}", (change.ref,), day)


def _in_effect(record: Record) -> date | None:
    if isinstance(record, DocumentVersion):
        return record.effective if record.state == "in force" else None
    return record.since if isinstance(record, ControlState) else None


def _relied_on(isms: Isms, risk: Risk) -> Iterator[str]:
    return (key for words in (*risk.controls, *risk.planned_controls) if (key := control_key(isms, words)))


def _about(isms: Isms, words: str, item: Item) -> bool:
    return bool(words) and under(item_key(isms, words), item.key)


def since_planned(isms: Isms) -> date | None:
    """The day the programme was last revised, else approved, else started: what arose later it cannot know."""
    programme = cycle(isms).programme
    return (programme.revised_on or programme.approved_on or programme.starts) if programme else None
