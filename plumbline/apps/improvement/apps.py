"""The improvement app."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """Actions, nonconformities and improvements (10)."""

    name = "plumbline.apps.improvement"
    label = "improvement"
