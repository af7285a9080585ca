"""Levels of importance as promises name them: “high”, or a class of the organisation's own scheme."""

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset, Risk

LEVELS = ("low", "medium", "high", "critical")


def reaches(level: str, floor: str, scale: tuple[str, ...] = LEVELS) -> bool | None:
    """Whether a level is at or above a floor on a rising scale; None where one of them is not on it."""
    known = [folded(each) for each in scale]
    if folded(level) not in known or folded(floor) not in known:
        return None
    return known.index(folded(level)) >= known.index(folded(floor))


def matters(isms: Isms, asset: Asset, floor: str) -> bool | None:
    """Whether an asset is at or above a promised criticality or class; None where it states neither."""
    if folded(floor) in LEVELS:
        return reaches(asset.criticality, floor)
    return reaches(asset.classification, floor, tuple(each.name for each in isms.organization.classes))


def assessed_assets(isms: Isms) -> frozenset[str]:
    """Assets in a live risk, and what these hold or rest on, by reference."""

    def spread() -> frozenset[str]:
        named = (isms.resolve(words, Asset) for risk in isms.live(Risk) for words in risk.assets)
        waiting = [each for each in named if isinstance(each, Asset)]
        found: dict[str, None] = {}
        while waiting:
            asset = waiting.pop()
            if asset.ref not in found:
                found[asset.ref] = None
                inside = (isms.resolve(words, Asset) for words in (*asset.holds, *asset.depends_on))
                waiting += [each for each in inside if isinstance(each, Asset)]
        return frozenset(found)

    return isms.memo("assets in the assessment", spread)
