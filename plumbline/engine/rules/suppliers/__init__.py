"""SUP: suppliers and what is provided from outside (A.5.19 to A.5.23)."""
