"""Events, incidents, notifications and lessons (A.5.24 to A.5.28): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Event(RecordTable, value=kinds.Event):
    """Something seen and reported (A.5.25)."""


class Incident(RecordTable, value=kinds.Incident):
    """An incident from detection to lessons (A.5.26)."""


class Notification(RecordTable, value=kinds.Notification):
    """Telling an authority, a customer or the persons concerned (A.5.26)."""


class Lesson(RecordTable, value=kinds.Lesson):
    """What an incident taught (A.5.27)."""
