"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Today, Path and search: what is waiting, how far we are, and how people are told."""

    name = "plumbline.apps.home"
    label = "home"

    def ready(self) -> None:
        from plumbline.apps.home import digests  # noqa: F401 - importing it declares the routine of the digests
        from plumbline.apps.journal.registry import TableClass, classify

        classify(dict.fromkeys(("home_seen", "home_choice", "home_feed"), TableClass.MACHINERY))
