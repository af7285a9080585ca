"""Whether anybody ever reports anything."""

from plumbline.engine.domain.due import younger_than_silence
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Event, Incident
from plumbline.engine.rules.emptiness import newest_day, silent
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "INC000",
    "no-event-recorded",
    clauses=("A.6.8", "A.5.25"),
    grade=MINOR,
    of="events and incidents",
    mend="Record what was reported, also what turned out harmless, under “Events”; exercise the way to report.",
)
def no_event_recorded(isms: Isms) -> str | None:
    """A year in which nobody noticed anything says more about reporting than about security."""
    heard = [
        newest_day(isms, isms.all(Event), "reported_at", "seen_at"),
        newest_day(isms, isms.all(Incident), "reported_at", "detected_at", "occurred_at"),
    ]
    gap = silent(isms, "event or incident", "event", max((each for each in heard if each), default=None))
    return None if gap and younger_than_silence(isms, "event") else gap
