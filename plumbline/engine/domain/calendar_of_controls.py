"""The control calendar: when each recurring task is due, and what became of each time it was (clause 8.1).

A task done in time keeps its rhythm: the next day counts from the day it was due. One done late, or of which nobody
said when it was due, counts from the day it was done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plumbline.engine.domain.due import Due
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Activity, ActivityRun, Commitment, Record
from plumbline.engine.domain.policies import commitments_in_force
from plumbline.engine.domain.promises import promise

Turn = Literal["done", "done late", "done in part", "failed", "left out", "missed", "late", "due", "coming"]
NEVER_DONE = ("left out",)
"""Results of runs that did not take place."""
SLACK = 0.25
"""By which share of its interval a task may be done early and still be the one of its day."""
LONGEST = 4000
"""How many turns of one task are followed: more than ten years of a daily one."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a task was or is due: the day, what became of it, and the run that shows it."""

    day: date
    turn: Turn
    run: ActivityRun | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a task is to be done, and how many days late it may be."""

    every: Interval
    grace: Interval
    stated: str

    def latest(self, day: date) -> date:
        """The last day on which what is due on a day is still in time."""
        return self.grace.after(day)


def rhythm(isms: Isms, activity: Activity) -> Rhythm | None:
    """The task's own interval, else the promise `activity_interval`; None where neither can be read."""
    every, stated = interval(activity.interval), activity.interval
    if every is None and (promised := promise(isms, "activity_interval")):
        every, stated = promised.interval, str(promised)
    if every is None or every.about_days <= 0:
        return None
    return Rhythm(every, _grace(activity.grace), stated)


def _grace(words: str) -> Interval:
    plain = words.strip()
    return interval(f"{plain} d" if plain.isdecimal() else plain) or Interval()


def runs(isms: Isms, activity: Activity) -> tuple[ActivityRun, ...]:
    """Every time somebody wrote down about a task, up to the day judged on, the earliest first."""
    held = (each for each in isms.of_parent(ActivityRun, "activity", activity) if _day(each) is not None)
    return tuple(sorted((each for each in held if _when(each) <= isms.on), key=lambda each: (_when(each), each.ref)))


def carried_out(isms: Isms, activity: Activity) -> tuple[ActivityRun, ...]:
    """The runs that took place, whether they succeeded or not."""
    return tuple(each for each in runs(isms, activity) if each.done_on and each.result not in NEVER_DONE)


def _day(run: ActivityRun) -> date | None:
    return run.done_on or run.due


def _when(run: ActivityRun) -> date:
    return _day(run) or date.min


def first_due(isms: Isms, activity: Activity) -> date | None:
    """The first day a task was due: as stated, else of its first run, else one interval after it was written down."""
    if activity.starts:
        return activity.starts
    if held := runs(isms, activity):
        return held[0].due or _when(held[0])
    life, every = isms.lives.get((activity.KIND, activity.ref)), rhythm(isms, activity)
    return every.every.after(life.first) if life and every else None


def next_turn(isms: Isms, activity: Activity) -> Due | None:
    """The day a task is to be done next; None where no rhythm, no first day and no run says it."""
    every = rhythm(isms, activity)
    if every is None or not activity.live:
        return None
    held = runs(isms, activity)
    if held:
        return Due(every.every.after(_anchor(held[-1], every)))
    day = first_due(isms, activity)
    return Due(day) if day else None


def _anchor(run: ActivityRun, every: Rhythm) -> date:
    """The day from which the next turn counts: when it was due, if it was done about then; else when it was done."""
    done = _when(run)
    if run.due is None:
        return done
    early = (run.due - done).days
    return run.due if early <= every.every.about_days * SLACK and done <= every.latest(run.due) else done


def occurrences(isms: Isms, activity: Activity, first: date, last: date) -> tuple[Occurrence, ...]:
    """What was due of a task within a span of days, and what became of it; runs without any rhythm as they were."""
    found = _turns(isms, activity, last)
    return tuple(each for each in found if first <= each.day <= last)


def _turns(isms: Isms, activity: Activity, last: date) -> Iterator[Occurrence]:
    every, held = rhythm(isms, activity), runs(isms, activity)
    if every is None:
        yield from (Occurrence(_when(each), _of_run(each, None, _when(each)), each) for each in held)
        return
    day = first_due(isms, activity)
    for run in held:
        day = day or _when(run)
        # A run that says when it was due has missed none before: the interval may have been another one then.
        while run.due is None and (following := every.every.after(day)) <= _when(run):
            yield Occurrence(day, "missed")
            day = following
        due = run.due or min(day, _when(run))
        yield Occurrence(due, _of_run(run, every, due), run)
        day = every.every.after(_anchor(run, every))
    for _ in range(LONGEST):
        if day is None or day > last or not activity.live:
            return
        yield Occurrence(day, _ahead(isms.on, day, every))
        day = every.every.after(day)


def _ahead(on: date, day: date, every: Rhythm) -> Turn:
    if every.latest(day) < on:
        return "missed" if every.every.after(day) < on else "late"
    return "due" if day <= on else "coming"


def _of_run(run: ActivityRun, every: Rhythm | None, due: date) -> Turn:
    if run.result in ("done in part", "failed", "left out"):
        return run.result
    return "done late" if every and _when(run) > every.latest(due) else "done"


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise of a policy beside what carries it out: promised and performed interval, and whether that is enough."""

    commitment: Commitment
    activity: Activity
    promised: str
    performed: str
    enough: bool | None


def kept_promises(isms: Isms) -> tuple[Kept, ...]:
    """Every commitment in force that is bound to a live task."""
    return isms.memo("commitments kept by activities", lambda: tuple(_kept(isms)))


def _kept(isms: Isms) -> Iterator[Kept]:
    for commitment in commitments_in_force(isms):
        for words in commitment.bound_to:
            activity = isms.resolve(words, Activity)
            if isinstance(activity, Activity) and activity.live:
                promised, every = interval(commitment.promised), rhythm(isms, activity)
                enough = None if not promised or not every else not less_often(every.every, promised)
                yield Kept(commitment, activity, commitment.promised, activity.interval, enough)


def less_often(one: Interval, other: Interval) -> bool:
    """Whether one interval is longer than another by more than a month that has 31 days explains."""
    return one.about_days > other.about_days * 1.02


def on_records(isms: Isms) -> Mapping[str, tuple[Activity, ...]]:
    """Live tasks by the reference of each record they are done to."""

    def group() -> Mapping[str, tuple[Activity, ...]]:
        found: dict[str, list[Activity]] = {}
        for each in isms.live(Activity):
            for words in dict.fromkeys(each.subjects):
                if (record := isms.find(words)) is not None:
                    found.setdefault(record.ref, []).append(each)
        return {ref: tuple(held) for ref, held in found.items()}

    return isms.memo("activities by what they are done to", group)


def tasks_on(isms: Isms, record: Record) -> tuple[Activity, ...]:
    """The live tasks that are done to a record."""
    return on_records(isms).get(record.ref, ())


def of_control(isms: Isms, key: str) -> tuple[Activity, ...]:
    """The live tasks that keep a control running."""
    found = isms.by_each(Activity, lambda each: each.controls, "controls as written").get(key, ())
    return tuple(each for each in found if each.live)
