"""Controlled documents, versions, commitments and acknowledgements (5.2, 7.5): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Document(RecordTable, value=kinds.Document):
    """A controlled document (7.5)."""


class DocumentVersion(RecordTable, value=kinds.DocumentVersion):
    """One version of a document, with its approval (7.5.2)."""


class Commitment(RecordTable, value=kinds.Commitment):
    """A sentence of a policy that promises something (5.2)."""


class Acknowledgement(RecordTable, value=kinds.Acknowledgement):
    """That a person has read a version, or has still to (7.3)."""
