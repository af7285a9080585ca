"""DOC: documented information (clause 7.5)."""
