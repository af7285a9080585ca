"""Dates that run backwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record, field_of
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.quality_of_records.tables import (
    Point,
    as_day,
    is_left_out,
    runs_backwards,
    table,
)
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, spoken

TODAY = "today"


class Ordered(NamedTuple):
    """Two points in time of which the first should not come after the second.

    first_of and second_of: the records that state them, where it is not the record examined but one it names.
    """

    record: Record
    first: str
    first_point: Point
    second: str
    second_point: Point
    first_of: Record | None = None
    second_of: Record | None = None


class Stated(NamedTuple):
    """A point in time that a record states in a field, or another record that it names."""

    field: str
    point: Point
    record: Record | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What one entry of the table says about a kind: orders within a record, and orders through records it names."""

    kind: type[Record]
    within: tuple[tuple[str, ...], ...]
    through: tuple[tuple[str, ...], ...]
    unless: Mapping[str, object]


@cache
def _table() -> tuple[Rows, ...]:
    made = []
    for each in table("date_order.toml")["pairs"]:
        orders = [tuple(order) for order in each["order"]]
        through = tuple(order for order in orders if any("." in name for name in order))
        within = tuple(order for order in orders if order not in through)
        made.append(Rows(KINDS[each["kind"]], within, through, each.get("unless", {})))
    return tuple(made)


def ordered_pairs(isms: Isms) -> Iterator[Ordered]:
    """Every pair of dates of the table of which both are stated."""
    for rows in _table():
        for record in isms.all(rows.kind):
            if not (rows.unless and is_left_out(record, rows.unless)):
                for order in rows.within:
                    yield from _within(isms, record, order)
                for order in rows.through:
                    yield from _through(isms, record, order)


def _within(isms: Isms, record: Record, order: tuple[str, ...]) -> Iterator[Ordered]:
    before, earlier = "", None
    for name in order:
        point: Point | None = isms.on if name == TODAY else getattr(record, name)
        if point is not None:
            if earlier is not None:
                yield Ordered(record, before, earlier, name, point)
            before, earlier = name, point


def _through(isms: Isms, record: Record, order: tuple[str, ...]) -> Iterator[Ordered]:
    for before, after in pairwise([points for name in order if (points := _points(isms, record, name))]):
        for first in before:
            for second in after:
                yield Ordered(record, first.field, first.point, second.field, second.point, first.record, second.record)


def _points(isms: Isms, record: Record, name: str) -> tuple[Stated, ...]:
    """What a field states, directly or through the records that another field names."""
    path, _, last = name.rpartition(".")
    if not path:
        point = getattr(record, name)
        return (Stated(name, point, None),) if point is not None else ()
    words = getattr(record, path)
    named = (isms.resolve(each) for each in ((words,) if isinstance(words, str) else words))
    found = ((each, getattr(each, last, None)) for each in named if each)
    return tuple(Stated(last, point, each) for each, point in found if point is not None)


@rule(
    "DAT001",
    "date-impossible",
    clauses=("7.5.2.a",),
    grade=MINOR_UP,
    examines=Population("pairs of dates that follow one another", ordered_pairs),
    mend="Look up which of the two is right and correct the other; a wrong record is corrected, not excused.",
)
def date_impossible(isms: Isms, pair: Ordered) -> Iterator[Fault]:
    """Which of two dates is wrong only people can tell."""
    if not runs_backwards(pair.first_point, pair.second_point):
        return
    first = f"{_label(pair.record, pair.first, pair.first_of)} ({spoken(pair.first_point)})"
    if pair.second == TODAY:
        gap = f"{first} lies {days_between(isms.on, as_day(pair.first_point))} after the day judged on."
    else:
        second = f"{_label(pair.record, pair.second, pair.second_of)} ({spoken(pair.second_point)})"
        whose = f" of {pair.first_of.ref}" if pair.first_of else ""
        gap = f"{second} comes {_distance(pair)} before {first[:1].lower()}{first[1:]}{whose}."
    told = ((pair.first, pair.first_of), (pair.second, pair.second_of))
    own = tuple(name for name, other in told if other is None and name != TODAY)
    cites = tuple(Cited(other, (name,)) for name, other in told if other is not None)
    yield Fault(pair.record, gap=gap, shows=own, cites=cites)


def _label(record: Record, name: str, other: Record | None = None) -> str:
    return field_of(type(other or record), name).label


def _distance(pair: Ordered) -> str:
    first, second = pair.first_point, pair.second_point
    if isinstance(first, datetime) and isinstance(second, datetime):
        minutes = int((first - second).total_seconds() // 60)
        if minutes < 24 * 60:
            return counted(minutes, "minute")
    return days_between(as_day(second), as_day(first))
