"""Whether access was ever reviewed."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AccessReview
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "ACC000",
    "access-never-reviewed",
    clauses=("A.5.18",),
    grade=MINOR,
    of="access reviews",
    mend="Go through who may do what in one system, decide on each, and finish that under “Access reviews”.",
)
def access_never_reviewed(isms: Isms) -> str:
    """The runner leaves this out where A.5.18 is excluded; a review counts once it is finished."""
    if any(each.finished_on or each.state == "finished" for each in isms.live(AccessReview)):
        return ""
    return "" if shown_elsewhere(isms, "A.5.18") else "No finished review of access rights is on record."
