"""Criteria, risks, assessments, plans, acceptances, threats and vulnerabilities (6.1, 8.2, 8.3)."""
