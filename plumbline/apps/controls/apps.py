"""The controls app."""

from django.apps import AppConfig


class ControlsConfig(AppConfig):
    """What we do about each control, and who does it (8.1)."""

    name = "plumbline.apps.controls"
    label = "controls"
