"""POL: policies, their content, reach and promises (clause 5.2, A.5.1)."""
