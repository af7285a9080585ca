"""TRT: risk treatment and acceptance (clauses 6.1.3, 8.3)."""
