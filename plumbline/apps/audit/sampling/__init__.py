"""Populations that are frozen, samples drawn of them, and drawing them again (9.1, 9.2)."""
