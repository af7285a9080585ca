"""The organisation, its context, scope and duties (4, 5.3)."""
