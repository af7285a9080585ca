"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Programme, audits, samples and findings (9.2)."""

    name = "plumbline.apps.audit"
    label = "audit"
