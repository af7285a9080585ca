"""Registers in and out: reads the messy, proposes values, never writes to a table."""
