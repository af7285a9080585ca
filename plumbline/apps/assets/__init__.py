"""The inventory of information and other associated assets (A.5.9)."""
