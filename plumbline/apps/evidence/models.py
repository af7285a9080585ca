"""What shows that a control runs, and for which period (7.5.3): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class EvidenceItem(RecordTable, value=kinds.EvidenceItem):
    """One thing that shows something, and the period it covers (7.5.3)."""
