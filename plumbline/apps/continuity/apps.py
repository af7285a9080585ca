"""The continuity app."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    """Impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13)."""

    name = "plumbline.apps.continuity"
    label = "continuity"
