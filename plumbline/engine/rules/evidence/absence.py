"""Whether anything shows that the system runs."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ActivityRun, EvidenceItem
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "EVD000",
    "no-evidence-recorded",
    clauses=("8.1-doc",),
    grade=MAJOR,
    of="current evidence items and recurring tasks done",
    mend="File what shows that controls run in the register “Evidence”, with the day it was observed and its control.",
)
def no_evidence_recorded(isms: Isms) -> str:
    """Words in a cell that claim evidence are no evidence: an item can be opened, and who did a task is named."""
    if any(each.done_on and each.done_on <= isms.on and each.by for each in isms.all(ActivityRun)):
        return ""
    return nothing_live(isms, EvidenceItem, "evidence item")
