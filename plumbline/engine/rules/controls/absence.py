"""Whether any control is said to run."""

from plumbline.engine.domain.calendar_of_controls import carried_out
from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Activity, ControlState, OwnControl
from plumbline.engine.domain.soa import declared_rows
from plumbline.engine.rules.rule import MAJOR, absence
from plumbline.engine.rules.wording import counted

OPEN: tuple[Implementation, ...] = ("", "none")


@absence(
    "CTL000",
    "no-control-operated",
    clauses=("8.1-1", "8.1-2"),
    grade=MAJOR,
    of="controls that are implemented, in part or planned",
    mend="State in the register “Controls” how far each control is done, beginning with those your risks rest on.",
)
def no_control_operated(isms: Isms) -> str:
    """The state counts wherever it is told, and so does a recurring task of a control that was carried out."""
    told = [each.status for each in isms.all(ControlState)]
    told += [each.status for each in isms.live(OwnControl)]
    told += [each.status for each in declared_rows(isms)]
    if any(each not in OPEN for each in told):
        return ""
    if any(each.controls and carried_out(isms, each) for each in isms.live(Activity)):
        return ""
    if not told:
        return "No control is on record."
    return f"{counted(len(told), 'control is', 'controls are')} on record, and none is implemented, in part or planned."
