"""The picture of the map: what is served at the left, what serves it to the right of it, as far as that goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from plumbline.apps.assets.mapping import AssetMap, Place, rank
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset

MOST_DRAWN = 150
"""So many assets a picture can hold before nobody can read it."""
CROWDED = 24
"""So many in one column need a taller picture."""
OTHER = "other"
SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect")
"""Kinds differ in shape as well as in colour."""
SIZES = (17, 13, 9)
WIDTH, HEIGHT = 1000, 560


def picture(isms: Isms, shown: AssetMap) -> dict[str, Any] | None:
    """The map as a graph for ECharts; None where nothing hangs together or too much does."""
    held = {each.asset.ref: each for each in shown.places}
    linked = {ref: each for ref, each in held.items() if _neighbours(each, held)}
    if not linked or len(linked) > MOST_DRAWN:
        return None
    kinds = sorted({_kind(each) for each in linked.values()})
    needed = {ref: rank(isms, each) for ref, each in linked.items()}
    most, places = max(needed.values()), _laid_out(linked)
    nodes = [
        {
            "id": ref,
            "name": each.asset.title or ref,
            "x": places[ref][0],
            "y": places[ref][1],
            "category": kinds.index(_kind(each)),
            "symbol": _symbol(kinds.index(_kind(each))),
            "symbolSize": SIZES[min(most - needed[ref], len(SIZES) - 1)],
            "url": reverse("records:record", args=[Asset.KIND, ref]),
            **({"itemStyle": {"borderColor": "tone:warn", "borderWidth": 3}} if each.higher else {}),
        }
        for ref, each in linked.items()
    ]
    links = [
        {"source": ref, "target": served.ref}
        for ref, each in linked.items()
        for served in each.serves
        if served.ref in linked
    ]
    return {
        "tooltip": {},
        "legend": {
            "data": [{"name": each, "icon": _symbol(at)} for at, each in enumerate(kinds)],
            "top": 8,
            "type": "scroll",
        },
        "series": [_series(kinds, nodes, links)],
    }


def crowded(isms: Isms, shown: AssetMap) -> bool:
    """Whether one column holds so many that the picture has to be taller."""
    drawn = picture(isms, shown)
    columns: dict[float, int] = defaultdict(int)
    for each in drawn["series"][0]["data"] if drawn else ():
        columns[each["x"]] += 1
    return max(columns.values(), default=0) > CROWDED


def _series(kinds: list[str], nodes: list[dict[str, Any]], links: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "graph",
        "layout": "none",
        "roam": "move",
        "left": 24,
        "right": 190,
        "top": 56,
        "bottom": 24,
        "label": {
            "show": True,
            "position": "right",
            "color": "tone:ink",
            "backgroundColor": "tone:page",
            "padding": [1, 3],
            "fontSize": 11,
        },
        "labelLayout": {"hideOverlap": True},
        "lineStyle": {"color": "tone:soft", "opacity": 0.45, "curveness": 0.08},
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 6,
        "emphasis": {"focus": "adjacency"},
        "categories": [{"name": each, "symbol": _symbol(at)} for at, each in enumerate(kinds)],
        "data": nodes,
        "links": links,
    }


def _kind(place: Place) -> str:
    return place.asset.asset_kind or OTHER


def _symbol(at: int) -> str:
    return SYMBOLS[at % len(SYMBOLS)]


def _neighbours(place: Place, held: Mapping[str, Place]) -> bool:
    return any(each.ref in held for each in (*place.serves, *place.served_by))


def _laid_out(linked: Mapping[str, Place]) -> Mapping[str, tuple[float, float]]:
    """Where each stands: a column for each step away from what is only served, near to what it serves itself."""
    steps = _steps(linked)
    columns: dict[int, list[str]] = defaultdict(list)
    for ref, step in steps.items():
        columns[step].append(ref)
    heights: dict[str, float] = {}
    for step in sorted(columns):
        wanted = {ref: _height(linked[ref], heights) for ref in columns[step]}
        ordered = sorted(columns[step], key=lambda ref: (wanted[ref], len(ref), ref))
        heights |= {ref: (at + 0.5) * HEIGHT / len(ordered) for at, ref in enumerate(ordered)}
    wide = WIDTH / max(*columns, 1)
    return {ref: (step * wide, heights[ref]) for ref, step in steps.items()}


def _height(place: Place, heights: Mapping[str, float]) -> float:
    """The middle of what it serves and of what it is served by, as far as those stand already."""
    known = [heights[each.ref] for each in (*place.serves, *place.served_by) if each.ref in heights]
    return sum(known) / len(known) if known else HEIGHT / 2


def _steps(linked: Mapping[str, Place]) -> Mapping[str, int]:
    """The shortest way from each to something that serves nothing; in a circle everything is a beginning."""
    tops = [ref for ref, each in linked.items() if not any(served.ref in linked for served in each.serves)]
    steps = dict.fromkeys(tops or linked, 0)
    waiting = list(steps)
    while waiting:
        ref = waiting.pop(0)
        for each in linked[ref].served_by:
            if each.ref in linked and each.ref not in steps:
                steps[each.ref] = steps[ref] + 1
                waiting.append(each.ref)
    return {ref: steps.get(ref, 0) for ref in linked}
