"""The administration app: no tables of its own."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Pages and commands over the ground: the way in, registers in and out, history, the journal."""

    name = "plumbline.apps.administration"
    label = "administration"

    def ready(self) -> None:
        """Write to the journal what people do with their way in."""
        from plumbline.apps.administration.signing_in import noting

        noting.connect()
