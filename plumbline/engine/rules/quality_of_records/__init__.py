"""DAT: whether records agree with themselves and with each other (7.5.2)."""
