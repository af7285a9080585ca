"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts in the firm's systems, rights and their reviews (A.5.15 to A.5.18)."""

    name = "plumbline.apps.access"
    label = "access"
