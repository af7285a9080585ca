"""The conformity app."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    """Rules and what is waived of them (A.5.36)."""

    name = "plumbline.apps.conformity"
    label = "conformity"

    def ready(self) -> None:
        from plumbline.apps.journal.registry import TableClass, classify

        classify({"conformity_sighting": TableClass.MACHINERY})
