"""The map of assets: what holds and carries what, and what each needs because of that (A.5.9, A.5.12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset
from plumbline.engine.domain.needs import Need, needs, scale, serves

MOST_DRAWN = 150
"""So many assets a picture can hold before nobody can read it."""
CROWD = 25
OTHER = "other"
SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect")
"""Kinds differ in shape as well as in colour."""
SHOWN: Mapping[str, str] = {
    "": "in scope, and not known to be outside",
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


def picture(isms: Isms, shown: AssetMap) -> dict[str, Any] | None:
    """The map as a graph for ECharts; None where nothing hangs together or too much does."""
    linked = [each for each in shown.places if each.serves or each.served_by]
    if not linked or len(linked) > MOST_DRAWN:
        return None
    kinds = sorted({each.asset.asset_kind or OTHER for each in linked})
    drawn = {each.asset.ref for each in linked}
    ranks = {folded(word): at for at, word in enumerate(scale(isms))}
    top = max((_rank(each, ranks) for each in linked), default=0)
    nodes = [
        {
            "id": each.asset.ref,
            "name": each.asset.title or each.asset.ref,
            "category": kinds.index(each.asset.asset_kind or OTHER),
            "symbol": SYMBOLS[kinds.index(each.asset.asset_kind or OTHER) % len(SYMBOLS)],
            "symbolSize": 26 if _rank(each, ranks) == top else 18 if _rank(each, ranks) == top - 1 else 12,
            "url": reverse("records:record", args=[Asset.KIND, each.asset.ref]),
            **({"itemStyle": {"borderColor": "tone:warn", "borderWidth": 3}} if each.higher else {}),
        }
        for each in linked
    ]
    links = [
        {"source": each.asset.ref, "target": served.ref}
        for each in linked
        for served in each.serves
        if served.ref in drawn
    ]
    return {
        "tooltip": {},
        "legend": {
            "data": [{"name": each, "icon": SYMBOLS[at % len(SYMBOLS)]} for at, each in enumerate(kinds)],
            "top": 8,
            "type": "scroll",
        },
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "roam": "move",
                "zoom": 0.78 if len(linked) > CROWD else 1.1,
                "center": ["50%", "46%"],
                "force": {"repulsion": 190, "edgeLength": 70, "gravity": 0.12, "layoutAnimation": False},
                "label": {"show": True, "position": "right", "color": "tone:ink", "fontSize": 11},
                "labelLayout": {"hideOverlap": True},
                "lineStyle": {"color": "tone:soft", "opacity": 0.55},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 6,
                "emphasis": {"focus": "adjacency"},
                "categories": [{"name": each, "symbol": SYMBOLS[at % len(SYMBOLS)]} for at, each in enumerate(kinds)],
                "data": nodes,
                "links": links,
            }
        ],
    }
