"""ROL: roles, who holds them and what they may not combine (clause 5.3, A.5.2, A.5.3)."""
