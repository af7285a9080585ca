"""Whether opportunities were looked for."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Improvement
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "PLN000",
    "no-opportunity-considered",
    clauses=("6.1.1", "6.1.1.c"),
    grade=MINOR,
    of="opportunities and improvements, or notes that none was found",
    mend="Record an opportunity in “Opportunities and improvements”, or the day you last looked and found none.",
)
def no_opportunity_considered(isms: Isms) -> str:
    """A dated note that nothing was found is an answer; silence is none."""
    looked = isms.organization.no_opportunity_on
    if isms.all(Improvement) or (looked is not None and looked <= isms.on):
        return ""
    return "No opportunity and no improvement is on record, nor a day on which you looked for some and found none."
