"""Suppliers, agreements, assessments and reviews (A.5.19 to A.5.23): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Supplier(RecordTable, value=kinds.Supplier):
    """Somebody who provides something from outside (A.5.19)."""


class SupplierAgreement(RecordTable, value=kinds.SupplierAgreement):
    """A contract and the terms found in it (A.5.20)."""


class SupplierAssessment(RecordTable, value=kinds.SupplierAssessment):
    """A look at a supplier (A.5.19)."""


class SupplierReview(RecordTable, value=kinds.SupplierReview):
    """A periodic review of what a supplier does (A.5.22)."""
