"""Management reviews, their inputs and decisions (9.3)."""
