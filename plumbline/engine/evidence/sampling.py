"""Samples that anybody can draw again, in any language, from the seed and the population.

Every row gets a rank: SHA-256 over the seed, a zero byte, the population's digest (64 hexadecimal digits), a zero byte
and the row's key, all UTF-8. The rows are read in the order of these ranks, and the first n are the sample. In a shell,
one row: `printf '%s\\0%s\\0%s' "$seed" "$digest" "$key" | sha256sum`. No generator has to be trusted, none changes
with a version, and a larger sample begins with the smaller one. A stratified sample takes the first of each stratum;
how many of each is written down with the draw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from plumbline.engine.evidence.allotting import allot
from plumbline.engine.evidence.populations import Population, Row

Method = Literal["random", "stratified", "judgement"]


class DrawError(ValueError):
    """A sample that cannot be drawn as asked for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows of a stratum were drawn, of how many; a random sample has one entry with no name."""

    stratum: str
    drawn: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A drawn sample: everything somebody needs to draw it again, and the keys in the order they were drawn."""

    method: Method
    digest: str
    seed: str = ""
    taken: tuple[Taken, ...]
    keys: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    """Key and reason of each item of a judgement sample."""

    @property
    def size(self) -> int:
        return len(self.keys)


def rank(seed: str, digest: str, key: str) -> str:
    """The rank of a row, 64 hexadecimal digits; ranks are compared as text."""
    return sha256(b"\x00".join((seed.encode(), digest.encode(), key.encode()))).hexdigest()


def ranked(population: Population, seed: str) -> tuple[Row, ...]:
    """All rows in the order in which the seed draws them."""
    return tuple(sorted(population.rows, key=lambda row: rank(seed, population.digest, row.key)))


def draw_random(population: Population, seed: str, size: int) -> Draw:
    """The first `size` rows of the ranking. Raises DrawError for a seed or a size that cannot be used."""
    _check(population, seed, size)
    taken = (Taken("", size, population.size),)
    return Draw(method="random", digest=population.digest, seed=seed, taken=taken, keys=_first(population, seed, size))


def draw_stratified(population: Population, seed: str, size: int) -> Draw:
    """`size` rows, shared among the strata by their sizes (largest remainder), at least one from each."""
    _check(population, seed, size)
    return _by_strata(population, seed, size, dict.fromkeys(population.strata, 1))


def draw_each_stratum(population: Population, seed: str, each: int) -> Draw:
    """The same number of rows of every stratum; a smaller stratum is taken whole."""
    _check(population, seed, min(each, population.size))
    return _strata(population, seed, {name: min(each, len(rows)) for name, rows in population.strata.items()})


def draw_judgement(population: Population, chosen: Iterable[tuple[str, str]]) -> Draw:
    """Rows that somebody chose, each with the reason why. They show what they show and speak for no others."""
    reasons = tuple((key.strip(), why.strip()) for key, why in chosen)
    keys = tuple(key for key, _ in reasons)
    if not keys:
        raise DrawError("Name the rows you chose, each with a reason.")
    if strange := [key for key in keys if key not in population.by_key]:
        raise DrawError(f"The population has no row {strange[0]}. Choose keys that it holds.")
    if len(set(keys)) < len(keys):
        raise DrawError("A row is chosen twice. Name each once.")
    if bare := [key for key, why in reasons if not why]:
        raise DrawError(f"{bare[0]} has no reason. Say why this row and not another.")
    taken = (Taken("", len(keys), population.size),)
    return Draw(method="judgement", digest=population.digest, taken=taken, keys=keys, reasons=reasons)


def extend(population: Population, drawn: Draw, size: int) -> Draw:
    """The same sample with more rows: everything drawn before is in it, nothing was exchanged."""
    _check_same(population, drawn)
    if drawn.method == "judgement":
        raise DrawError("A chosen sample is not extended by drawing. Choose further rows, each with its reason.")
    if size <= drawn.size:
        raise DrawError(f"{drawn.size} rows are drawn already. Ask for more than that; a sample never shrinks.")
    _check(population, drawn.seed, size)
    if drawn.method == "random":
        return draw_random(population, drawn.seed, size)
    return _by_strata(population, drawn.seed, size, {each.stratum: each.drawn for each in drawn.taken})


def redrawn(population: Population, drawn: Draw) -> Draw:
    """Draw again from the seed, and how many of each stratum, that the draw states; equal where nothing was changed.

    Raises DrawError where the population is not the one that was drawn from.
    """
    _check_same(population, drawn)
    if drawn.method == "judgement":
        return draw_judgement(population, drawn.reasons)
    if drawn.method == "random":
        return draw_random(population, drawn.seed, sum(each.drawn for each in drawn.taken))
    if {each.stratum: each.of for each in drawn.taken} != {name: len(rows) for name, rows in population.strata.items()}:
        raise DrawError("The draw names other strata than the population has. One of the two was altered.")
    return _strata(population, drawn.seed, {each.stratum: each.drawn for each in drawn.taken})


def proportional(drawn: Draw) -> bool:
    """Whether every row had about the same chance, so that the rate of the sample may stand for the population."""
    if drawn.method != "stratified":
        return drawn.method == "random"
    total = sum(each.of for each in drawn.taken)
    return all(abs(each.drawn - drawn.size * each.of / total) <= 1 for each in drawn.taken)


def _by_strata(population: Population, seed: str, size: int, least: Mapping[str, int]) -> Draw:
    counts = {name: len(rows) for name, rows in population.strata.items()}
    if size < len(counts):
        raise DrawError(f"There are {len(counts)} strata. Draw at least {len(counts)}, so that each is looked at.")
    return _strata(population, seed, allot(size, counts, least))


def _strata(population: Population, seed: str, shares: Mapping[str, int]) -> Draw:
    left = dict(shares)
    keys = []
    for row in ranked(population, seed):
        if left[row.stratum]:
            left[row.stratum] -= 1
            keys.append(row.key)
    taken = tuple(Taken(name, shares[name], len(rows)) for name, rows in population.strata.items())
    return Draw(method="stratified", digest=population.digest, seed=seed, taken=taken, keys=tuple(keys))


def _first(population: Population, seed: str, size: int) -> tuple[str, ...]:
    return tuple(row.key for row in ranked(population, seed)[:size])


def _check(population: Population, seed: str, size: int) -> None:
    if not seed or "\x00" in seed:
        raise DrawError("A seed is a text of at least one letter. Take one that nobody could have chosen to suit.")
    if size < 1:
        raise DrawError("Draw at least one row.")
    if size > population.size:
        raise DrawError(f"The population has {population.size} rows. Draw no more than that.")


def _check_same(population: Population, drawn: Draw) -> None:
    if drawn.digest != population.digest:
        raise DrawError(
            f"The sample was drawn from a population with the hash {drawn.digest[:16]}…, this one has "
            f"{population.digest[:16]}…. Use the population as it was frozen."
        )
