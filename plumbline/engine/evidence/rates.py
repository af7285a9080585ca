"""What a sample allows one to say: the rate of exceptions with exact bounds.

Clopper and Pearson (1934) for a population that is large beside the sample: the bounds are the shares at which a result
as far off as this one would be seen in half of 1 - confidence of all samples. Where more than a tenth of the population
was drawn, the same on the hypergeometric distribution: what was seen is known, and only the rest is uncertain.
Own implementation on logarithms of the gamma function; results agree with published tables to all printed digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, fsum, inf, lgamma, log

CONFIDENCE = 0.95
LARGE_PART = 10
"""A sample of more than a tenth of its population is judged by the hypergeometric distribution."""
HALVINGS = 60
"""Halvings of the interval from 0 to 1: the bound is then exact to the precision of a float."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares of the population the truth lies with the confidence stated, 0 to 1."""

    lower: float
    upper: float
    confidence: float = CONFIDENCE


def interval(exceptions: int, drawn: int, population: int | None = None, confidence: float = CONFIDENCE) -> Interval:
    """The two-sided bounds of the share of exceptions. Raises ValueError for counts that cannot be.

    population: how many rows it has; None where it is without end, as the runs of a process are.
    """
    _check(exceptions, drawn, population, confidence)
    tail = (1 - confidence) / 2
    if population is not None and drawn * LARGE_PART > population:
        lower, upper = _finite_bounds(exceptions, drawn, population, tail)
        return Interval(lower / population, upper / population, confidence)
    return Interval(_lower(exceptions, drawn, tail), _upper(exceptions, drawn, tail), confidence)


def upper_bound(exceptions: int, drawn: int, population: int | None = None, confidence: float = CONFIDENCE) -> float:
    """The share that is not exceeded, with the confidence stated (one-sided): 0 of 25 gives 0.1129."""
    _check(exceptions, drawn, population, confidence)
    if population is not None and drawn * LARGE_PART > population:
        return _finite_upper(exceptions, drawn, population, 1 - confidence) / population
    return _upper(exceptions, drawn, 1 - confidence)


def at_most(seen: int, drawn: int, share: float) -> float:
    """The probability of no more than `seen` exceptions among `drawn`, each being one with probability `share`."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if seen >= drawn else 0.0
    told, untold = log(share), log(1 - share)
    return _sum(lambda k: _choose(drawn, k) + k * told + (drawn - k) * untold, seen, drawn)


def at_most_of(seen: int, drawn: int, bad: int, population: int) -> float:
    """The same where `bad` of `population` rows are exceptions and none is drawn twice."""

    def term(k: int) -> float:
        if k > bad or drawn - k > population - bad:
            return -inf
        return _choose(bad, k) + _choose(population - bad, drawn - k) - _choose(population, drawn)

    return _sum(term, seen, drawn)


def _sum(term: Callable[[int], float], seen: int, drawn: int) -> float:
    """The terms up to `seen`, or one less the terms beyond it, whichever are fewer."""
    if seen * 2 <= drawn:
        return min(1.0, fsum(exp(term(k)) for k in range(seen + 1)))
    return max(0.0, 1 - fsum(exp(term(k)) for k in range(seen + 1, drawn + 1)))


def _upper(exceptions: int, drawn: int, tail: float) -> float:
    if exceptions == drawn:
        return 1.0
    return _where_falls(lambda share: at_most(exceptions, drawn, share), tail)


def _lower(exceptions: int, drawn: int, tail: float) -> float:
    """The upper bound of what was as it should be, seen from the other end."""
    return 1 - _upper(drawn - exceptions, drawn, tail) if exceptions else 0.0


def _where_falls(probability: Callable[[float], float], to: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(middle) > to else (low, middle)
    return (low + high) / 2


def _finite_upper(exceptions: int, drawn: int, population: int, tail: float) -> int:
    """The largest number of exceptions in the population with which so few would still be seen."""
    low, high = exceptions, population - (drawn - exceptions)
    while low < high:
        middle = (low + high + 1) // 2
        likely = at_most_of(exceptions, drawn, middle, population) > tail
        low, high = (middle, high) if likely else (low, middle - 1)
    return low


def _finite_bounds(exceptions: int, drawn: int, population: int, tail: float) -> tuple[int, int]:
    good = _finite_upper(drawn - exceptions, drawn, population, tail)
    return population - good, _finite_upper(exceptions, drawn, population, tail)


def _choose(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _check(exceptions: int, drawn: int, population: int | None, confidence: float) -> None:
    if not 0 <= exceptions <= drawn or drawn < 1:
        raise ValueError(f"{exceptions} exceptions of {drawn} drawn cannot be. Enter results of at least one row.")
    if population is not None and drawn > population:
        raise ValueError(f"{drawn} rows cannot be drawn of {population}.")
    if not 0 < confidence < 1:
        raise ValueError("A confidence lies between 0 and 1, such as 0.95.")
