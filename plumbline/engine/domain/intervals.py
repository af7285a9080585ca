"""Spans of calendar time as people promise them: a year, 90 d, 72 h."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

WORDS = {
    "at once": "0 d",
    "last day": "0 d",
    **dict.fromkeys(("continuous", "day", "daily"), "1 d"),
    **dict.fromkeys(("week", "weekly"), "7 d"),
    "fortnight": "14 d",
    **dict.fromkeys(("month", "monthly"), "1 m"),
    **dict.fromkeys(("quarter", "quarterly"), "3 m"),
    **dict.fromkeys(("half", "half a year", "half-yearly"), "6 m"),
    **dict.fromkeys(("year", "yearly", "annual", "annually"), "12 m"),
    "two years": "24 m",
    "three years": "36 m",
}
PATTERN = re.compile(
    r"(?:every\s+)?(\d{1,7})\s*(h|hours?|d|days?|w|weeks?|m|months?|q|quarters?|y|years?)(?:\s+in\s+.*)?", re.IGNORECASE
)
UNITS = {"h": (0, 0, 1), "d": (0, 1, 0), "w": (0, 7, 0), "m": (1, 0, 0), "q": (3, 0, 0), "y": (12, 0, 0)}


LONGEST_YEARS = 200
"""A longer span is no interval: a day so far ahead, or behind, would lie beyond the calendar."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole months, days and hours."""

    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, start: date) -> date:
        """The day one interval after `start`; the 31st of January plus a month is the last of February."""
        total = start.year * 12 + start.month - 1 + self.months
        year, month = divmod(total, 12)
        landed = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        return landed + timedelta(days=self.days + -(-self.hours // 24))

    def before(self, end: date) -> date:
        """The day one interval before `end`."""
        return Interval(-self.months, -self.days, -self.hours).after(end)

    def after_moment(self, start: datetime) -> datetime:
        """The moment one interval after `start`, to the hour."""
        shifted = Interval(self.months, self.days).after(start.date())
        return datetime.combine(shifted, start.timetz()) + timedelta(hours=self.hours)

    @property
    def about_days(self) -> float:
        """Its length in days, a month taken as 30.4375, for comparing two intervals."""
        return self.months * 30.4375 + self.days + self.hours / 24

    def __str__(self) -> str:
        named = {
            (12, 0, 0): "a year",
            (6, 0, 0): "half a year",
            (3, 0, 0): "a quarter",
            (1, 0, 0): "a month",
            (0, 7, 0): "a week",
        }
        if (self.months, self.days, self.hours) in named:
            return named[self.months, self.days, self.hours]
        written = [(self.months, "month"), (self.days, "day"), (self.hours, "hour")]
        return " ".join(f"{n} {unit}{'s' if n != 1 else ''}" for n, unit in written if n) or "at once"


@cache
def interval(text: str) -> Interval | None:
    """Read “year”, “quarterly”, “90 d”, “72 h”, “every 2 months”; None where it is no interval, or an endless one."""
    words = " ".join(text.lower().strip().rstrip(".").split())
    found = PATTERN.fullmatch(WORDS.get(words, words))
    if not found:
        return None
    months, days, hours = (n * int(found[1]) for n in UNITS[found[2][0].lower()])
    found_span = Interval(months, days, hours)
    return found_span if found_span.about_days <= LONGEST_YEARS * 366 else None
