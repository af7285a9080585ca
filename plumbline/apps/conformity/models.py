"""Rules and what is waived of them (A.5.36): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class RuleWaiver(RecordTable, value=kinds.RuleWaiver):
    """A finding that is known and accepted until a day (A.5.36)."""
