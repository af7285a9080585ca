"""INC: events and incidents (A.5.24 to A.5.28, A.6.8)."""
