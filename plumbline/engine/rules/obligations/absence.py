"""Whether any legal, regulatory or contractual duty is on record."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Obligation
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "LEG000",
    "no-obligation-recorded",
    clauses=("A.5.31", "4.2.b"),
    grade=MAJOR,
    of="obligations in force",
    mend="Record the laws and contracts that bind you in the register “Obligations”.",
)
def no_obligation_recorded(isms: Isms) -> str:
    """Whether any legal, regulatory or contractual duty is on record."""
    return nothing_live(isms, Obligation, "obligation")
