"""The ui app: no tables."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    """Shared means of the doors."""

    name = "plumbline.apps.ui"
    label = "ui"

    def ready(self) -> None:
        """Gather what the apps say of their registers, and what they add to record pages."""
        autodiscover_modules("registers", "panels")
