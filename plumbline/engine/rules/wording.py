"""How findings speak of records, values and days."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import field_of
from plumbline.engine.domain.record import Record


def spoken(value: Any) -> str:
    """A field's value as a finding prints it."""
    match value:
        case None | "" | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(spoken(each) for each in value)
    return str(value) if not is_dataclass(value) else type(value).__name__


def cited(isms: Isms, record: Record, shows: Iterable[str] = ()) -> str:
    """A record as evidence: reference, title, the values seen, the day of its version."""
    seen = ", ".join(_seen(record, name) for name in shows)
    life = isms.lives.get((record.KIND, record.ref))
    recorded = f" (recorded {life.last.isoformat()})" if life else ""
    said = f"{record}{': ' + seen if seen else ''}{recorded}"
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _seen(record: Record, name: str) -> str:
    unread = dict(record.unread).get(name)
    words = f"“{unread}”" if unread else spoken(getattr(record, name))
    return f"{field_of(type(record), name).label.lower()} {words}"


def counted(number: int, one: str, many: str = "") -> str:
    """“1 day”, “206 days”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def measured(value: Decimal, unit: str) -> str:
    """A figure with its unit; a count needs none."""
    return f"{value:f} {unit}".strip() if unit != "count" else f"{value:f}"


def in_words(value: str) -> str:
    """A value that somebody set: a span of time as people say it (“18 m” is 18 months), other words as they stand."""
    span = interval(value)
    return str(span) if span and span.about_days else f"“{value}”"


def days_between(earlier: date, later: date) -> str:
    """The distance of two days in words."""
    return counted((later - earlier).days, "day")


def listed(words: Iterable[str], last: str = "and") -> str:
    """“a, b and c”."""
    *others, final = list(words) or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def sentence(words: str) -> str:
    """Words as a sentence: a capital first, a full stop last, the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}."
