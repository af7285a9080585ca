"""What we do about each control, and who does it (8.1)."""
