"""Objectives and readings (6.2, 9.1)."""
