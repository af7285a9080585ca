"""MET: monitoring and measurement (clause 9.1)."""
