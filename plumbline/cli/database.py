"""Bringing the database of a home to this release, and refusing one that is newer."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plumbline.apps.accounts.errors import RefusedError


def make_ready() -> None:
    """Open the database of an existing home, brought to this release. Raises RefusedError with what to do."""
    if _is_file() and not _file().exists():
        raise RefusedError(
            f"There is no Plumbline in {settings.PLUMBLINE_HOME} yet. "
            "Make one with `plumbline init --name “Your firm”`, or name another folder with --home."
        )
    if behind():
        migrate()


def make_new() -> None:
    """Make the home and its database where they are missing. Raises RefusedError where the folder refuses."""
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
    if behind():
        migrate()


def behind() -> bool:
    """Whether migrations are missing. Raises RefusedError where the database has some that this release lacks."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    apps = {app for app, _ in known}
    newer = sorted(
        f"{app}.{name}" for app, name in executor.loader.applied_migrations if app in apps and (app, name) not in known
    )
    strangers = sorted(app for app, _ in executor.loader.applied_migrations if app not in apps)
    if newer or strangers:
        raise RefusedError(
            f"This database was made by a newer Plumbline ({(newer or strangers)[0]}). "
            "Update Plumbline; nothing was changed."
        )
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the tables to this release, silently."""
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0, interactive=False)


def _is_file() -> bool:
    return connection.vendor == "sqlite"


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
