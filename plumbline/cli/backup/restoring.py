"""Restoring a backup into an empty home or database: whole or not at all, and never a second history of one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from plumbline.apps.accounts.erased import PERSON, Erased
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.jobs import queue
from plumbline.apps.journal import blobs, signer, triggers
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.statements import row, run
from plumbline.apps.records.erasing import still_there
from plumbline.cli import database
from plumbline.cli.backup import rows
from plumbline.cli.backup.archive import Archive, BackupError

Tell = Callable[[str], None]
JOBS = "job"  # the table of background work, which the oldest backups do not have


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the organisations, and what had been erased after the backup was made."""

    organizations: tuple[UUID, ...]
    came_back: tuple[Erased, ...]


def restore(archive: Archive, tell: Tell, *, may_bring_back: bool) -> Restored:
    """Load a backup that was checked. Raises BackupError; what there was before is left as it was then.

    may_bring_back: what was erased since may be loaded, because it is erased anew before anybody is served.
    """
    refuse_full()
    with _undone_where_it_fails():
        _make_tables(archive)
        with _files(archive, tell):
            organizations = tuple(UUID(each.organization) for each in archive.contents.journals)
            came_back = _load(archive, organizations, tell, may_bring_back=may_bring_back)
        for place, text in archive.contents.keys.items():
            organization, _, name = place.partition("/")
            if name.endswith(".vkey") and "/" not in name and UUID(organization) in organizations:
                signer.bring_public_key(UUID(organization), name, text)
        database.make_new()
    return Restored(organizations, came_back)


def refuse_full() -> None:
    """Raise BackupError where there is an organisation, or another program's tables, in the database."""
    place = database.file()
    if place is not None and not place.exists():
        return
    database.refuse_strangers()
    if "journal_log" in connection.introspection.table_names() and row("SELECT 1 FROM journal_log LIMIT 1"):
        raise BackupError(
            f"There is an organisation in {_where()} already, and a restore replaces nothing. "
            "Name an empty folder with --home, or an empty database with PLUMBLINE_DATABASE_URL."
        )


def _make_tables(archive: Archive) -> None:
    """Make the tables as they were when the backup was made; raises BackupError where this release is older."""
    told = {(app, name) for app, name in archive.contents.migrations}
    if unknown := told - database.known_migrations():
        app, name = min(unknown)
        raise BackupError(
            f"The backup was made by a newer Plumbline ({archive.contents.release}: {app}.{name}). Update Plumbline."
        )
    if told == database.known_migrations():
        database.make_new()
    else:
        database.make_home()
        with redirect_stdout(StringIO()):
            _make_older_tables(archive)


def _make_older_tables(archive: Archive) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(_last_migrations(executor.loader, archive))
    triggers.renew()


def _load(archive: Archive, organizations: tuple[UUID, ...], tell: Tell, *, may_bring_back: bool) -> tuple[Erased, ...]:
    """Fill the tables in one transaction, which commits only with the journal's triggers back in place."""
    models = {model._meta.db_table: model for model in rows.kept_models(_apps_then(archive))}
    try:
        with transaction.atomic(durable=True), writing():
            triggers.remove(connection)
            for name, table in archive.contents.tables.items():
                if name not in models or set(table.columns) - set(rows.columns(models[name])):
                    raise BackupError(f"The backup holds a table {name} that its release did not have. Take another.")
                run(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - the name is that of a model
                rows.write(models[name], table.columns, archive.lines(name))
                if table.rows >= rows.MANY:
                    tell(f"  {name}: {table.rows} rows")
            if JOBS in models:
                _put_to_rest()
            connection.check_constraints()
            triggers.install(connection)
            came_back = tuple(each for organization_id in organizations for each in still_there(organization_id))
            if came_back and not may_bring_back:
                raise BackupError(_came_back(came_back))
    except (IntegrityError, ValueError, TypeError) as error:
        if isinstance(error, RefusedError):
            raise
        raise BackupError(f"The backup does not fit together: {error}. Take another one.") from None
    _count_on(list(models.values()))
    return came_back


def _apps_then(archive: Archive) -> Any:
    """The models as the migrations of the backup have them."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state(_last_migrations(loader, archive)).apps


def _last_migrations(loader: MigrationLoader, archive: Archive) -> list[tuple[str, str]]:
    """The newest migration of each app that the backup's database had seen."""
    told = {(app, name) for app, name in archive.contents.migrations}
    followed = {
        (parent.key[0], parent.key[1])
        for key in told
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(told - followed)


def _put_to_rest() -> None:
    """Work that was open when the backup was made is not done by itself a second time: somebody decides."""
    queue.bury_open("It was open when the backup was made that was restored. Try it again if it is still wanted.")


def _count_on(models: list[Any]) -> None:
    """Numbers that the database hands out itself go on after the highest there is."""
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        run(statement)


@contextmanager
def _files(archive: Archive, tell: Tell) -> Iterator[None]:
    """Put the kept files in their places; those that were not there before are taken away where the rest fails."""
    made = list[Path]()
    try:
        for digest, pieces in archive.blobs():
            place = blobs.place(digest)
            if not blobs.is_digest(digest) or place.is_file():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_suffix(".part")
            with draft.open("wb") as file:
                file.writelines(pieces)
            draft.replace(place)
            made.append(place)
        tell(f"  {archive.contents.blobs} kept files")
        yield
    except BaseException:
        for place in made:
            place.unlink(missing_ok=True)
        raise


@contextmanager
def _undone_where_it_fails() -> Iterator[None]:
    """On SQLite the file that was made goes again; on PostgreSQL empty tables stay, which a restore takes as empty."""
    file = database.file()
    made = file is not None and not file.exists()
    try:
        yield
    except BaseException:
        if made and file is not None:
            connection.close()
            for each in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
                each.unlink(missing_ok=True)
        raise


def _came_back(erased: tuple[Erased, ...]) -> str:
    named = ", ".join(sorted({f"the name of {each.ref}" if each.kind == PERSON else each.ref for each in erased})[:5])
    return (
        f"{len(erased)} things were erased after this backup was made ({named}), and it would bring them back. Say why "
        "the newer journal is gone with --reason: they are erased anew before anybody sees them."
    )


def _where() -> str:
    return str(settings.PLUMBLINE_HOME) if database.file() else "this database"
