"""Whether anybody said how soon something must be back."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, ImpactAnalysis
from plumbline.engine.rules.rule import MINOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "CON000",
    "continuity-unanalysed",
    # Both keys, since only the exclusion of both controls excuses it.
    clauses=("A.5.30", "A.5.29"),
    grade=MINOR,
    of="assets and processes with a recovery need",
    mend="Ask what an hour, a day and a week without it would do, and enter “Recovery time needed” in an impact "
    "analysis, or at the asset.",
)
def continuity_unanalysed(isms: Isms) -> str:
    """A time to be back by, or how much data may be lost: one of them at one asset shows that somebody asked.

    An empty inventory is AST000's.
    """
    assets = isms.live(Asset)
    stated: tuple[Asset | ImpactAnalysis, ...] = (*assets, *isms.live(ImpactAnalysis))
    if not assets or any(each.recovery_time or each.recovery_point for each in stated):
        return ""
    return f"{counted(len(assets), 'live asset')} on record, and none states how soon it must be back."
