"""The beginning of a management system: plain questions, and what follows from the answers as proposals to confirm."""
