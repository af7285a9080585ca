"""Rules and what is waived of them (A.5.36)."""
