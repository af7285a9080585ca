"""Whether what failed is answered: runs of tasks, restore tests, exercises (8.1, 10.2)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ActivityRun, Exercise, RestoreTest
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

Tried = ActivityRun | RestoreTest | Exercise
FAILED = ("failed", "missed")
SEEN = ("result", "answered_by")


def happened(tried: Tried) -> date | None:
    """The day something was tried."""
    match tried:
        case ActivityRun():
            return tried.done_on or tried.due
        case RestoreTest():
            return tried.tested_on
    return tried.held_on


def _failed(isms: Isms) -> tuple[Tried, ...]:
    """Failed runs and tests and missed exercises of the audit cycle."""
    held: tuple[Tried, ...] = (*isms.all(ActivityRun), *isms.all(RestoreTest), *isms.all(Exercise))
    return tuple(each for each in held if each.result in FAILED and in_cycle(isms, happened(each)))


@rule(
    "CTL003",
    "activity-failure-unanswered",
    clauses=("8.1-2", "10.2.a.1"),
    grade=MINOR_UP,
    examines=Population("failed runs, restore tests and exercises", _failed),
    mend="Open what has to follow (an action, an incident, a nonconformity, an exception) and name it in “What "
    "followed”.",
)
def activity_failure_unanswered(isms: Isms, tried: Tried) -> Iterator[Fault]:
    """Where nobody promised a time to answer, an answer is owed at once."""
    if any(isms.resolve(words) is not None for words in tried.answered_by):
        return
    day, stated = happened(tried), promise(isms, "finding_answer")
    owed = ((stated and stated.interval) or Interval()).after(day) if day else None
    if owed is not None and owed >= isms.on:
        return
    when = f" {days_between(day, isms.on)} ago" if day else ""
    named = "; what it names as its answer is not on record" if tried.answered_by else ""
    yield Fault(tried, gap=f"It failed{when}, and nothing followed{named}.", shows=SEEN, stated=stated)
