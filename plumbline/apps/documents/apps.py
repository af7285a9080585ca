"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Controlled documents, versions, commitments and acknowledgements (5.2, 7.5)."""

    name = "plumbline.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from plumbline.apps.documents import succession  # noqa: F401 - importing it declares the job
