"""What the database itself enforces, generated from the registry for SQLite and PostgreSQL.

Touch triggers note every change of a registered table in `journal_touched`, whose foreign key can only be satisfied by
taking the row out again; the append does that, so a change without its entry cannot commit. Keep triggers make the
journal insert-only but for three moves: the head advances, a value is redacted, a value is erased (trust.md 1.6, 1.9).
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError

from plumbline.apps.journal import triggers_postgresql, triggers_sqlite
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.registry import registered

PREFIX = "plumbline_"


class UnjournaledError(RuntimeError):
    """Records were changed past the journal while the triggers were away."""


def _engine(connection: BaseDatabaseWrapper) -> Any:
    return triggers_postgresql if connection.vendor == "postgresql" else triggers_sqlite


def wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> definition of every trigger and function that there should be, in the words in which `found` tells it."""
    present = set(connection.introspection.table_names())
    kinds = [kind for kind in registered() if present.issuperset(kind.tables)]
    wanted: dict[str, str] = _engine(connection).wanted(kinds) if "journal_touched" in present else {}
    return wanted


def found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> definition of every trigger of ours that there is, enabled or not."""
    found: dict[str, str] = _engine(connection).found(connection)
    return found


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """What is wrong with the triggers: missing, altered, switched off or unknown; empty when all is well."""
    there, should = found(connection), wanted(connection)
    problems = [f"{name} is missing" for name in sorted(should.keys() - there.keys())]
    problems += [f"{name} is not one of ours" for name in sorted(there.keys() - should.keys())]
    both = sorted(should.keys() & there.keys())
    return problems + [f"{name} was altered" for name in both if should[name] != there[name]]


def install(connection: BaseDatabaseWrapper) -> None:
    """Write every trigger anew where it is missing or differs; nothing happens when all are as they should be."""
    if not differences(connection):
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        remove(connection)
        for statement in _engine(connection).creations(wanted(connection)):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of ours. Whoever does this outside a migration or a test disarms the journal."""
    with connection.cursor() as cursor:
        for statement in _engine(connection).removals(connection):
            cursor.execute(statement)


def renew(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After a migration: put the triggers back, and make sure that nothing slipped past them meanwhile."""
    connection = connections[using]
    if "journal_touched" not in connection.introspection.table_names():
        return
    with writing():
        install(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM journal_touched LIMIT 1")
        if left := cursor.fetchone():
            raise UnjournaledError(
                f"A migration changed records of kind “{left[0]}” past the journal. "
                "Restore the backup made before it, and make that migration an action."
            )


def check_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Raise OperationalError when SQLite runs without the settings that the triggers stand on."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys", "recursive_triggers"):
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone() != (1,):
                raise OperationalError(f"SQLite runs with {pragma} off, which disarms the journal. Switch it on.")
