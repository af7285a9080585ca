"""Drawing as somebody wants it, drawing again, and both held side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.apps.accounts.errors import RefusedError
from plumbline.engine.domain import kinds
from plumbline.engine.domain.samples import Examined
from plumbline.engine.evidence import sampling
from plumbline.engine.evidence.on_record import draw_of
from plumbline.engine.evidence.populations import Population, PopulationError
from plumbline.engine.evidence.sampling import Draw, DrawError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a sample is to be drawn, and what for.

    each: `size` rows of every stratum. chosen: of a judgement sample, keys with the reason for each.
    """

    method: str
    size: int = 0
    seed: str = ""
    each: bool = False
    chosen: tuple[tuple[str, str], ...] = ()
    audit: str = ""
    title: str = ""
    attribute: str = ""
    controls: tuple[str, ...] = ()
    size_reason: str = ""


def draw(frozen: Population, wanted: Wanted) -> Draw:
    """Draw as wanted. Raises RefusedError with what to do."""
    try:
        match wanted.method:
            case "random":
                return sampling.draw_random(frozen, wanted.seed, wanted.size)
            case "stratified" if wanted.each:
                return sampling.draw_each_stratum(frozen, wanted.seed, wanted.size)
            case "stratified":
                return sampling.draw_stratified(frozen, wanted.seed, wanted.size)
            case "judgement":
                return sampling.draw_judgement(frozen, wanted.chosen)
    except DrawError as error:
        raise RefusedError(str(error)) from error
    raise RefusedError("Say how to draw: random, stratified or judgement.")


def extended(frozen: Population, sample: kinds.Sample, size: int) -> Draw:
    """The same sample with more rows. Raises RefusedError with what to do."""
    try:
        return sampling.extend(frozen, draw_of(sample, frozen), size)
    except (DrawError, PopulationError) as error:
        raise RefusedError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Again:
    """A sample drawn again: its rows as on record and as drawn now, in order."""

    recorded: tuple[str, ...]
    now: tuple[str, ...]
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether the very rows came out, in the very order."""
        return not self.problem and self.recorded == self.now

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Both side by side; an empty word where one of them has no more."""
        length = max(len(self.recorded), len(self.now))
        pad = [*self.recorded, *[""] * (length - len(self.recorded))]
        return tuple(zip(pad, [*self.now, *[""] * (length - len(self.now))], strict=True))


def again(frozen: Population, sample: kinds.Sample) -> Again:
    """Draw again from nothing but the frozen rows, the seed and how many there were of each stratum."""
    keys = tuple(each.key for each in sample.items)
    try:
        return Again(keys, sampling.redrawn(frozen, draw_of(sample, frozen)).keys)
    except (DrawError, PopulationError) as error:
        return Again(keys, (), str(error))


def items_of(frozen: Population, drawn: Draw, before: Iterable[Examined] = ()) -> tuple[Examined, ...]:
    """The drawn rows to examine; what was seen of a row before stays with it."""
    known = {each.key: each for each in before}
    rows = (frozen.by_key[key] for key in drawn.keys)
    return tuple(known.get(row.key) or Examined(key=row.key, what=row.title, stratum=row.stratum) for row in rows)
