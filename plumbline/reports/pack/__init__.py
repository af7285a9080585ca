"""The auditor's pack: one file that opens without an account and is checked without Plumbline."""
