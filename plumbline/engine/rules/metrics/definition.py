"""Whether a metric says how, when and by whom it is taken and thought about, and is taken (9.1 b to f)."""

from collections.abc import Iterator

from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric
from plumbline.engine.domain.measuring import day_of, last_reading, next_reading
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.objectives.progress import SEEN, length
from plumbline.engine.rules.rule import MINOR_UP, live, rule, where
from plumbline.engine.rules.wording import days_between, listed


@rule(
    "MET001",
    "metric-half-defined",
    clauses=("9.1.b", "9.1.c", "9.1.d", "9.1.e", "9.1.f"),
    grade=MINOR_UP,
    examines=live(Metric, "live metrics"),
    mend="Complete the metric: its method, how often and by whom it is measured, how often and by whom it is analysed.",
)
def metric_half_defined(isms: Isms, metric: Metric) -> Iterator[Fault]:
    """What computes itself from the registers has its method and its performer there."""
    computed = derivation(metric.derivation) is not None
    lacks = {
        "a method": ("method", metric.method or computed),
        "how often it is measured": ("frequency", metric.frequency),
        "who measures it": ("measured_by", metric.measured_by or computed),
        "how often it is analysed": ("analysed_every", metric.analysed_every),
        "who analyses it": ("analysed_by", metric.analysed_by),
    }
    missing = {what: field for what, (field, held) in lacks.items() if not held}
    if missing:
        yield Fault(metric, gap=f"Its definition lacks {listed(missing)}.", shows=tuple(missing.values()))


@rule(
    "MET002",
    "measurement-missing",
    clauses=("9.1.c", "9.1-doc"),
    grade=MINOR_UP,
    examines=where(
        Metric, "live metrics with an interval of measurement", lambda _, each: bool(interval(each.frequency))
    ),
    mend="Take the reading that is owed and record it, or change “Measured every” with a reason.",
)
def measurement_missing(isms: Isms, metric: Metric) -> Iterator[Fault | Unjudged]:
    """The metric's own grace goes before the promised one; without either a whole further period is waited."""
    every, last = interval(metric.frequency), last_reading(isms, metric)
    since = day_of(last) if last else metric.measured_since
    owed = next_reading(isms, metric)
    if every is None or since is None or owed is None:
        yield Unjudged(metric, "a dated reading, or the day since which it is measured")
    elif owed.by < isms.on:
        told = (
            f"Its last reading is of {since}" if last else f"It is measured since {since} and no reading is on record"
        )
        gap = f"{told}; the next was owed by {owed.by}, {days_between(owed.by, isms.on)} ago, every {length(every)}."
        cites = (Cited(last, SEEN),) if last else ()
        yield Fault(metric, gap=gap, shows=("frequency", "grace"), cites=cites, stated=owed.stated)
