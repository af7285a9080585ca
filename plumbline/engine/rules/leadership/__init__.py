"""LDR: leadership and resources (clauses 5.1, 5.3, 7.1)."""
