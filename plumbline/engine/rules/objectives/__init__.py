"""OBJ: information security objectives (clause 6.2)."""
