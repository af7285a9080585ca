"""The soa app."""

from django.apps import AppConfig


class SoaConfig(AppConfig):
    """The Statement of Applicability: declared, overruled, approved, and exceptions (6.1.3 d)."""

    name = "plumbline.apps.soa"
    label = "soa"
