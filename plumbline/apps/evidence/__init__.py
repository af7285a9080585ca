"""What shows that a control runs, and for which period (7.5.3)."""
