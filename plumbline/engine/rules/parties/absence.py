"""Whether any interested party is on record."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Party
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "PTY000",
    "no-interested-party",
    clauses=("4.2.a", "4.2.b"),
    grade=MAJOR,
    of="current interested parties",
    mend="Record who has a stake in your information security in the register “Interested parties”.",
)
def no_interested_party(isms: Isms) -> str:
    """Whether any interested party is on record."""
    return nothing_live(isms, Party, "interested party", "interested parties")
