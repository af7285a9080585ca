"""NCA: nonconformity and improvement (clause 10)."""
