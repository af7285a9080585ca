"""PRV: personal data (A.5.34, GDPR)."""
