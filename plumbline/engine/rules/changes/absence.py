"""Whether any change was ever planned and recorded."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.due import silence_start, younger_than_silence
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Change
from plumbline.engine.rules.emptiness import newest_day
from plumbline.engine.rules.rule import MINOR, absence

SHOWN_BY = ("6.3", "8.1-3", "A.8.32")
DAYS = ("live_on", "approved_on", "requested_on")


@absence(
    "CHG000",
    "no-change-recorded",
    clauses=("8.1-3", "6.3"),
    grade=MINOR,
    of="changes of the system or of operation",
    mend="Enter the last change of the system or of operation under “Changes”, with what it touched.",
)
def no_change_recorded(isms: Isms) -> str | None:
    """A system that runs for a year changes; one that recorded none plans none, or does not write it down."""
    start = silence_start(isms, "change")
    newest = newest_day(isms, (each for each in isms.all(Change) if each.state != "rejected"), *DAYS)
    if (newest is not None and newest >= start) or shown_elsewhere(isms, *SHOWN_BY, since=start):
        return ""
    if younger_than_silence(isms, "change"):
        return None
    return f"Since {start.isoformat()} no change of the system or of operation is on record."
