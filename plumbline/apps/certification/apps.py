"""The certification app."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """What is shown to those who certify: the auditor's pack, the certificate and its visits."""

    name = "plumbline.apps.certification"
    label = "certification"
