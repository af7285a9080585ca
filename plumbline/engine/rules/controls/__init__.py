"""CTL: controls in operation (clause 8.1)."""
