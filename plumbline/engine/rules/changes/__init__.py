"""CHG: planned changes of the system and of operation (clauses 6.3, 8.1)."""
