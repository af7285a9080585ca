"""Programme, audits, samples and findings (9.2)."""
