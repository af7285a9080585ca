"""The classification scheme: how strict a class is, and the strictest class that something holds (A.5.12)."""

from collections import defaultdict
from collections.abc import Mapping

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset


def strictness(isms: Isms, name: str) -> int | None:
    """The place of a class in the scheme, 0 for the most open; None where the scheme does not have it."""
    places = isms.memo(
        "classes", lambda: {folded(each.name): place for place, each in enumerate(isms.organization.classes)}
    )
    return places.get(folded(name))


def live_contents(isms: Isms, asset: Asset) -> tuple[Asset, ...]:
    """What an asset is said to hold that still exists."""
    return tuple(each for each in resolved(isms, asset.holds, Asset) if isinstance(each, Asset) and each.live)


def strictest_held(isms: Isms) -> Mapping[str, int]:
    """How strict the strictest live thing is that an asset holds at any depth, by reference of the asset."""
    return isms.memo("strictest classes held", lambda: _spread(isms))


def _spread(isms: Isms) -> Mapping[str, int]:
    """From the strictest class down, upwards through the holders: each is reached first by the strictest."""
    holders: dict[str, list[str]] = defaultdict(list)
    classed: dict[int, list[str]] = defaultdict(list)
    for asset in isms.live(Asset):
        if (place := strictness(isms, asset.classification)) is not None:
            classed[place].append(asset.ref)
        for content in live_contents(isms, asset):
            holders[content.ref].append(asset.ref)
    found: dict[str, int] = {}
    for place in sorted(classed, reverse=True):
        waiting = [above for ref in classed[place] for above in holders[ref]]
        while waiting:
            ref = waiting.pop()
            if ref not in found:
                found[ref] = place
                waiting += holders[ref]
    return found
