"""The minutes of a management review: what it was told, what was said, what it decided (9.3.3)."""
