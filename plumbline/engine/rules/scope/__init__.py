"""SCP: scope and its edges (clause 4.3)."""
