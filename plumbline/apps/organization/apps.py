"""The organization app."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """The organisation, its context, scope and duties (4, 5.3)."""

    name = "plumbline.apps.organization"
    label = "organization"
