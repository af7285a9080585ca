"""Keeping evidence and the runs of imports (7.5.3)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

evidence_items = writer(kinds.EvidenceItem, Permission.EVIDENCE_WRITE)
