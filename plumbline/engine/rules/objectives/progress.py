"""Whether objectives are measured, judged at their day and reported as they stand (6.2 d, f, 9.1)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.domain.measuring import day_of, due_by, last_reading, next_reading, reaches_target, readings_of
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule, where
from plumbline.engine.rules.wording import days_between, measured

SEEN = ("period", "period_end", "value", "value_text")
"""What of a reading a finding prints."""


@rule(
    "OBJ003",
    "objective-unmonitored",
    clauses=("6.2.d", "9.1.c"),
    grade=MINOR_UP,
    examines=where(
        Objective, "live objectives with an interval of measurement", lambda _, each: bool(interval(each.frequency))
    ),
    mend="Measure it and record the reading, or change “Measured every” with a reason.",
)
def objective_unmonitored(isms: Isms, objective: Objective) -> Iterator[Fault | Unjudged]:
    """Without a stated grace a reading is late once a whole further period has passed."""
    every = interval(objective.frequency)
    last = last_reading(isms, objective)
    since = (day_of(last) if last else None) or objective.measured_since
    if every is None or (since is None and last is not None):
        yield Unjudged(objective, "the period of its last reading")
        return
    if since is None:
        yield Unjudged(objective, "a dated reading, or the day since which it is measured")
        return
    owed = next_reading(isms, objective)
    if owed and owed.by < isms.on:
        told = (
            f"Its last reading is of {since}" if last else f"It is measured since {since} and no reading is on record"
        )
        gap = f"{told}; it was to be measured every {length(every)}, and {days_between(since, isms.on)} have passed."
        cites = (Cited(last, SEEN),) if last else ()
        yield Fault(objective, gap=gap, shows=("frequency", "current_value"), cites=cites, stated=owed.stated)


def length(every: Interval) -> str:
    """An interval after the word “every”."""
    return str(every).removeprefix("a ").replace("half a year", "half year")


def _to_be_judged(isms: Isms) -> Iterator[Objective]:
    for each in isms.all(Objective):
        day = due_by(each)
        is_past = day is not None and day < isms.on
        if is_past if each.live else in_cycle(isms, each.decided_on or day):
            yield each


@rule(
    "OBJ004",
    "objective-missed-in-silence",
    clauses=("6.2.f", "6.2.k", "6.2-doc"),
    grade=MINOR_UP,
    examines=Population("objectives past their target or review date, or closed", _to_be_judged),
    mend="Record the final reading and the decision: met, extended with a new date, or dropped, and why.",
)
def objective_missed_in_silence(isms: Isms, objective: Objective) -> Iterator[Fault]:
    """A decision to extend settles the days up to it; a new date that passes wants a new decision."""
    day, last = due_by(objective), last_reading(isms, objective)
    over = f"Its day was {day}, {days_between(day, isms.on)} ago" if day and day < isms.on else "It is closed"
    decided = objective.decision
    if not decided:
        gap = f"{over}, and no decision is on record."
    elif decided == "extended" and day and objective.decided_on and _long_before(objective.decided_on, day):
        gap = f"{over}; the decision on record is of {objective.decided_on}, before that day."
    elif not objective.decision_reason:
        gap = f"{over}; it is decided as {decided}, and no reason is given."
    elif decided != "dropped" and not _judged_on(isms, objective):
        gap = f"{over}; it is decided as {decided}, and no final reading is on record."
    else:
        return
    cites = (Cited(last, (*SEEN, "final")),) if last else ()
    yield Fault(objective, gap=gap, shows=("target_date", "review_date", "decision", "decided_on"), cites=cites)


def _long_before(decided: date, day: date) -> bool:
    """More than a quarter before: a decision in the weeks up to the day is the one that was due."""
    return Interval(months=3).after(decided) < day


def _judged_on(isms: Isms, objective: Objective) -> bool:
    """Whether a reading is marked final, or is of the day itself or later; some objectives cannot be measured."""
    if objective.unmeasurable_reason:
        return True
    day = objective.target_date or objective.review_date
    return any(each.final or bool(day and (on := day_of(each)) and on >= day) for each in readings_of(isms, objective))


def _reported(isms: Isms) -> Iterator[Objective]:
    for each in isms.all(Objective):
        told = each.status not in ("", "pending") and (each.live or in_cycle(isms, each.decided_on or due_by(each)))
        if told and last_reading(isms, each):
            yield each


@rule(
    "OBJ005",
    "objective-status-contradicts-value",
    clauses=("6.2.d", "9.1.b"),
    grade=MINOR,
    examines=Population("objectives with a status and a reading", _reported),
    mend="Correct the status so that it says what the last reading and the target date say.",
)
def objective_status_contradicts_value(isms: Isms, objective: Objective) -> Iterator[Fault]:
    """Readings whose value is no number, or targets that are none, contradict nothing."""
    last = last_reading(isms, objective)
    if last is None:
        return
    meets, told = reaches_target(objective, last.value), _told(objective, last)
    past = objective.target_date
    if objective.status == "on track" and past and past < isms.on:
        gap = f"The status says on track; the target date {past} passed {days_between(past, isms.on)} ago, and {told}."
    elif objective.status == "met" and meets is False:
        gap = f"The status says met, and {told}."
    elif objective.status == "behind" and meets:
        gap = f"The status says behind, and {told}, which reaches the target."
    else:
        return
    shows = ("status", "target", "target_date")
    yield Fault(objective, gap=gap, shows=shows, cites=(Cited(last, SEEN),))


def _told(objective: Objective, reading: Reading) -> str:
    value = reading.value_text or (measured(reading.value, objective.unit) if reading.value is not None else "")
    target = objective.target or objective.target_value
    return f"the last reading is {value or 'without a value'} where the target is {target or 'not stated'}"
