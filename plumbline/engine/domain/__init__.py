"""Frozen values: one shape per kind of record, and what follows from them."""
