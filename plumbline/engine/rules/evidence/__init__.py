"""EVD: evidence that processes and controls run (clauses 7.5.3, 8.1, 9.1)."""
