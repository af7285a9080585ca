"""Impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13)."""
