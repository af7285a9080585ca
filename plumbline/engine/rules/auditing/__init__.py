"""AUD: internal audit (clause 9.2)."""
