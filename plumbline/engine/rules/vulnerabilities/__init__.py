"""VUL: technical vulnerabilities (A.8.8)."""
