"""Rows as lines of JSON that both databases understand: what a backup holds of each table, and what it leaves out."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models.sql import InsertQuery

ROWS_AT_A_TIME = 2000
MANY = 1000
"""From so many rows on a table is told of while it is written or read."""

LEFT_OUT = {
    "django_migrations": "written by the migrations that a restore runs",
    "django_content_type": "made by the migrations that a restore runs",
    "auth_permission": "made by the migrations that a restore runs",
    "auth_group": "not used: access roles are records",
    "auth_group_permissions": "not used: access roles are records",
    "journal_touched": "empty in every committed state",
    "journal_never": "always empty",
    "django_session": "whoever was signed in signs in again",
    "usersessions_usersession": "whoever was signed in signs in again",
    "account_invitation": "a link that lets somebody in once is made anew",
    "account_emailconfirmation": "a link that lets somebody in once is made anew",
    "home_feed": "a calendar's address is a secret that may have been revoked since",
    "cache": "counts of attempts, and whatever else is forgotten anyway",
}
"""Tables that are not in a backup, each with its reason. Every other table is."""


def kept_models(registry: Any = apps) -> tuple[type[models.Model], ...]:
    """The models whose tables a backup holds, by table."""
    found = (each for each in registry.get_models(include_auto_created=True) if each._meta.managed)
    own = [each for each in found if not each._meta.proxy and each._meta.db_table not in LEFT_OUT]
    return tuple(sorted(own, key=lambda each: each._meta.db_table))


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model's table, in the order in which its rows are told."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def told(model: type[models.Model]) -> Iterator[bytes]:
    """Every row of a table as a line of JSON, in the order of its key, so that two backups of one state are alike."""
    names = [field.attname for field in model._meta.concrete_fields]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=ROWS_AT_A_TIME):
        yield json.dumps([_plain(each) for each in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write(model: type[models.Model], named: Sequence[str], lines: Iterable[bytes]) -> int:
    """Insert the rows that `told` told, as they are; returns how many. The table's triggers must be away."""
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    known = [fields[name] for name in named]
    readers = [_reader(field) for field in known]
    written, batch = 0, list[models.Model]()
    size = max(1, min(ROWS_AT_A_TIME, connection.ops.bulk_batch_size(known, [None] * ROWS_AT_A_TIME)))
    for line in lines:
        values = (read(value) for read, value in zip(readers, json.loads(line), strict=True))
        batch.append(model(**{field.attname: value for field, value in zip(known, values, strict=True)}))
        if len(batch) >= size:
            written += _insert(model, known, batch)
            batch = []
    return written + _insert(model, known, batch)


def _insert(model: type[models.Model], fields: list[models.Field[Any, Any]], batch: list[models.Model]) -> int:
    if batch:
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)  # raw: no field puts today's date in the place of what was told
        query.get_compiler(connection=connection).execute_sql()
    return len(batch)


def _plain(value: Any) -> Any:
    match value:
        case bytes() | memoryview() | bytearray():
            return b64encode(bytes(value)).decode()
        case datetime() | date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    return value


READERS: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (models.BinaryField, b64decode),
    (models.UUIDField, UUID),
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.DecimalField, Decimal),
)


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """What makes the value of a column from what JSON holds of it."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    read = next((each for kind, each in READERS if isinstance(field, kind)), None)
    if read is None:
        return lambda value: value
    return lambda value: None if value is None else read(value)
