"""Events, incidents, notifications and lessons (A.5.24 to A.5.28)."""
