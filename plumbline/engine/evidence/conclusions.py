"""What was found in a sample, and the sentence that may be said about its population: never more than it carries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from plumbline.engine.evidence.rates import CONFIDENCE, Interval, interval, upper_bound
from plumbline.engine.evidence.sampling import Draw, Taken, proportional

Verdict = Literal["as it should be", "exception", "not testable"]
PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """Counts of a sample or of one stratum of it, its rate and its bounds; None where nothing may be concluded.

    `upper` is the one-sided bound; rows that could not be tested count in it, and only in it, as exceptions.
    """

    drawn: int
    of: int
    looked_at: int
    exceptions: int
    not_testable: int
    rate: float | None
    bounds: Interval | None
    upper: float | None
    says: str


def conclude(drawn: Draw, results: Mapping[str, Verdict], of: int, confidence: float = CONFIDENCE) -> Conclusion:
    """What the results by key allow one to say of the population of `of` rows.

    Bounds are given once every drawn row has a result, and only where each row of the population had the same chance:
    not for chosen rows, nor for strata that were drawn in other proportions than they have (see `by_stratum`).
    """
    return _concluded(drawn.keys, results, of, confidence, _why_silent(drawn))


def by_stratum(
    drawn: Draw, strata: Mapping[str, str], results: Mapping[str, Verdict], confidence: float = CONFIDENCE
) -> tuple[tuple[Taken, Conclusion], ...]:
    """The same for each stratum by itself. strata: key → stratum, of the population's rows."""
    return tuple(
        (
            each,
            _concluded([key for key in drawn.keys if strata[key] == each.stratum], results, each.of, confidence, ""),
        )
        for each in drawn.taken
    )


def share(value: float) -> str:
    """A share in words: percent with one decimal, without it where it is nought."""
    told = f"{value * PERCENT:.1f}"
    return f"{told.removesuffix('.0')} %"


def _why_silent(drawn: Draw) -> str:
    if drawn.method == "judgement":
        return "These rows were chosen, not drawn: they say nothing about the others."
    if not proportional(drawn):
        return "The strata were drawn in other proportions than they have: each speaks for itself only."
    return ""


def _concluded(
    keys: Iterable[str], results: Mapping[str, Verdict], of: int, confidence: float, silent: str
) -> Conclusion:
    verdicts = [results.get(key) for key in keys]
    counted = Counter(each for each in verdicts if each)
    looked_at = counted.total()
    exceptions, unknown = counted["exception"], counted["not testable"]
    tested = looked_at - unknown
    complete = looked_at == len(verdicts)
    bounds = upper = None
    if complete and tested and not silent:
        bounds = interval(exceptions, tested, of - unknown, confidence)
        upper = upper_bound(exceptions + unknown, looked_at, of, confidence)
    return Conclusion(
        drawn=len(verdicts),
        of=of,
        looked_at=looked_at,
        exceptions=exceptions,
        not_testable=unknown,
        rate=exceptions / tested if tested else None,
        bounds=bounds,
        upper=upper,
        says=" ".join(_sentences(len(verdicts), of, counted, bounds, upper, silent)),
    )


def _sentences(
    drawn: int, of: int, counted: Counter[Verdict], bounds: Interval | None, upper: float | None, silent: str
) -> Iterable[str]:
    looked_at, exceptions, unknown = counted.total(), counted["exception"], counted["not testable"]
    if looked_at < drawn:
        yield f"Of {drawn} drawn of {of}, {looked_at} have a result so far, {exceptions} of them an exception."
        yield "Nothing is concluded before all have one."
        return
    found, bounded = _found(exceptions, drawn - unknown), _bounded(exceptions, unknown, bounds, upper)
    yield f"Of {drawn} drawn of {of}, {found}{bounded}."
    if unknown:
        worst = f"; counted as exceptions, the share is at most {share(upper)}" if upper is not None else ""
        yield f"{unknown} could not be tested{worst}."
    if silent:
        yield silent


def _found(exceptions: int, tested: int) -> str:
    if not tested:
        return "none could be tested"
    if not exceptions:
        return "every one tested was as it should be"
    one = exceptions == 1
    found = f"{exceptions} {'was' if one else 'were'} not as {'it' if one else 'they'} should be"
    return f"{found}: {share(exceptions / tested)}"


def _bounded(exceptions: int, unknown: int, bounds: Interval | None, upper: float | None) -> str:
    """Where nothing was found, the question is how much there can be at most, and the one-sided bound answers it."""
    if bounds is None or upper is None:
        return ""
    sure = f"; with {share(bounds.confidence)} confidence "
    if bounds.lower == bounds.upper:
        return f"; the whole population was looked at, so the share of exceptions in it is {share(bounds.lower)}"
    if not exceptions and not unknown:
        return f"{sure}the share of exceptions in the population is at most {share(upper)}"
    return (
        f"{sure}the share of exceptions in the population lies between {share(bounds.lower)} and {share(bounds.upper)}"
    )
