"""The tables these rules read, and how days and moments are compared."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from plumbline.engine.domain.record import Record

Point = date | datetime
"""A local day or a moment (UTC)."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """One of the TOML tables of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def runs_backwards(earlier: Point, later: Point) -> bool:
    """Whether what should come first comes after. A day beside a moment has a day's grace: clocks have zones."""
    if type(earlier) is type(later):
        return earlier > later
    return (as_day(earlier) - as_day(later)).days > 1


def lies_after(point: Point, day: date) -> bool:
    """Whether a day, or a moment wherever on earth, lies after a day."""
    return (as_day(point) - day).days > (1 if isinstance(point, datetime) else 0)


def as_day(point: Point) -> date:
    """The day of a point in time."""
    return point.date() if isinstance(point, datetime) else point


def is_left_out(record: Record, unless: Mapping[str, object]) -> bool:
    """Whether a record has one of the values that a row of a table leaves out."""
    return any(getattr(record, name) == content for name, content in unless.items())
