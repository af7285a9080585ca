"""Intervals and limits as a document says them: every quarter, within 30 days, six months."""

from plumbline.engine.domain.intervals import Interval, interval

NUMBERS = dict(
    enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1)
)
DIGITS = {word: number for number, word in NUMBERS.items()}
LAST_DAY = "last day"


def every(words: str) -> str:
    """How often: “every year”. Words that are no interval stay as they are."""
    span = interval(words)
    if span is None:
        return words
    number, unit = _measured(span)
    if (number, unit) == (3, "month"):
        return "every quarter"
    return f"every {unit}" if number == 1 else f"every {_spelt(number)} {unit}s"


def within(words: str) -> str:
    """By when: “within 30 days”, “at once”, “by the end of the last working day”."""
    if words.strip().lower() == LAST_DAY:
        return "by the end of the last working day"
    span = interval(words)
    if span is None:
        return words
    return f"within {lasting(words)}" if span != Interval() else "at once"


def lasting(words: str) -> str:
    """How long: “six months”, “90 days”. Words that are no interval stay as they are."""
    span = interval(words)
    if span is None:
        return words
    number, unit = _measured(span)
    return f"{_spelt(number)} {unit}{'' if number == 1 else 's'}"


def said(words: str) -> str:
    """The value behind what a document says: “every six months” is 6 months, “within one day” is 1 day."""
    bare = " ".join(words.lower().split())
    if bare == within(LAST_DAY):
        return LAST_DAY
    bare = bare.removeprefix("every ").removeprefix("within ")
    number, _, unit = bare.partition(" ")
    return f"{DIGITS[number]} {unit}" if number in DIGITS and unit else bare


def _measured(span: Interval) -> tuple[int, str]:
    """The largest unit that measures a span without a remainder; mixed spans are counted in days or hours."""
    if span.months and not (span.days or span.hours):
        return (span.months // 12, "year") if span.months % 12 == 0 else (span.months, "month")
    if span.hours and not (span.months or span.days):
        return span.hours, "hour"
    days = round(span.about_days)
    return (days // 7, "week") if days and days % 7 == 0 else (days, "day")


def _spelt(number: int) -> str:
    return NUMBERS.get(number, str(number))
