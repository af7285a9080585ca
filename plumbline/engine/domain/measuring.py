"""What was measured for an objective or a metric: its readings in order, their periods, and what they reach."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plumbline.engine.domain.derivations import Asked
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric, Objective, Reading
from plumbline.engine.domain.promises import Promise, promise

Measured = Objective | Metric
"""What readings are taken of."""

NAMED_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?")
FROM_TO = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")


def readings_of(isms: Isms, measured: Measured) -> tuple[Reading, ...]:
    """The readings of an objective or a metric that were taken by the day, the earliest first."""
    dated = [(day_of(each) or date.min, each) for each in isms.of_parent(Reading, "measures", measured)]
    taken = [pair for pair in dated if pair[0] <= isms.on]
    return tuple(each for _, each in sorted(taken, key=lambda pair: (pair[0], len(pair[1].ref), pair[1].ref)))


def last_reading(isms: Isms, measured: Measured) -> Reading | None:
    """The latest reading of an objective or a metric."""
    return next(reversed(readings_of(isms, measured)), None)


def day_of(reading: Reading) -> date | None:
    """The day a reading stands for: the end of its period, else the day it was measured."""
    return reading.period_end or reading.measured_on


def reaches_target(measured: Measured, value: Decimal | None) -> bool | None:
    """Whether a value meets the target; None where one of them is no number."""
    return _keeps(measured, measured.target_value, value)


def keeps_limit(metric: Metric, value: Decimal | None) -> bool | None:
    """Whether a value stays within the limit of a metric, or where none is stated meets its target."""
    edge = metric.limit_value if metric.limit_value is not None else metric.target_value
    return _keeps(metric, edge, value)


def _keeps(measured: Measured, edge: Decimal | None, value: Decimal | None) -> bool | None:
    if value is None or edge is None or not measured.better:
        return None
    return value >= edge if measured.better == "higher" else value <= edge


def missed_in_a_row(isms: Isms, metric: Metric) -> tuple[Reading, ...]:
    """The latest readings of a metric that lie beyond its limit without a break, the earliest first."""
    found: list[Reading] = []
    for each in reversed(readings_of(isms, metric)):
        if keeps_limit(metric, each.value) is not False:
            break
        found.append(each)
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class NextReading:
    """Until when the next reading is to be taken, how long after its period, and by which promise."""

    period_ends: date
    by: date
    stated: Promise | None


def next_reading(isms: Isms, measured: Measured) -> NextReading | None:
    """When the next reading is owed; without a stated grace once a whole further period has passed.

    None where nothing says how often, or since when.
    """
    every, last = interval(measured.frequency), last_reading(isms, measured)
    since = day_of(last) if last else measured.measured_since
    if every is None or since is None:
        return None
    ends = every.after(since)
    if isinstance(measured, Metric) and (own := interval(measured.grace)):
        return NextReading(ends, own.after(ends), None)
    stated = promise(isms, "measure_grace")
    grace = stated.interval if stated else None
    return NextReading(ends, (grace or every).after(ends), stated if grace else None)


def asked_of(measured: Measured, reading: Reading) -> Asked | None:
    """What the registers are asked to compare a reading with.

    A period that is not told in full is as long as the interval of measurement, up to the day it ended.
    """
    span, end, every = span_of(reading), reading.period_end or reading.measured_on, interval(measured.frequency)
    if span:
        return Asked(measured.derivation_subject, span[0], end or span[1], measured.unit)
    if end is None or every is None:
        return None
    return Asked(measured.derivation_subject, every.before(end) + timedelta(days=1), end, measured.unit)


def due_by(objective: Objective) -> date | None:
    """The earlier of the days on which an objective was to be judged: its review or its target date."""
    return min((day for day in (objective.review_date, objective.target_date) if day), default=None)


def span_of(reading: Reading) -> tuple[date, date] | None:
    """First and last day of the period a reading is of: a year, half, quarter or month by name, or from/to."""
    words = reading.period.strip()
    if found := FROM_TO.fullmatch(words):
        return date.fromisoformat(found[1]), date.fromisoformat(found[2])
    if not (named := NAMED_PERIOD.fullmatch(words)):
        return None
    year, quarter, half, month = (int(each) if each else 0 for each in named.groups())
    first = 3 * quarter - 2 if quarter else 6 * half - 5 if half else month or 1
    months = 3 if quarter else 6 if half else 1 if month else 12
    if not (1 <= first <= 12 and year):
        return None
    start = date(year, first, 1)
    return start, Interval(months).after(start) - timedelta(days=1)
