"""Suppliers, agreements, assessments and reviews (A.5.19 to A.5.23)."""
