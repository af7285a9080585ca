"""Whether production information stays in production (A.8.31, A.8.33)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import held_within, resolved
from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import Asset, PolicyException
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, rule, where

NOT_PRODUCTION = ("test", "development")
SEPARATION = frozenset({"A.8.11", "A.8.31", "A.8.33"})


@rule(
    "OPS003",
    "production-data-outside-production",
    clauses=("A.8.33", "A.8.31", "A.8.11"),
    grade=MINOR_UP,
    examines=where(Asset, "live development and test assets", lambda isms, each: each.environment in NOT_PRODUCTION),
    mend="Mask or remove the information and mark it so, or have an exception granted for as long as it must stay.",
)
def production_data_outside_production(isms: Isms, asset: Asset) -> Iterator[Fault]:
    """Information is of production where it says so itself, or where something in production holds it."""
    if asset.masked or _excepted(isms, asset):
        return
    for path in held_within(isms, asset):
        last = path[-1]
        if any(each.masked for each in path) or last.asset_kind != "information" or not _of_production(isms, last):
            continue
        through = f" through {', '.join(each.ref for each in path[:-1])}" if len(path) > 1 else ""
        yield Fault(
            asset,
            gap=f"The {asset.environment} asset holds{through} the production information {last.ref}, "
            "not marked as masked, and no exception covers it.",
            shows=("environment", "masked", "holds"),
            cites=tuple(Cited(each, ("classification", "environment", "personal_data")) for each in path),
        )
        return


def _of_production(isms: Isms, information: Asset) -> bool:
    if information.environment:
        return information.environment == "production"
    return information.ref in isms.memo("information held in production", lambda: _held_in_production(isms))


def _held_in_production(isms: Isms) -> frozenset[str]:
    found = (each for asset in isms.live(Asset) if asset.environment == "production" for each in _contents(isms, asset))
    return frozenset(found)


def _contents(isms: Isms, asset: Asset) -> Iterator[str]:
    yield from (each.ref for each in resolved(isms, asset.holds, Asset))


def _excepted(isms: Isms, asset: Asset) -> bool:
    """Whether a live exception on separation, masking or test data, or on nothing in particular, names the asset."""
    return any(
        each.live and each.state == "live" and covers(each.granted, each.expires, isms.on)
        for each in isms.of_parent(PolicyException, "assets", asset)
        if not each.controls or SEPARATION & set(each.controls)
    )
