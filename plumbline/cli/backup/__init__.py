"""Backup and restore: everything in one file, read while people work, for either database."""
