"""The inventory of information and other associated assets (A.5.9): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Asset(RecordTable, value=kinds.Asset):
    """Something of value to the organisation (A.5.9)."""
