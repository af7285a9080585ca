"""The tables of an empty database, made at once: what the migrations would come to, in a fraction of their time.

Django draws every model anew for each table that a migration makes, seconds of the first start of a home. None of our
migrations moves data, so an empty database needs only the tables as they are today and the note that all were applied.
A test makes both and compares them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


def lay_out(connection: BaseDatabaseWrapper, known: Collection[tuple[str, str]]) -> None:
    """Make all tables of an empty database in one transaction; known: the migrations they stand for, app and name."""
    note = MigrationRecorder(connection).Migration
    models: list[type[Model]] = [*apps.get_models(), note]
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        note.objects.using(connection.alias).bulk_create(note(app=app, name=name) for app, name in sorted(known))
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
