"""The assets app."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """The inventory of information and other associated assets (A.5.9)."""

    name = "plumbline.apps.assets"
    label = "assets"
