"""The performance app."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Objectives and readings (6.2, 9.1)."""

    name = "plumbline.apps.performance"
    label = "performance"
