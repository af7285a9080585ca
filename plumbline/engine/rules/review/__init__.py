"""REV: management review (clause 9.3)."""
