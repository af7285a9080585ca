"""What every door has in common: who acts, on which day, and how things are shown on a terminal."""
