"""PEO: competence, awareness and terms of employment (clauses 7.2, 7.3, A.6)."""
