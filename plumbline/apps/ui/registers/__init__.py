"""Registers and records in the browser: one pattern for every kind, declared in about thirty lines where it needs more."""
