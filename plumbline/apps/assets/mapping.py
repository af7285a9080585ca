"""The map of assets: what holds and carries what, and what each needs because of that (A.5.9, A.5.12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset
from plumbline.engine.domain.needs import Need, needs, scale, serves

SHOWN: Mapping[str, str] = {
    "": "not out of scope",
    "higher": "that need more than was stated",
    "unstated": "without any stated need",
    "alone": "that hang on nothing and carry nothing",
    "all": "all live assets",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An asset on the map with its needs, what it serves and what serves it."""

    asset: Asset
    needs: tuple[Need, ...]
    serves: tuple[Asset, ...]
    served_by: tuple[Asset, ...]

    @property
    def higher(self) -> bool:
        """Whether more follows for it than was stated."""
        return any(each.higher for each in self.needs)

    @property
    def stated(self) -> bool:
        """Whether somebody stated a need of it."""
        return any(each.stated for each in self.needs)


@dataclass(frozen=True, slots=True)
class AssetMap:
    """The assets that were asked for, and counts over all that are live and not known to be out of scope."""

    places: tuple[Place, ...]
    total: int
    higher: int
    unstated: int
    alone: int
    links: int


def asset_map(isms: Isms, show: str = "", kind: str = "") -> AssetMap:
    """The map of the live assets, the most needed first."""
    every = isms.memo("asset map", lambda: _places(isms))
    inside = [each for each in every if each.asset.in_scope is not False]
    chosen = every if show == "all" else inside
    chosen = [each for each in chosen if _fits(each, show) and (not kind or each.asset.asset_kind == kind)]
    return AssetMap(
        tuple(chosen),
        len(inside),
        sum(each.higher for each in inside),
        sum(not each.stated for each in inside),
        sum(_alone(each) for each in inside),
        sum(len(each.serves) for each in inside),
    )


def _fits(place: Place, show: str) -> bool:
    fits = {"higher": place.higher, "unstated": not place.stated, "alone": _alone(place)}
    return fits.get(show, True)


def _alone(place: Place) -> bool:
    return not place.serves and not place.served_by


def _places(isms: Isms) -> list[Place]:
    wanted, upward = needs(isms), serves(isms)
    by_ref = {each.ref: each for each in isms.live(Asset)}
    downward: dict[str, list[str]] = defaultdict(list)
    for ref, served in upward.items():
        for each in served:
            downward[each].append(ref)
    ranks = {folded(word): at for at, word in enumerate(scale(isms))}
    found = [
        Place(
            asset,
            wanted.get(asset.ref, ()),
            tuple(by_ref[each] for each in upward.get(asset.ref, ()) if each in by_ref),
            tuple(by_ref[each] for each in downward.get(asset.ref, ()) if each in by_ref),
        )
        for asset in by_ref.values()
    ]
    return sorted(found, key=lambda each: (-_rank(each, ranks), len(each.asset.ref), each.asset.ref))


def _rank(place: Place, ranks: Mapping[str, int]) -> int:
    return max((ranks.get(folded(each.inherited), -1) for each in place.needs), default=-1)


def place_of(isms: Isms, asset: Asset) -> Place | None:
    """One asset on the map; None for one that is no longer live."""
    every = isms.memo("asset map", lambda: _places(isms))
    return next((each for each in every if each.asset.ref == asset.ref), None)


def rank(isms: Isms, place: Place) -> int:
    """How much an asset needs, as a place on the scale of the words; -1 where nothing is stated."""
    return _rank(place, isms.memo("ranks of needs", lambda: {folded(w): at for at, w in enumerate(scale(isms))}))
