"""The certification app."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """What is shown to those who certify: the auditor's pack, the certificate and its visits."""

    name = "plumbline.apps.certification"
    label = "certification"

    def ready(self) -> None:
        """Make the making of packs known to the worker."""
        from plumbline.apps.certification import pack_jobs  # noqa: F401 - its handlers register themselves
