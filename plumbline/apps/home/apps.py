"""The home app: no tables of its own."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Today, Path and search: what is waiting, and how far we are."""

    name = "plumbline.apps.home"
    label = "home"
