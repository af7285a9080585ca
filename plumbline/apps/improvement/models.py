"""Actions, nonconformities and improvements (10): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Action(RecordTable, value=kinds.Action):
    """Something to be done, whatever it answers (6.2, 8.3, 10.2)."""


class Nonconformity(RecordTable, value=kinds.Nonconformity):
    """A requirement not met, and what follows from it (10.2)."""


class Improvement(RecordTable, value=kinds.Improvement):
    """An opportunity or a risk of the system itself (6.1.1, 10.1)."""


class Change(RecordTable, value=kinds.Change):
    """Something altered on purpose, or that altered unasked (6.3, 8.1)."""
