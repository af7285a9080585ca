"""The edge of the system: the scope in force, what lies inside or outside, and the interfaces between (4.3)."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import Asset, Interface, Record, Risk, Scope, Site


def scope_in_force(isms: Isms) -> Scope | None:
    """The version of the scope that is in force on the day, the latest where there are several."""
    held = (
        each for each in isms.all(Scope) if each.state == "in force" and covers(each.effective, each.until, isms.on)
    )
    return max(held, key=lambda each: (each.effective or each.approved_on or date.min, each.ref), default=None)


def inside(record: Record) -> bool:
    """Whether something is inside the scope: an asset on the inventory is, unless it says that it is not."""
    match record:
        case Asset():
            return record.live and record.in_scope is not False
        case Site():
            return record.live and record.verdict == "in"
    return False


def outside(record: Record) -> bool:
    """Whether an asset, a unit or a site is said to lie outside the scope."""
    match record:
        case Asset():
            return record.live and record.in_scope is False
        case Site():
            return record.live and record.verdict == "out"
    return False


def links_across(isms: Isms) -> tuple[tuple[Asset, Record], ...]:
    """Every link from an asset inside to an asset, unit or site outside: what it rests on, holds, or stands in."""
    return isms.memo("links across the boundary", lambda: tuple(_links(isms)))


def _links(isms: Isms) -> Iterator[tuple[Asset, Record]]:
    for asset in isms.live(Asset):
        if inside(asset):
            named = resolved(isms, (*asset.depends_on, *asset.holds, asset.site), Asset, Site)
            yield from ((asset, other) for other in named if outside(other))


def resolved(isms: Isms, words: Iterable[str], *kinds: type[Record]) -> tuple[Record, ...]:
    """The records that the words name, each once."""
    found = (isms.resolve(each, *kinds) for each in words if each)
    return tuple({(each.KIND, each.ref): each for each in found if each}.values())


def interface_between(isms: Isms, within: Record, beyond: Record) -> Interface | None:
    """A described interface whose ends cover both records: by themselves, their site, or who provides them."""
    here = _places(isms, within)
    for interface in dict.fromkeys(
        each for place in _places(isms, beyond) for each in _by_outside(isms).get(place, ())
    ):
        if here & {each.ref for each in resolved(isms, interface.inside)}:
            return interface
    return None


def _places(isms: Isms, record: Record) -> frozenset[str]:
    around = (record.site, record.supplier) if isinstance(record, Asset) else ()
    return frozenset({record.ref, *(each.ref for each in resolved(isms, around))})


def _by_outside(isms: Isms) -> Mapping[str, tuple[Interface, ...]]:
    """Live interfaces by the records beyond them."""

    def group() -> Mapping[str, tuple[Interface, ...]]:
        grouped: dict[str, list[Interface]] = defaultdict(list)
        for each in isms.live(Interface):
            for beyond in resolved(isms, (*each.outside, each.provider)):
                grouped[beyond.ref].append(each)
        return {reference: tuple(each) for reference, each in grouped.items()}

    return isms.memo("interfaces by what lies beyond", group)


def held_within(isms: Isms, asset: Asset) -> Iterator[tuple[Asset, ...]]:
    """What an asset holds, directly or through what it holds, the nearest first: each as the path that leads to it."""
    seen = {asset.ref}
    waiting: deque[tuple[Asset, ...]] = deque([(asset,)])
    while waiting:
        path = waiting.popleft()
        for each in resolved(isms, path[-1].holds, Asset):
            if isinstance(each, Asset) and each.live and each.ref not in seen:
                seen.add(each.ref)
                waiting.append((*path, each))
                yield (*path[1:], each)


def reached_by_risks(isms: Isms) -> frozenset[str]:
    """The assets that a live risk names, and whatever depends on them or holds them at any depth, by reference."""

    def spread() -> frozenset[str]:
        above: dict[str, list[str]] = defaultdict(list)
        for asset in isms.live(Asset):
            for below in resolved(isms, (*asset.depends_on, *asset.holds), Asset):
                above[below.ref].append(asset.ref)
        waiting = [each.ref for risk in isms.live(Risk) for each in resolved(isms, risk.assets, Asset)]
        found: set[str] = set()
        while waiting:
            reference = waiting.pop()
            if reference not in found:
                found.add(reference)
                waiting += above[reference]
        return frozenset(found)

    return isms.memo("assets reached by risks", spread)
