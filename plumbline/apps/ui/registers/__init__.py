"""Registers and records in the browser: one pattern for every kind, declared where it needs more."""
