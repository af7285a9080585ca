"""Whether what things rest on comes back as soon as they have to (A.5.30, A.8.14)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Record, Supplier
from plumbline.engine.domain.recovery import (
    CALLED,
    Shortfall,
    analysis_of,
    must_not_fail,
    promised,
    reaching,
    shortfalls,
    supports,
    tested,
)
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule

NEED = ("recovery_time", "recovery_point")
ANSWERS = {"plan": NEED}
REACHED = ("reached_time", "reached_point")


@rule(
    "CON003",
    "support-slower-than-need",
    clauses=("A.5.30", "A.8.14"),
    grade=MINOR_UP,
    examines=Population("assets and suppliers that something with a recovery need rests on", supports),
    mend="Make it come back sooner and show it by a test, add a second way, or have the need revised by its owner.",
)
def support_slower_than_need(isms: Isms, record: Record) -> Iterator[Fault | Unjudged]:
    """Plans that cover it promise, exercises and restores show. Without either it cannot be judged."""
    steady = must_not_fail(isms, record)
    if steady is not None and isinstance(record, Supplier) and record.single_source:
        analysis = analysis_of(isms, steady)
        yield Fault(
            record,
            gap=f"{steady.ref} must not fail at all and rests on it, and there is no second source.",
            shows=("single_source",),
            cites=(steady, *((Cited(analysis, ("no_outage",)),) if analysis else ())),
        )
    elif short := shortfalls(isms, record):
        yield _too_slow(isms, record, short[0])
    elif reaching(isms).get(record.ref) and not promised(isms, record) and not tested(isms, record):
        yield Unjudged(record, "how soon it comes back: no plan promises it and no test shows it")


def _too_slow(isms: Isms, record: Record, short: Shortfall) -> Fault:
    need, answer = short.need, short.answer.record
    way = [found for ref in need.way if (found := isms.at(Asset, ref) or isms.at(Supplier, ref)) is not None]
    through = f" through {' and '.join(each.ref for each in way[1:-1])}" if len(way) > 2 else ""
    whose = "its own need" if way[0] is record else f"what {way[0].ref} needs, which rests on it{through},"
    verb = "promises" if answer.KIND in ANSWERS else "reached"
    return Fault(
        record,
        gap=f"{answer.ref} {verb} a {CALLED[need.measure]} of {short.words}; {whose} is {need.words}.",
        shows=NEED if isinstance(record, Asset) else ("service",),
        cites=(
            *((Cited(need.source, NEED),) if need.source is not record else ()),
            Cited(answer, ANSWERS.get(answer.KIND, REACHED)),
            *(each for each in way[1:-1]),
        ),
    )
