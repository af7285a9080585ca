"""How fresh a control's evidence is, and what it says: age from the observation, never from the upload (8.1, 9.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import ControlState, EvidenceItem, OwnControl

Verdict = Literal["none", "fresh", "stale", "unjudged"]
StatusWord = Literal["no evidence", "stale", "ineffective", "partly", "effective"]
INEFFECTIVE_BELOW = 0.5
EFFECTIVE_FROM = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The newest evidence of a control. `unjudged`: a date or a maximum age is missing, and `missing` says which."""

    verdict: Verdict
    count: int = 0
    newest: EvidenceItem | None = None
    observed: date | None = None
    good_until: date | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ControlStatus:
    """What the evidence says about a control, with the reason in one sentence and the items it rests on."""

    status: StatusWord
    reason: str
    items: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often evidence of a control is due, with grace, and how long it is good for."""

    every: Interval | None
    words: str
    grace: Interval
    max_age: Interval | None
    valid_from: date | None


def items(isms: Isms, key: str) -> tuple[EvidenceItem, ...]:
    """The live evidence of a control that existed on the day, the newest observation last, undated ones first."""
    return _by_control(isms).get(key, ())


def _by_control(isms: Isms) -> Mapping[str, tuple[EvidenceItem, ...]]:
    def group() -> Mapping[str, tuple[EvidenceItem, ...]]:
        found: dict[str, list[EvidenceItem]] = {}
        for item in isms.live(EvidenceItem):
            seen = observed(item)
            if seen is None or seen <= isms.on:
                for key in {control_key(isms, words) for words in item.controls} - {""}:
                    found.setdefault(key, []).append(item)
        return {key: tuple(sorted(held, key=_by_age)) for key, held in found.items()}

    return isms.memo("evidence by control", group)


def _by_age(item: EvidenceItem) -> tuple[date, str]:
    return observed(item) or date.min, item.ref


def observed(item: EvidenceItem) -> date | None:
    """The day an item speaks of: observed, else the end of its span. The day of collection is no substitute."""
    return item.observed_on or item.covers_to


def cadence(isms: Isms, key: str) -> Cadence:
    """What the control's own state says about its evidence."""
    held = isms.at(OwnControl, key) or isms.at(ControlState, key)
    every = interval(held.cadence) if held else None
    grace = interval(getattr(held, "grace", "")) or Interval()
    return Cadence(
        every=every,
        words=folded(held.cadence) if held else "",
        grace=grace,
        max_age=(interval(held.max_age) if held else None) or _added(every, grace),
        valid_from=(getattr(held, "cadence_from", None) or held.since) if held else None,
    )


def _added(every: Interval | None, grace: Interval) -> Interval | None:
    """Without a maximum age of its own, evidence is good for one interval and the grace after it."""
    if every is None:
        return None
    return Interval(every.months + grace.months, every.days + grace.days, every.hours + grace.hours)


def freshness(isms: Isms, key: str) -> Freshness:
    """How fresh the newest evidence of a control is on the day."""
    return isms.memo(("freshness", key), lambda: _freshness(isms, key))


def _freshness(isms: Isms, key: str) -> Freshness:
    held = items(isms, key)
    if not held:
        return Freshness(verdict="none")
    newest = held[-1]
    seen = observed(newest)
    if seen is None:
        return Freshness(verdict="unjudged", count=len(held), newest=newest, missing="day of observation")
    age = cadence(isms, key).max_age
    if age is None:
        return Freshness(
            verdict="unjudged", count=len(held), newest=newest, observed=seen, missing="maximum age of evidence"
        )
    until = age.after(seen)
    verdict: Verdict = "fresh" if isms.on <= until else "stale"
    return Freshness(verdict=verdict, count=len(held), newest=newest, observed=seen, good_until=until)


def status(isms: Isms, key: str) -> ControlStatus:
    """What the newest evidence of each series says together; a vendor's claim counts once somebody has reviewed it."""
    return isms.memo(("control status", key), lambda: _status(isms, key))


def _status(isms: Isms, key: str) -> ControlStatus:
    held = items(isms, key)
    judged = _newest_of_each([each for each in held if each.result and not _only_claimed(each)])
    if not judged:
        return ControlStatus("no evidence", _nothing(held))
    age = cadence(isms, key).max_age
    current = tuple(each for each in judged if not _too_old(each, age, isms.on))
    if not current:
        newest = observed(judged[-1])
        when = f"of {newest}" if newest else "of no stated day"
        return ControlStatus("stale", f"The newest of {_items(len(judged))} with a result is {when}, too old.", judged)
    return _rolled_up(current)


def _only_claimed(item: EvidenceItem) -> bool:
    return bool(item.claimed_only) and item.reviewed_on is None


def only_claimed(isms: Isms, key: str) -> tuple[EvidenceItem, ...]:
    """The items, where all of a control's evidence is a vendor's claim that nobody has reviewed; else none."""
    held = items(isms, key)
    return held if held and all(_only_claimed(each) for each in held) else ()


def _newest_of_each(held: list[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """One item a series, the newest: items of one title show the same thing again."""
    series = {folded(each.title) or each.ref: each for each in held}
    return tuple(sorted(series.values(), key=_by_age))


def _too_old(item: EvidenceItem, age: Interval | None, on: date) -> bool:
    seen = observed(item)
    return seen is None or (age is not None and age.after(seen) < on)


def _rolled_up(current: tuple[EvidenceItem, ...]) -> ControlStatus:
    tried, held = 0.0, 0.0
    for each in current:
        units, passed = _units(each)
        tried, held = tried + units, held + passed
    share = held / tried
    faulty = [each for each in current if each.result != "holds" or each.faulted]
    counts = f"{held:g} of {tried:g} looked at in {_items(len(current))} held"
    if share < INEFFECTIVE_BELOW:
        return ControlStatus("ineffective", f"Only {counts}.", current)
    if faulty and (share < EFFECTIVE_FROM or any(each.result != "holds" for each in faulty)):
        named = ", ".join(each.ref for each in faulty)
        return ControlStatus("partly", f"{counts[0].upper()}{counts[1:]}; not all of {named}.", current)
    return ControlStatus("effective", f"{counts[0].upper()}{counts[1:]}.", current)


def _units(item: EvidenceItem) -> tuple[float, float]:
    """What was looked at and what of it held: as counted, else the item is one unit."""
    if item.examined:
        failed = item.faulted if item.faulted is not None else {"holds": 0, "fails": item.examined}.get(item.result)
        if failed is not None:
            return item.examined, max(0, item.examined - failed)
    return 1, {"holds": 1.0, "holds in part": 0.5}.get(item.result, 0.0)


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _nothing(held: tuple[EvidenceItem, ...]) -> str:
    if not held:
        return "No evidence is on record."
    claimed = sum(_only_claimed(each) for each in held)
    if claimed == len(held):
        return f"{_items(claimed)} on record, all claimed by a vendor and reviewed by nobody."
    return f"{_items(len(held))} on record, none with a result."


def days_between(first: date, last: date) -> int:
    """Calendar days of a span, both ends counted; none where it ends before it begins."""
    return max(0, (last - first) // timedelta(days=1) + 1)
