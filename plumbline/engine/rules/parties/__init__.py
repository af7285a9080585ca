"""PTY: interested parties and what they require (clause 4.2)."""
