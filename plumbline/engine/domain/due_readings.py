"""Which metrics are owed a reading on a day, and the reading that the registers give for it (9.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.derivations import Asked, Derivation, Derived
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric, Reading
from plumbline.engine.domain.measuring import day_of, last_reading, next_reading

YEAR = Interval(months=12)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Owed:
    """A metric whose next period has ended: since when, and until when its reading is in time."""

    metric: Metric
    period_ends: date
    by: date
    late: bool


def owed(isms: Isms) -> tuple[Owed, ...]:
    """The live metrics whose reading may be taken now, the one that is late the longest first."""
    return isms.memo("readings owed", lambda: tuple(sorted(_owed(isms), key=lambda each: (each.by, each.metric.ref))))


def _owed(isms: Isms) -> Iterator[Owed]:
    for each in isms.live(Metric):
        found = next_reading(isms, each)
        if found and found.period_ends <= isms.on:
            yield Owed(each, found.period_ends, found.by, found.by < isms.on)
        elif found is None and interval(each.frequency) and last_reading(isms, each) is None:
            yield Owed(each, isms.on, isms.on, late=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the registers give for a metric: the reading, or why there is none."""

    metric: Metric
    reading: Reading | None
    why: str = ""


def computed_reading(isms: Isms, metric: Metric, by: str) -> Taken | None:
    """The reading that is owed for a metric that computes itself, taken by a person; None for one that does not.

    It is of the last period that has ended; what carries no dates is read as it stands today.
    """
    way = derivation(metric.derivation)
    if way is None:
        return None
    asked = _asked(isms, metric, way)
    found = isms.memo(("derived", way.name, asked), lambda: way.compute(isms, asked))
    if found.value is None:
        return Taken(metric, None, found.missing or f"nothing to count from: {found.how}")
    return Taken(metric, _reading(isms, metric, asked, found, by))


def _asked(isms: Isms, metric: Metric, way: Derivation) -> Asked:
    every, last = interval(metric.frequency) or YEAR, last_reading(isms, metric)
    since = day_of(last) if last else metric.measured_since
    ends = isms.on
    if since and not way.as_it_stands:
        ends = every.after(since)
        while ends < every.after(ends) <= isms.on:
            ends = every.after(ends)
        ends = min(ends, isms.on)
    start = every.before(ends) + timedelta(days=1)
    return Asked(metric.derivation_subject, start, ends, metric.unit)


def _reading(isms: Isms, metric: Metric, asked: Asked, found: Derived, by: str) -> Reading:
    exact = found.value if found.value is not None else Decimal(0)
    rounded = exact.quantize(TENTH)
    whole = rounded.to_integral_value()
    return Reading(
        measures=metric.ref,
        period=f"{asked.start}/{asked.end}",
        period_end=asked.end,
        value=whole if rounded == whole else rounded,
        value_text=found.how,
        measured_on=isms.on,
        measured_by=by,
        counted=tuple(each.ref for each in found.records),
    )
