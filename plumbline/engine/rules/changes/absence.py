"""Whether any change was ever planned and recorded."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.due import silence_start, younger_than_silence
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.rule import MINOR, absence

SHOWN_BY = ("6.3", "8.1-3", "A.8.32")


@absence(
    "CHG000",
    "no-change-recorded",
    clauses=("8.1-3", "6.3"),
    grade=MINOR,
    of="changes of the system or of operation",
    mend="Record the last change of the system or of operation, or evidence of one for clause 6.3 or control A.8.32.",
)
def no_change_recorded(isms: Isms) -> str | None:
    """A system that runs for a year changes; one that recorded none plans none, or does not write it down."""
    start = silence_start(isms, "change")
    if shown_elsewhere(isms, *SHOWN_BY, since=start):
        return ""
    if younger_than_silence(isms, "change"):
        return None
    return f"Since {start.isoformat()} no change of the system or of operation is on record."
