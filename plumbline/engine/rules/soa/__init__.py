"""SOA: the Statement of Applicability (clause 6.1.3 d)."""
