"""Protection needs that assets inherit: what holds something valuable needs at least as much (A.5.9, A.5.12).

An asset's need in confidentiality, integrity and availability is the highest of its own and of those it serves: what it
holds, and what depends on it. The record keeps what people stated; this says what follows, and from where.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.engine.domain.importance import LEVELS
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset

GOALS = ("confidentiality", "integrity", "availability")


@dataclass(frozen=True, slots=True)
class Need:
    """A need on one goal: as stated, as it follows, and the way it came (references, the asset itself first)."""

    goal: str
    stated: str
    inherited: str
    way: tuple[str, ...] = ()

    @property
    def higher(self) -> bool:
        """Whether more follows than was stated."""
        return bool(self.way) and self.inherited != self.stated


def scale(isms: Isms) -> tuple[str, ...]:
    """The words of needs in rising order: numbers, then the usual words, then the organisation's own classes."""
    own = tuple(each.name for each in isms.organization.classes)
    return (*map(str, range(10)), "very low", *LEVELS[:3], "very high", "critical", *own)


def needs(isms: Isms) -> Mapping[str, tuple[Need, ...]]:
    """By reference of a live asset, its needs on the three goals."""
    return isms.memo("needs of assets", lambda: _needs(isms))


def serves(isms: Isms) -> Mapping[str, tuple[str, ...]]:
    """By reference of an asset, those it serves: what it holds, and what depends on it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for asset in isms.live(Asset):
        for words in asset.holds:
            if (held := isms.resolve(words, Asset)) is not None and held.live:
                found[asset.ref][held.ref] = None
        for words in asset.depends_on:
            if (below := isms.resolve(words, Asset)) is not None and below.live:
                found[below.ref][asset.ref] = None
    return {ref: tuple(each) for ref, each in found.items()}


def _needs(isms: Isms) -> Mapping[str, tuple[Need, ...]]:
    ranks = {folded(word): place for place, word in enumerate(scale(isms))}
    upward = serves(isms)
    found: dict[str, list[Need]] = defaultdict(list)
    for goal in GOALS:
        stated = {each.ref: str(getattr(each, goal)) for each in isms.live(Asset)}
        best = _spread(stated, ranks, upward)
        for ref, words in stated.items():
            source, way = best.get(ref, (ref, (ref,)))
            found[ref].append(Need(goal, words, stated[source] or words, way if source != ref else ()))
    return {ref: tuple(each) for ref, each in found.items()}


def _spread(
    stated: Mapping[str, str], ranks: Mapping[str, int], upward: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """For each asset the one it serves, near or far, that needs most, and the shortest way there; circles end."""
    downward: dict[str, list[str]] = defaultdict(list)
    for ref, served in upward.items():
        for each in served:
            downward[each].append(ref)
    best: dict[str, tuple[str, tuple[str, ...]]] = {}
    sources = [ref for ref, words in stated.items() if folded(words) in ranks]
    for source in sorted(sources, key=lambda ref: -ranks[folded(stated[ref])]):
        waiting: list[tuple[str, tuple[str, ...]]] = [(source, (source,))]
        while waiting:
            ref, way = waiting.pop(0)
            if ref in best:
                continue  # somebody with as great a need came here first, and by a shorter way
            best[ref] = (source, way)
            waiting += [(each, (each, *way)) for each in downward[ref] if each not in best]
    return best
