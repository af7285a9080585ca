"""Whether any issue of the context is on record."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Issue
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "CTX000",
    "no-issue-determined",
    clauses=("4.1",),
    grade=MAJOR,
    of="live context issues",
    mend="Record the external and internal issues in the register “Context issues”, each with its effect.",
)
def no_issue_determined(isms: Isms) -> str:
    """Whether any issue of the context is on record."""
    return nothing_live(isms, Issue, "context issue")
