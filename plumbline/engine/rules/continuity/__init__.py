"""CON: continuity (A.5.29, A.5.30)."""
