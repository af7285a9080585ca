"""The administration app: no tables of its own."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Pages and commands over the ground: registers in and out, history, the journal."""

    name = "plumbline.apps.administration"
    label = "administration"
