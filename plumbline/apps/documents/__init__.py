"""Controlled documents, versions, commitments and acknowledgements (5.2, 7.5)."""
