"""ACC: access rights (A.5.15 to A.5.18)."""
