"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What every register has in common, and two registers of the house itself: access and imports."""

    name = "plumbline.apps.records"
    label = "records"

    def ready(self) -> None:
        from plumbline.apps.journal.registry import TableClass, classify

        classify({"records_counter": TableClass.MACHINERY, "records_saved_view": TableClass.MACHINERY})
