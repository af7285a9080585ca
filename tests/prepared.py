"""The tables are made by the migrations once in a run; every later empty database takes a copy of what they made.

The migrations take ten seconds, and the tests make many databases: one for each worker, one for each home that a
command is typed in. After a test that commits, the tables are emptied by the same copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plumbline.apps.journal import triggers
from plumbline.apps.journal.guard import writing
from tools.postgres import NoPostgresError, find

KEPT_BY_MIGRATIONS = {"django_migrations", "django_content_type"}
"""What has rows as soon as it is migrated."""


@dataclass
class Prepared:
    """The copy of this run, in a folder that its workers share; made by whoever needs it first."""

    folder: Path
    pristine: sqlite3.Connection | None = field(default=None, init=False)

    @property
    def sqlite(self) -> Path:
        """The copy as a database of SQLite."""
        return self.folder / "migrated.sqlite3"

    @property
    def postgresql(self) -> Path:
        """The copy as statements for PostgreSQL."""
        return self.folder / "migrated.sql"

    def migrate(self, original: Any, command: Command, *arguments: Any, **options: Any) -> None:
        """Stands for the command `migrate`: fill an empty database from the copy, and leave all others to Django."""
        connection = connections[options["database"]]
        if options["app_label"] or options["plan"] or connection.introspection.table_names():
            original(command, *arguments, **options)
            return
        with self._alone():
            if not self._fill(connection):
                original(command, *arguments, **options)
                self._keep(connection)

    def empty(self, connection: BaseDatabaseWrapper) -> bool:
        """Bring a migrated database back to where it began; False where another way has to be found."""
        if connection.in_atomic_block:
            return False
        if connection.vendor == "postgresql":
            return _emptied(connection)
        if not self.sqlite.exists():
            return False
        if self.pristine is None:
            self.pristine = sqlite3.connect(":memory:")
            _copy(self.sqlite, self.pristine)
        connection.ensure_connection()
        try:
            self.pristine.backup(connection.connection)
        except sqlite3.OperationalError:  # a connection of another thread still reads
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "migrated.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _fill(self, connection: BaseDatabaseWrapper) -> bool:
        connection.ensure_connection()
        if connection.vendor == "sqlite" and self.sqlite.exists():
            _copy(self.sqlite, connection.connection)
            return True
        if connection.vendor == "postgresql" and self.postgresql.exists():
            with writing(), transaction.atomic(connection.alias), connection.cursor() as cursor:
                cursor.execute(self.postgresql.read_text("utf-8"))
            return True
        return False

    def _keep(self, connection: BaseDatabaseWrapper) -> None:
        if connection.vendor == "sqlite":
            begun = self.sqlite.with_suffix(".begun")
            with sqlite3.connect(begun) as kept:
                connection.connection.backup(kept)
            kept.close()
            begun.rename(self.sqlite)
        elif said := _dumped(connection):
            self.postgresql.write_text(said, "utf-8")


def _copy(file: Path, into: sqlite3.Connection) -> None:
    kept = sqlite3.connect(file)
    try:
        kept.backup(into)
    finally:
        kept.close()


def _dumped(connection: BaseDatabaseWrapper) -> str:
    """The statements that make this database; empty where no program is here that tells them."""
    try:
        beside = find().folder / "pg_dump"
    except NoPostgresError:
        beside = Path()
    program = str(beside) if beside.is_file() else shutil.which("pg_dump")
    if not program:
        return ""
    info = connection.connection.info
    place = [f"--host={info.host}", f"--port={info.port}", f"--username={info.user}", f"--dbname={info.dbname}"]
    command = [program, "--inserts", "--no-owner", "--no-privileges", "--no-password", *place]
    environ = {**os.environ, "PGPASSWORD": info.password}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    lines = (
        each for each in done.stdout.splitlines() if not each.startswith(("\\", "SET ", "SELECT pg_catalog.set_c"))
    )
    # Bodies of functions name no schema, so names are looked up as they are while a command runs.
    return "" if done.returncode else "\n".join(["SET LOCAL check_function_bodies = false;", *lines])


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
