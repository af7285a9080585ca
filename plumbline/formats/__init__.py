"""Hardened readers and writers of files: bytes to tables and back, with no idea of what the tables mean."""
