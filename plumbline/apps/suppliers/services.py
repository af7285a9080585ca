"""Keeping suppliers, their agreements, assessments and reviews (A.5.19 to A.5.23)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

suppliers = writer(kinds.Supplier, Permission.SUPPLIER_WRITE)
supplier_agreements = writer(kinds.SupplierAgreement, Permission.SUPPLIER_WRITE)
supplier_assessments = writer(kinds.SupplierAssessment, Permission.SUPPLIER_WRITE)
supplier_reviews = writer(kinds.SupplierReview, Permission.SUPPLIER_WRITE)
