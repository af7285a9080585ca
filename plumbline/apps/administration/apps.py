"""The administration app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Pages and commands over the ground: the way in, the beginning, registers in and out, history, the journal."""

    name = "plumbline.apps.administration"
    label = "administration"

    def ready(self) -> None:
        """Write to the journal what people do with their way in; declare tables and jobs."""
        from plumbline.apps.administration.beginning_pages import telling  # noqa: F401 - it tells what was answered
        from plumbline.apps.administration.import_pages import working  # noqa: F401 - importing it declares the jobs
        from plumbline.apps.administration.journal_pages import verifying  # noqa: F401 - importing it declares the job
        from plumbline.apps.administration.signing_in import noting
        from plumbline.apps.journal.registry import TableClass, classify

        tables = ("administration_beginning", "administration_card", "administration_column_map")
        classify(dict.fromkeys(tables, TableClass.MACHINERY))
        noting.connect()
