"""Whether access was ever reviewed."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "ACC000",
    "access-never-reviewed",
    clauses=("A.5.18",),
    grade=MINOR,
    of="access reviews",
    mend="Go through who may do what in one system, and file the list with the decisions as evidence on A.5.18.",
)
def access_never_reviewed(isms: Isms) -> str:
    """The runner leaves this out where A.5.18 is excluded."""
    return "" if shown_elsewhere(isms, "A.5.18") else "No review of access rights is on record."
