"""The journal as a Django app: it guards every connection and renews its triggers after every migration."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The ground floor: nothing stands below it but the engine."""

    name = "plumbline.apps.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        from plumbline.apps.journal import classes, guard, triggers

        classes.classify_the_ground()
        checks.register(classes.every_table_is_classified, checks.Tags.models)
        connection_created.connect(guard.install, dispatch_uid="plumbline.journal.guard")
        connection_created.connect(triggers.check_connection, dispatch_uid="plumbline.journal.settings")
        post_migrate.connect(triggers.renew, sender=self, dispatch_uid="plumbline.journal.triggers")
