"""Whether the system aims at anything at present."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "OBJ000",
    "no-objective",
    clauses=("6.2", "6.2.g"),
    grade=MAJOR,
    of="live objectives",
    mend="Set at least one objective with target, owner and date in the register “Objectives”.",
)
def no_objective(isms: Isms) -> str:
    """Whether the system aims at anything at present."""
    return nothing_live(isms, Objective, "information security objective")
