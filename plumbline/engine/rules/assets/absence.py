"""Whether the inventory holds anything."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "AST000",
    "no-asset-recorded",
    clauses=("A.5.9",),
    grade=MAJOR,
    of="live assets",
    mend="Record information and what holds it in the register “Assets”, each with its owner.",
)
def no_asset_recorded(isms: Isms) -> str:
    """Whether the inventory holds anything."""
    return nothing_live(isms, Asset, "asset")
