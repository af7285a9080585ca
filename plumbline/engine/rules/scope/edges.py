"""Where the inside touches the outside, and whether anybody described it (4.3 c)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import held_within, inside, interface_between, links_across, outside
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Record
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule, where

SITUATION = ("in_scope", "site", "hosting")


@rule(
    "SCP002",
    "interface-undescribed",
    clauses=("4.3.c",),
    grade=MINOR_UP,
    examines=Population("links from inside the scope to what lies outside", links_across),
    mend="Describe the interface in “Interfaces and dependencies” with both ends and how it is secured.",
)
def interface_undescribed(isms: Isms, link: tuple[Asset, Record]) -> Iterator[Fault]:
    """Suppliers have their own register and rules: here are the organisation's own things beyond the line."""
    within, beyond = link
    if interface_between(isms, within, beyond):
        return
    shown = SITUATION if isinstance(beyond, Asset) else ("verdict", "reason")
    yield Fault(
        within,
        gap=f"{within.ref} lies inside the scope and depends on, holds or stands in {beyond.ref}, which lies outside; "
        "no interface covers both ends.",
        shows=("depends_on", "holds", "site"),
        cites=(Cited(beyond, shown),),
    )


@rule(
    "SCP003",
    "outside-asset-holds-inside-information",
    clauses=("4.3", "A.5.9"),
    grade=MINOR_UP,
    examines=where(Asset, "live assets outside the scope", lambda isms, each: outside(each)),
    mend="Take the asset into the scope, move the information, or describe the interface that protects it.",
)
def outside_asset_holds_inside_information(isms: Isms, asset: Asset) -> Iterator[Fault]:
    """What an asset holds may hold more: the path is followed to the information."""
    for path in held_within(isms, asset):
        last = path[-1]
        if last.asset_kind != "information" or not inside(last):
            continue
        if any(interface_between(isms, each, asset) for each in path if inside(each)):
            continue
        through = f" through {', '.join(each.ref for each in path[:-1])}" if len(path) > 1 else ""
        yield Fault(
            asset,
            gap=f"The asset lies outside the scope and holds{through} the information {last.ref}, which lies inside; "
            "no interface says so.",
            shows=("in_scope", "scope_reason", "holds"),
            cites=tuple(Cited(each, ("classification", "in_scope")) for each in path),
        )
        return
