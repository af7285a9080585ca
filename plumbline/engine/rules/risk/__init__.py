"""RSK: risk assessment (clauses 6.1.2, 8.2)."""
