"""Bringing the database of a home to this release, refusing one that is newer, or opening it for reading only."""

import os
import pkgutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from plumbline.apps.accounts.errors import RefusedError
from plumbline.cli.laying_out import lay_out

READING = "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF; PRAGMA query_only=ON"


def make_ready() -> None:
    """Open the database of an existing home, brought to this release. Raises RefusedError with what to do."""
    _refuse_missing()
    if behind():
        migrate()


def make_new() -> None:
    """Make the home and its database where they are missing. Raises RefusedError where the folder refuses."""
    make_home()
    if not _applied():
        lay_out(connection, known_migrations())
    elif behind():
        migrate()


def make_home() -> None:
    """Make the home where it is missing. Raises RefusedError where the folder refuses."""
    home = Path(settings.PLUMBLINE_HOME)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise RefusedError(
            f"The folder {home} cannot be written ({error.strerror}). Choose another with --home."
        ) from None


def refuse_strangers() -> None:
    """Raise RefusedError for a database that belongs to another program."""
    _applied()


def file() -> Path | None:
    """The file of the SQLite database, whether it is there or not; None on PostgreSQL and in memory."""
    return _file() if _is_file() else None


def open_for_reading() -> None:
    """Open the database without ever writing to it, so that a copy on a read-only medium or a damaged one will do.

    Raises RefusedError where this release cannot judge it, because it is of another one.
    """
    _refuse_missing()
    if _is_file():
        _read_only(_file())
    if behind():
        raise RefusedError(
            "This database is of an older Plumbline, and nothing is changed while the journal is verified. "
            "Run `plumbline status` once, which brings it to this release, or verify it with the one that wrote it."
        )


def behind() -> bool:
    """Whether migrations are missing. Raises RefusedError where the database has some that this release lacks.

    Names are compared, and no migration is loaded: every command asks, and it is almost always a no.
    """
    known, applied = known_migrations(), _applied()
    if applied - known:
        app, name = min(applied - known)
        raise RefusedError(
            f"This database was made by a newer Plumbline ({app}.{name}). Update Plumbline; nothing was changed."
        )
    return bool(known - applied)


def migrate() -> None:
    """Bring the tables to this release, silently."""
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0, interactive=False)


def known_migrations() -> set[tuple[str, str]]:
    """The migrations of this release: app and name."""
    folders = {each.label: Path(each.path) / "migrations" for each in apps.get_app_configs()}
    return {
        (label, module.name)
        for label, folder in folders.items()
        for module in pkgutil.iter_modules([str(folder)])
        if not module.name.startswith("_")
    }


def _applied() -> set[tuple[str, str]]:
    """The migrations the database has seen. Raises RefusedError for a database that belongs to another program."""
    tables = connection.introspection.table_names()
    if "django_migrations" not in tables:
        if tables:
            raise RefusedError(
                f"This database belongs to another program: it has a table {min(tables)} and no Plumbline. "
                "Name another with --home or PLUMBLINE_DATABASE_URL; nothing was changed."
            )
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


def _refuse_missing() -> None:
    if not _is_file() or _file().exists():
        return
    raise RefusedError(
        f"There is no Plumbline in {settings.PLUMBLINE_HOME} yet. "
        "Make one with `plumbline init --name “Your firm”`, or name another folder with --home."
    )


def _read_only(file: Path) -> None:
    """Let SQLite open the file without changing it.

    In a folder that this user cannot write, SQLite cannot make the shared memory it reads a database in WAL mode with.
    Where no writer has left a WAL, the file is all there is and is read as it lies.
    """
    wal = file.with_name(file.name + "-wal")
    writable = os.access(file.parent, os.W_OK) and os.access(file, os.W_OK)
    left = wal.exists() and wal.stat().st_size > 0
    if left and not writable and not os.access(file.with_name(file.name + "-shm"), os.R_OK):
        raise RefusedError(
            f"The last changes of this copy are still in {wal.name}, which cannot be read in a folder that cannot be "
            "written. Copy the whole folder to a place you may write, and verify it there."
        )
    connection.close()
    if not writable and not left:
        connection.settings_dict["NAME"] = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "init_command": READING}


def _is_file() -> bool:
    return connection.vendor == "sqlite" and "mode=memory" not in str(connection.settings_dict["NAME"])


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
