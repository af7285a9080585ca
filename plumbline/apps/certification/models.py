"""Certificates, visits of outside bodies, and the pack they are given: the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Certificate(RecordTable, value=kinds.Certificate):
    """What a body certified, and until when."""


class Visit(RecordTable, value=kinds.Visit):
    """An audit by an outside body."""
