"""Plain SQL for the journal: the same text on both databases, values bound, rows as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

ROWS_AT_A_TIME = 2000
KEYS_AT_A_TIME = 5000  # well below the number of parameters that both databases take


def key(identity: UUID) -> object:
    """A UUID as its column holds it: native on PostgreSQL, 32 hexadecimal digits on SQLite."""
    return identity if connection.features.has_native_uuid_field else identity.hex


def identity(stored: Any) -> UUID:
    """The UUID of what a column held."""
    return stored if isinstance(stored, UUID) else UUID(stored)


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of a query, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def stream(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query one by one, never all of them in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while batch := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from batch


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    """Execute one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def run_many(sql: str, parameters: Sequence[Sequence[Any]]) -> None:
    """Execute one statement for each row of parameters."""
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(sql, parameters)


def marks(count: int) -> str:
    """That many places for values, as they stand inside IN (…)."""
    return ", ".join(["%s"] * count)


@contextmanager
def snapshot() -> Iterator[None]:
    """Let every query inside see the same state, however long it takes, without the lock of a writer.

    Inside a transaction there is nothing to do. `atomic()` would make a writer on SQLite, which a read-only copy of
    the database refuses.
    """
    if connection.in_atomic_block:
        yield
        return
    postgresql = connection.vendor == "postgresql"
    run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
    try:
        yield
    finally:
        run("ROLLBACK")


def batches(items: Iterable[Any], size: int = KEYS_AT_A_TIME) -> Iterator[list[Any]]:
    """The items in lists of at most that many."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
