"""Empty databases for tests: laid out at once as a first start does it, and emptied without a flush after a commit."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from django.core.management.commands.migrate import Command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plumbline.apps.journal import triggers
from plumbline.apps.journal.guard import writing
from plumbline.cli.database import known_migrations
from plumbline.cli.laying_out import lay_out

KEPT_BY_MIGRATIONS = {"django_migrations", "django_content_type"}
"""What has rows as soon as it is migrated."""


@dataclass
class Prepared:
    """What the database of this worker was like before the first test wrote into it."""

    pristine: sqlite3.Connection | None = field(default=None, init=False)

    def migrate(self, original: Any, command: Command, *arguments: Any, **options: Any) -> None:
        """Stands for the command `migrate`: lay an empty database out, and leave all others to Django."""
        connection = connections[options["database"]]
        if options["app_label"] or options["plan"] or connection.introspection.table_names():
            original(command, *arguments, **options)
            return
        lay_out(connection, known_migrations())
        if connection.vendor == "sqlite" and self.pristine is None:
            self.pristine = sqlite3.connect(":memory:")
            connection.connection.backup(self.pristine)

    def empty(self, connection: BaseDatabaseWrapper) -> bool:
        """Bring a migrated database back to where it began; False where another way has to be found."""
        if connection.in_atomic_block:
            return False
        if connection.vendor == "postgresql":
            return _emptied(connection)
        if self.pristine is None:
            return False
        connection.ensure_connection()
        try:
            self.pristine.backup(connection.connection)
        except sqlite3.OperationalError:  # a connection of another thread still reads
            return False
        return True


def _emptied(connection: BaseDatabaseWrapper) -> bool:
    """Delete from the tables that have rows; no trigger hears of it, so none need be made anew."""
    if triggers.differences(connection):
        return False  # a test that took a trigger away wants it back
    quote = connection.ops.quote_name
    tables = sorted(set(connection.introspection.table_names()) - KEPT_BY_MIGRATIONS)
    asked = " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT 1 FROM {quote(each)})" for each in tables)
    with writing(), transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return False  # only a superuser may silence triggers
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for each in filled:
            cursor.execute(f"DELETE FROM {quote(each)}")
    return True
