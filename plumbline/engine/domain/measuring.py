"""What was measured for an objective: its readings in order, the period each is of, and whether the target is met."""

import re
from datetime import date, timedelta
from decimal import Decimal

from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Reading

NAMED_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?")
FROM_TO = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")


def readings_of(isms: Isms, objective: Objective) -> tuple[Reading, ...]:
    """The readings of an objective that were taken by the day, the earliest first."""
    dated = [(day_of(each) or date.min, each) for each in isms.of_parent(Reading, "measures", objective)]
    taken = [pair for pair in dated if pair[0] <= isms.on]
    return tuple(each for _, each in sorted(taken, key=lambda pair: (pair[0], len(pair[1].ref), pair[1].ref)))


def last_reading(isms: Isms, objective: Objective) -> Reading | None:
    """The latest reading of an objective."""
    return next(reversed(readings_of(isms, objective)), None)


def day_of(reading: Reading) -> date | None:
    """The day a reading stands for: the end of its period, else the day it was measured."""
    return reading.period_end or reading.measured_on


def reaches_target(objective: Objective, value: Decimal | None) -> bool | None:
    """Whether a value meets the target of an objective; None where one of them is no number."""
    if value is None or objective.target_value is None or not objective.better:
        return None
    return value >= objective.target_value if objective.better == "higher" else value <= objective.target_value


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
