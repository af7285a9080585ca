"""The year of recurring tasks as a table: tasks down, months across, and what became of each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.calendar_of_controls import (
    Kept,
    Occurrence,
    Turn,
    kept_promises,
    next_turn,
    occurrences,
    rhythm,
    runs,
)
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Activity

MONTH = Interval(months=1)
GRAVEST: tuple[Turn, ...] = (
    *("failed", "late", "missed", "left out", "due", "done in part", "done late", "coming", "done"),
)
"""What a month with several turns is shown as: the first of these among them."""
WELL: frozenset[Turn] = frozenset({"done", "done late", "done in part"})
OPEN: frozenset[Turn] = frozenset({"due", "coming"})
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the table."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Cell:
    """What was due in one month of one task."""

    turns: tuple[Occurrence, ...] = ()

    @property
    def turn(self) -> str:
        """The gravest of its turns; empty where nothing was due."""
        return next((each for each in GRAVEST if any(one.turn == each for one in self.turns)), "")

    @property
    def done(self) -> int:
        """How many of its turns were carried out."""
        return sum(each.turn in WELL for each in self.turns)


@dataclass(frozen=True, slots=True)
class Line:
    """One task: its months, when it is due next, how late it is, and the promises that it keeps."""

    activity: Activity
    cells: tuple[Cell, ...]
    every: str
    due: date | None
    latest: date | None
    kept: tuple[Kept, ...]
    last: Occurrence | None

    def late(self, on: date) -> bool:
        """Whether even its days of grace are over."""
        return self.latest is not None and self.latest < on

    @property
    def unscheduled(self) -> bool:
        """Whether nothing says how often it is to be done."""
        return not self.every

    @property
    def slower(self) -> tuple[Kept, ...]:
        """The promises that it does not keep often enough."""
        return tuple(each for each in self.kept if each.enough is False)


@dataclass(frozen=True, slots=True)
class Year:
    """The table, and its counts over the months shown. `now`: what is to be done now, the latest first."""

    months: tuple[Month, ...]
    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    now: tuple[Line, ...]

    @property
    def carried_out(self) -> int:
        """Turns that were carried out."""
        return sum(self.counts.get(each, 0) for each in WELL)

    @property
    def past(self) -> int:
        """Turns of which something can be said: all but those that are still open."""
        return sum(number for turn, number in self.counts.items() if turn not in OPEN)


def months_of(first: date) -> tuple[Month, ...]:
    """Twelve months from the one in which a day lies."""
    found, start = [], first.replace(day=1)
    for _ in range(12):
        following = MONTH.after(start)
        found.append(Month(start, following - timedelta(days=1)))
        start = following
    return tuple(found)


def year(isms: Isms, first: date) -> Year:
    """The calendar of twelve months from a day's month, live tasks by title; what has ended only where it was done."""
    months = months_of(first)
    lines = [_line(isms, each, months) for each in isms.all(Activity)]
    shown = [each for each in lines if each.activity.live or any(cell.turns for cell in each.cells)]
    shown.sort(key=lambda each: (not each.activity.live, each.activity.title.casefold(), each.activity.ref))
    counts = Counter(str(turn.turn) for line in shown for cell in line.cells for turn in cell.turns)
    return Year(months, tuple(shown), counts, to_do(isms, [each for each in lines if each.activity.live]))


def to_do(isms: Isms, lines: list[Line]) -> tuple[Line, ...]:
    """What is due today or within a fortnight, and what is late, the earliest first."""
    found = [each for each in lines if each.due is not None and each.due <= isms.on + AHEAD]
    return tuple(sorted(found, key=lambda each: (each.due or date.max, each.activity.ref)))


def line(isms: Isms, activity: Activity) -> Line:
    """One task without its months."""
    return _line(isms, activity, ())


def _line(isms: Isms, activity: Activity, months: tuple[Month, ...]) -> Line:
    every, turn = rhythm(isms, activity), next_turn(isms, activity)
    found = occurrences(isms, activity, months[0].first, months[-1].last) if months else ()
    held = runs(isms, activity)
    last = None
    if held:
        day = held[-1].done_on or held[-1].due
        last = Occurrence(day, "done", held[-1]) if day else None
    return Line(
        activity=activity,
        cells=tuple(Cell(tuple(each for each in found if month.first <= each.day <= month.last)) for month in months),
        every=(activity.interval or str(every.every)) if every else "",
        due=turn.day if turn else None,
        latest=every.latest(turn.day) if every and turn else None,
        kept=tuple(each for each in kept_promises(isms) if each.activity.ref == activity.ref),
        last=last,
    )
