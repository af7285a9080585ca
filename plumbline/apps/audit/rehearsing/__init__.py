"""Rehearsals: real samples, real questions, and nothing that counts as an audit."""
