"""The ui app: no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Shared means of the doors."""

    name = "plumbline.apps.ui"
    label = "ui"
