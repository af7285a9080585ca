"""Whether the system reaches the business it is meant to serve (5.1 b)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import inside, reached_by_risks
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR, rule, where
from plumbline.engine.rules.wording import counted


def _is_process_inside(isms: Isms, asset: Asset) -> bool:
    return asset.asset_kind == "process" and inside(asset)


@rule(
    "LDR001",
    "business-process-outside-isms",
    clauses=("5.1.b",),
    grade=MINOR,
    examines=where(Asset, "business processes inside the scope", _is_process_inside),
    mend="Name the process, or an asset it depends on, in “Assets or processes” of the risk that concerns it, or "
    "assess it.",
)
def business_process_outside_isms(isms: Isms, process: Asset) -> Iterator[Fault]:
    """A process is reached as well where the risk is written on the system it runs on."""
    if process.ref in reached_by_risks(isms):
        return
    below = len({*process.depends_on, *process.holds})
    assets = f" or the {counted(below, 'thing')} it rests on" if below else ""
    yield Fault(
        process,
        gap=f"The process is inside the scope, and no live risk names it{assets}.",
        shows=("owner", "criticality", "depends_on"),
    )
