"""Which kinds of record the journal follows, and what sort of table every table of the project is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeAlias
from uuid import UUID

from django.db.models import Model

Load: TypeAlias = Callable[[UUID, Sequence[UUID]], Mapping[UUID, tuple[str, bytes]]]
"""(organisation, record ids) -> (reference, canonical value) of the rows that exist."""


class TableClass(StrEnum):
    """What a table holds, and so how its changes are kept."""

    RECORD = "record"  # rows of registered kinds: journaled
    JOURNAL = "journal"  # the journal itself: insert only
    PERSON = "person"  # names and contacts: erasable, outside the log on purpose
    MACHINERY = "machinery"  # sign-ins, jobs, caches
    GLOBAL = "global"  # the same for every organisation
    SEALED = "sealed"  # bulk rows, frozen once complete


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind of record: its table, how to load its rows as values, and tables of parts that belong to its rows.

    `parts` pairs each further model with its column that names the record; it needs an `organization_id` of its own.
    """

    kind: str
    model: type[Model]
    load: Load
    ref_column: str = "ref"
    parts: tuple[tuple[type[Model], str], ...] = ()

    @property
    def table(self) -> str:
        """The table of the record's own row."""
        return self.model._meta.db_table

    @property
    def id_column(self) -> str:
        """The column that holds the record's id."""
        column = self.model._meta.pk.column
        if column is None:
            raise RegistryError(f"{self.model.__name__} has a key of several columns. Give it an id of its own.")
        return column

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table whose change is a change of such a record."""
        return (self.table, *(part._meta.db_table for part, _ in self.parts))


class RegistryError(ValueError):
    """A kind or a table was declared twice, or not at all."""


_kinds: dict[str, Registered] = {}
_classes: dict[str, TableClass] = {}
_KEPT = (TableClass.RECORD, TableClass.JOURNAL)


def register(kind: Registered) -> None:
    """Make the journal follow a kind; raises RegistryError when its name or one of its tables is taken."""
    if kind.kind in _kinds:
        raise RegistryError(f"The kind “{kind.kind}” is registered already. Choose another name.")
    classify(dict.fromkeys(kind.tables, TableClass.RECORD))
    _kinds[kind.kind] = kind


def withdraw(kind: str) -> None:
    """Forget a kind, for tests that bring a table of their own."""
    for table in _kinds.pop(kind).tables:
        del _classes[table]
    guarded.cache_clear()


def registered() -> tuple[Registered, ...]:
    """Every kind the journal follows, by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def classify(tables: Mapping[str, TableClass]) -> None:
    """Say what tables hold; raises RegistryError for one that was classified before."""
    for table, held in tables.items():
        if table in _classes:
            raise RegistryError(f"The table {table} is classified as {_classes[table]} already. Say it once.")
        _classes[table] = held
    guarded.cache_clear()


def class_of(table: str) -> TableClass | None:
    """What a table holds, or None when nobody has said."""
    return _classes.get(table)


@cache
def guarded() -> frozenset[str]:
    """The tables that only an action writes."""
    return frozenset(table for table, held in _classes.items() if held in _KEPT)
