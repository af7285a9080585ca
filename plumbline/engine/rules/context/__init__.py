"""CTX: context of the organisation (clause 4.1)."""
