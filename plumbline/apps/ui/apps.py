"""The ui app: no tables."""

from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from plumbline.apps.ui.numbers import NumberConverter


class UiConfig(AppConfig):
    """Shared means of the doors."""

    name = "plumbline.apps.ui"
    label = "ui"

    def ready(self) -> None:
        """Gather what the apps say of their registers, and what they add to record pages."""
        register_converter(NumberConverter, "number")
        autodiscover_modules("registers", "panels")
