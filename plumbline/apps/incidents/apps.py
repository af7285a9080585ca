"""The incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Events, incidents, notifications and lessons (A.5.24 to A.5.28)."""

    name = "plumbline.apps.incidents"
    label = "incidents"
