"""Whether the system reaches the business it is meant to serve (5.1 b)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import inside
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Risk
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR, rule, where
from plumbline.engine.rules.wording import counted


def _is_process_inside(isms: Isms, asset: Asset) -> bool:
    return asset.asset_kind == "process" and inside(asset)


def _named_by_risks(isms: Isms) -> frozenset[str]:
    """The assets that live risks name, by reference."""

    def collect() -> frozenset[str]:
        found = (isms.resolve(words, Asset) for risk in isms.live(Risk) for words in risk.assets)
        return frozenset(each.ref for each in found if each)

    return isms.memo("assets named by live risks", collect)


def _with_what_it_rests_on(isms: Isms, process: Asset) -> frozenset[str]:
    found: dict[str, None] = {process.ref: None}
    waiting = [process]
    while waiting:
        each = waiting.pop()
        for words in (*each.depends_on, *each.holds):
            below = isms.resolve(words, Asset)
            if isinstance(below, Asset) and below.ref not in found:
                found[below.ref] = None
                waiting.append(below)
    return frozenset(found)


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
    reached = _with_what_it_rests_on(isms, process)
    if reached & _named_by_risks(isms):
        return
    below = len(reached) - 1
    assets = f" or one of the {counted(below, 'asset')} it depends on" if below else ""
    yield Fault(
        process,
        gap=f"The process is inside the scope, and no live risk names it{assets}.",
        shows=("owner", "criticality", "depends_on"),
    )
