"""The Statement of Applicability: declared, overruled, approved, and exceptions (6.1.3 d)."""
