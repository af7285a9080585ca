"""LEG: legal, regulatory and contractual duties (A.5.31)."""
