"""The risk app."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """Criteria, risks, assessments, plans, acceptances, threats and vulnerabilities (6.1, 8.2, 8.3)."""

    name = "plumbline.apps.risk"
    label = "risk"
