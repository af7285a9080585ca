"""Whether communication is determined."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Communication
from plumbline.engine.rules.rule import MINOR, absence

SHOWN_BY = ("7.4", "7.4.a", "7.4.b", "7.4.c", "7.4.d")


@absence(
    "COM000",
    "communication-undetermined",
    clauses=("7.4.a", "7.4.b", "7.4.c", "7.4.d"),
    grade=MINOR,
    of="rows of a communication plan",
    mend="Write down what is said about security, when, to whom and how, row by row under “Communication plan”.",
)
def communication_undetermined(isms: Isms) -> str:
    """A row is enough to begin with; so is a document in force that serves 7.4, or evidence of one."""
    if isms.live(Communication) or shown_elsewhere(isms, *SHOWN_BY):
        return ""
    return (
        "The communication plan has no row, and no document in force serves clause 7.4: nothing on record says what is "
        "communicated, when, with whom and how."
    )
