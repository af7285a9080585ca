"""Dates that contradict each other or the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Record, field_of
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.quality_of_records.tables import Point, is_left_out, lies_after, runs_backwards, table
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, spoken

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Stated:
    """A point in time as a record states it; `record` is None for the day judged on."""

    record: Record | None
    field: str
    point: Point

    @property
    def label(self) -> str:
        """What the field is called."""
        return field_of(type(self.record), self.field).label if self.record else "The day"


@dataclass(frozen=True, slots=True)
class Ordered:
    """Two points in time of which the first should not come after the second."""

    record: Record
    first: Stated
    second: Stated


@dataclass(frozen=True, slots=True)
class Rows:
    """What one entry of the table says about a kind."""

    kind: type[Record]
    orders: tuple[tuple[str, ...], ...]
    unless: Mapping[str, object]


@cache
def _table() -> tuple[Rows, ...]:
    return tuple(
        Rows(KINDS[each["kind"]], tuple(tuple(order) for order in each["order"]), each.get("unless", {}))
        for each in table("date_order.toml")["pairs"]
    )


def ordered_pairs(isms: Isms) -> Iterator[Ordered]:
    """Every pair of dates of the table of which both are stated."""
    for rows in _table():
        for record in isms.all(rows.kind):
            if not (rows.unless and is_left_out(record, rows.unless)):
                for order in rows.orders:
                    yield from _pairs(isms, record, order)


def _pairs(isms: Isms, record: Record, order: tuple[str, ...]) -> Iterator[Ordered]:
    stated = [points for name in order if (points := _points(isms, record, name))]
    for before, after in pairwise(stated):
        yield from (Ordered(record, first, second) for first in before for second in after)


def _points(isms: Isms, record: Record, name: str) -> tuple[Stated, ...]:
    """What a field states, directly or through the records that another field names."""
    if name == TODAY:
        return (Stated(None, TODAY, isms.on),)
    path, _, last = name.rpartition(".")
    if not path:
        point = getattr(record, name)
        return (Stated(record, name, point),) if point is not None else ()
    words = getattr(record, path)
    named = (isms.resolve(each) for each in ((words,) if isinstance(words, str) else words))
    found = ((each, getattr(each, last, None)) for each in named if each)
    return tuple(Stated(each, last, point) for each, point in found if point is not None)


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
    first, second = pair.first, pair.second
    if not runs_backwards(first.point, second.point):
        return
    if second.record is None:
        gap = f"{first.label} is {spoken(first.point)}, {days_between(isms.on, _day(first))} after the day judged on."
    else:
        gap = f"{second.label} ({spoken(second.point)}) comes {_distance(first, second)} before {_named(pair)}."
    own = tuple(each.field for each in (first, second) if each.record is pair.record)
    others = tuple(
        Cited(each.record, (each.field,)) for each in (first, second) if each.record not in (None, pair.record)
    )
    yield Fault(pair.record, gap=gap, shows=own, cites=others)


def _named(pair: Ordered) -> str:
    first = pair.first
    label = f"{first.label[:1].lower()}{first.label[1:]} ({spoken(first.point)})"
    if first.record is pair.second.record or first.record is None:
        return label
    return f"{label} of {first.record.ref}"


def _day(stated: Stated) -> "Point":
    return stated.point.date() if isinstance(stated.point, datetime) else stated.point


def _distance(first: Stated, second: Stated) -> str:
    if isinstance(first.point, datetime) and isinstance(second.point, datetime):
        minutes = int((first.point - second.point).total_seconds() // 60)
        if minutes < 24 * 60:
            return counted(minutes, "minute")
    return days_between(_day(second), _day(first))


@dataclass(frozen=True, slots=True)
class Done:
    """That something happened when a field says."""

    record: Record
    field: str


def done_dates(isms: Isms) -> Iterator[Done]:
    """Every stated date of something that is over."""
    for kind, fields in table("done_dates.toml").items():
        for record in isms.all(KINDS[kind]):
            for name in fields:
                if getattr(record, name) is not None:
                    yield Done(record, name)


@rule(
    "DAT002",
    "done-in-the-future",
    clauses=("7.5.2.a", "9.1.b"),
    grade=MINOR_UP,
    examines=Population("dates of things done", done_dates),
    mend="Correct the date, or take it out until the thing has happened.",
)
def done_in_the_future(isms: Isms, done: Done) -> Iterator[Fault]:
    """Neither after the day judged on nor after the day on which the journal took it down."""
    point: Point = getattr(done.record, done.field)
    label = field_of(type(done.record), done.field).label
    if lies_after(point, isms.on):
        ahead = days_between(isms.on, _day(Stated(done.record, done.field, point)))
        yield Fault(done.record, gap=f"{label} lies {ahead} ahead: {spoken(point)}.", shows=(done.field,))
        return
    life = isms.lives.get((done.record.KIND, done.record.ref))
    if life and lies_after(point, life.last):
        gap = f"{label} is {spoken(point)}, and was entered on {life.last.isoformat()}, before it happened."
        yield Fault(done.record, gap=gap, shows=(done.field,))
