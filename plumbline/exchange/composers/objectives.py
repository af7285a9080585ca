"""A row of a list of objectives is an objective and its latest reading."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.exchange.cells import Day, Figure, is_blank, read_day, read_decimal
from plumbline.exchange.drafts import Draft, Entry

_BRACKET = re.compile(r"^(.*?)\s*[(\[](.*?)[)\]]\s*$", re.DOTALL)
_BY = re.compile(
    r"^(.*?)\s+(?:by|until|bis(?: zum)?|vor|jusqu'au|d'ici(?: au)?|avant(?: le)?)\s+(\S.*)$", re.IGNORECASE | re.DOTALL
)
_DOWN = "<=|≤|<|under|below|less than|unter|weniger als|max\\.?|höchstens|moins de"
_UP = ">=|≥|>|above|over|more than|at least|über|mindestens|plus de|au moins"
_SIGN = re.compile(rf"^\s*(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\s*", re.IGNORECASE)
_SPAN = re.compile(r"^(?:(\d+)\s*h(?:ours?|rs?|\b)?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?)?$", re.IGNORECASE)
_FIGURE = re.compile(r"^([-+]?\d[\d.,']*)\s*(%|[A-Za-zÀ-ÿ€$/²]+)?(?:\s|$)")
_YEAR_PART = re.compile(r"\b(\d{4})\s*[-/ ]?\s*([QT])([1-4])\b|\b([QT])([1-4])\s*[-/ ]?\s*(\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(\d{4})-(\d{2})\b|\b(\d{1,2})/(\d{4})\b")
_YEAR = re.compile(r"\b(20\d{2})\b")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written down: the number, its unit, and the period it is about."""

    number: Decimal | None = None
    unit: str = ""
    period: str = ""
    period_end: date | None = None


def compose_objective(entry: Entry) -> None:
    """Read target and value into numbers where they are numbers; all else stays in words."""
    objective = entry.main
    unit = _target(objective)
    if entry.has("current"):
        text = entry.words("current")
        objective.fields["current_value"] = "" if is_blank(text) else text
        value = read_value(text)
        unit = unit or value.unit
        if value.number is not None and value.period:
            _reading(entry, value, text)
    objective.conclude("unit", unit, "target")


def _reading(entry: Entry, value: Value, text: str) -> None:
    reading = entry.part("reading")
    reading.optional = False
    reading.fields |= {"period": value.period, "value": value.number, "value_text": text}
    reading.conclude("period_end", value.period_end, "period")


def _target(objective: Draft) -> str:
    text = objective.text("target")
    dated = _BY.match(text)
    day = read_day(dated[2]) if dated else None
    words = dated[1] if dated and isinstance(day, Day) else text
    if isinstance(day, Day):
        objective.conclude("target_date", day.day, "target")
    sign = _SIGN.match(words)
    value = read_value(words[sign.end() :] if sign else words)
    simple = bool(isinstance(day, Day) or sign or not _YEAR_PART.search(words))
    if value.number is None or not simple:
        return value.unit
    objective.conclude("target_value", value.number, "target")
    better = _better(sign, value, read_value(objective.text("baseline")))
    objective.conclude("better", better, "target", "baseline")
    return value.unit


def _better(sign: re.Match[str] | None, target: Value, baseline: Value) -> str:
    if sign:
        return "lower" if sign["down"] else "higher"
    if baseline.number is None or target.number is None or baseline.number == target.number:
        return "higher" if target.unit == "%" and target.number == 100 else ""
    return "higher" if target.number > baseline.number else "lower"


def read_value(text: str) -> Value:
    """Number, unit and period of “4.2% (2026-Q1)”, “1h 35min (2026-Q1)”, “1 completed (2026-Q2)”; spans in hours."""
    bracket = _BRACKET.match(text.strip())
    words, about = (bracket[1].strip(), bracket[2]) if bracket else (text.strip(), "")
    period, end = period_of(about)
    span = _SPAN.match(words) if words else None
    if span and (span[1] or span[2]):
        hours = Decimal(span[1] or 0) + Decimal(span[2] or 0) / 60
        return Value(hours.quantize(Decimal("0.01")).normalize() + 0, "h", period, end)
    found = _FIGURE.match(words)
    read = read_decimal(found[1]) if found else None
    if not found or not isinstance(read, Figure):
        return Value(period=period, period_end=end)
    return Value(read.value, "%" if found[2] == "%" else "", period, end)


def period_of(text: str) -> tuple[str, date | None]:
    """A quarter, month or year named in a text, in one form, and its last day."""
    quarter = _YEAR_PART.search(text)
    if quarter:
        year, number = (quarter[1], quarter[3]) if quarter[1] else (quarter[6], quarter[5])
        return f"{year}-Q{number}", _month_end(int(year), int(number) * 3)
    month = _MONTH.search(text)
    if month:
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        if 1 <= int(number) <= 12:
            return f"{year}-{int(number):02}", _month_end(int(year), int(number))
    year_only = _YEAR.search(text)
    return (year_only[1], date(int(year_only[1]), 12, 31)) if year_only else ("", None)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
