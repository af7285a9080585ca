"""Days told from the day records are made: `@-45`, `@+30`, `@-45T09:14`, and `@-90/@-1` for a span in words."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

TOLD = re.compile(r"@([+-]\d+)(T\d\d:\d\d)?")
SPAN = re.compile(r"@([+-]\d+)/@([+-]\d+)")


def dated(value: Any, day: date) -> Any:
    """The value with every told day written out as ISO 8601; a moment is in UTC."""
    if isinstance(value, Mapping):
        return {key: dated(each, day) for key, each in value.items()}
    if isinstance(value, list):
        return [dated(each, day) for each in value]
    if not isinstance(value, str):
        return value
    if span := SPAN.fullmatch(value):
        return "/".join(_days_from(day, each) for each in span.groups())
    if told := TOLD.fullmatch(value):
        return _days_from(day, told[1]) + (f"{told[2]}:00Z" if told[2] else "")
    return value


def _days_from(day: date, days: str) -> str:
    return (day + timedelta(days=int(days))).isoformat()
