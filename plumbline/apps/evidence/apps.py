"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """What shows that a control runs, and for which period (7.5.3)."""

    name = "plumbline.apps.evidence"
    label = "evidence"
