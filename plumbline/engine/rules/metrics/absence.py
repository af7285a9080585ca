"""Whether anything is measured."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted


@absence(
    "MET000",
    "nothing-measured",
    clauses=("9.1.a", "9.1-doc"),
    grade=MAJOR,
    of="readings of objectives and metrics",
    mend="Record a reading with its value, period and day under “Readings”.",
)
def nothing_measured(isms: Isms) -> str:
    """A target that nobody ever held against a value is a wish."""
    if isms.all(Reading):
        return ""
    aims = len(isms.live(Objective))
    return f"{counted(aims, 'objective')} on record and no reading of any." if aims else "No reading is on record."
