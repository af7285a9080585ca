"""Whether somebody thinks about what was measured, and answers what lies beyond its limit (9.1, 10.2 a)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Metric, Nonconformity, Objective, Reading
from plumbline.engine.domain.measuring import Measured, day_of, missed_in_a_row, readings_of
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between


def _read(isms: Isms) -> Iterator[tuple[Measured, Reading]]:
    """Readings of live metrics; those of objectives where the register keeps the day somebody thought about them."""
    measured: list[Measured] = list(isms.live(Metric))
    if kept(isms, Reading, "evaluated_on"):
        measured += isms.live(Objective)
    for each in measured:
        yield from ((each, one) for one in readings_of(isms, each) if in_cycle(isms, day_of(one)))


@rule(
    "MET003",
    "measurement-unevaluated",
    clauses=("9.1-eval", "9.1.e"),
    grade=MINOR_UP,
    examines=Population("readings", _read),
    mend="Analyse the reading: write into it when it was thought about and what it says about performance.",
)
def measurement_unevaluated(isms: Isms, pair: tuple[Measured, Reading]) -> Iterator[Fault | Unjudged]:
    """A later reading that was analysed covers the series up to it; an analysis without a conclusion covers nothing."""
    measured, reading = pair
    if reading.evaluated_on and not reading.conclusion:
        gap = f"It was analysed on {reading.evaluated_on}, and no conclusion on performance is recorded."
        yield Fault(reading, gap=gap, shows=("evaluated_on", "conclusion"), cites=(measured,))
        return
    if reading.evaluated_on or _covered(isms, measured, reading):
        return
    every, stated = _analysed_every(isms, measured)
    taken = reading.measured_on or day_of(reading)
    if every is None:
        yield Unjudged(reading, "no promise `analysis_interval`")
    elif taken is None:
        yield Unjudged(reading, "the day it was measured")
    elif every.after(taken) < isms.on:
        gap = f"It was measured on {taken}, {days_between(taken, isms.on)} ago, and nobody has analysed it since."
        yield Fault(reading, gap=gap, shows=("value", "evaluated_on"), cites=(measured,), stated=stated)


def _covered(isms: Isms, measured: Measured, reading: Reading) -> bool:
    later = readings_of(isms, measured)
    place = next((number for number, each in enumerate(later) if each.ref == reading.ref), len(later))
    return any(each.evaluated_on and each.conclusion for each in later[place + 1 :])


def _analysed_every(isms: Isms, measured: Measured) -> tuple[Interval | None, Promise | None]:
    if isinstance(measured, Metric) and (own := interval(measured.analysed_every)):
        return own, None
    stated = promise(isms, "analysis_interval")
    return (stated.interval, stated) if stated else (None, None)


def _beyond(isms: Isms) -> Iterator[tuple[Metric, tuple[Reading, ...]]]:
    """Metrics whose latest reading lies beyond its limit; what came back within it is over."""
    for each in isms.live(Metric):
        if row := missed_in_a_row(isms, each):
            yield each, row


@rule(
    "MET004",
    "target-missed-unanswered",
    clauses=("9.1-eval", "10.2.a.1"),
    grade=MINOR_UP,
    examines=Population("metrics whose latest reading lies beyond target or limit", _beyond),
    mend="Decide what follows and name it in “What follows from it”: an action, a nonconformity or a decision.",
)
def target_missed_unanswered(isms: Isms, missed: tuple[Metric, tuple[Reading, ...]]) -> Iterator[Fault | Unjudged]:
    """What was decided about one reading of an unbroken row answers the others; unstated, an answer is owed at once."""
    metric, row = missed
    if any(_answered(isms, metric, each) for each in row):
        return
    since = row[0].measured_on or day_of(row[0])
    stated = promise(isms, "finding_answer")
    until = stated.interval.after(since) if since and stated and stated.interval else since
    if since is None or until is None:
        yield Unjudged(row[-1], "the day it was measured")
    elif until < isms.on:
        gap = f"{_told(metric, row, since)}, and no action, nonconformity or decision answers it."
        shows = ("value", "period", "answered_by")
        cites = (Cited(metric, ("target_value", "limit_value", "better")),)
        yield Fault(row[-1], gap=gap, shows=shows, cites=cites, stated=stated if stated and stated.interval else None)


def _told(metric: Metric, row: tuple[Reading, ...], since: date) -> str:
    limited = metric.limit_value is not None
    edge = f"limit of {metric.limit_value}" if limited else f"target of {metric.target_value}"
    value = f"{row[-1].value} {metric.unit}".strip()
    if len(row) == 1:
        return f"The reading of {since}, {value}, lies beyond the {edge}"
    return f"{counted(len(row), 'reading')} in a row since {since} lie beyond the {edge}, the last at {value}"


def _answered(isms: Isms, metric: Metric, reading: Reading) -> bool:
    """By what the reading names itself, or by a nonconformity that names the reading or its metric."""
    if any(isms.find(each) for each in reading.answered_by):
        return True
    since = reading.measured_on or day_of(reading)
    raised = (*isms.of_parent(Nonconformity, "records", reading), *isms.of_parent(Nonconformity, "records", metric))
    return any(since is None or each.raised_on is None or each.raised_on >= since for each in raised)
