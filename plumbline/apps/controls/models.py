"""What we do about each control, and who does it (8.1): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class ControlState(RecordTable, value=kinds.ControlState):
    """The state of one control of Annex A (8.1)."""


class OwnControl(RecordTable, value=kinds.OwnControl):
    """A control of our own, beyond Annex A (6.1.3 b)."""


class Activity(RecordTable, value=kinds.Activity):
    """What is done again and again so that controls run (8.1)."""


class ActivityRun(RecordTable, value=kinds.ActivityRun):
    """One time it was done (8.1)."""


class CryptoKey(RecordTable, value=kinds.CryptoKey):
    """A key or certificate in use (A.8.24)."""
