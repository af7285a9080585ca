"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that goes on after the answer was given."""

    name = "plumbline.apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        from plumbline.apps.jobs import keeping  # noqa: F401 - importing it declares the house's own routines
        from plumbline.apps.journal.registry import TableClass, classify

        classify({"job": TableClass.MACHINERY})
