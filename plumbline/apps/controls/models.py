"""What we do about each control, and who does it (8.1): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class ControlState(RecordTable, value=kinds.ControlState):
    """The state of one control of Annex A (8.1)."""


class OwnControl(RecordTable, value=kinds.OwnControl):
    """A control of our own, beyond Annex A (6.1.3 b)."""
