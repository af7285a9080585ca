"""`class Risk(RecordTable, value=values.Risk)` is a table: its columns follow from what the kind declares.

A field is declared once, in the engine; the column, its constraint, the journal's loader and the round trip between
row and value follow. References between records are text, so the only foreign key is the one to the organisation's log,
and no row can point into another organisation.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models.base import ModelBase

from plumbline.apps.accounts.tenancy import TenantManager
from plumbline.apps.journal.ports import new_id
from plumbline.apps.journal.registry import Registered, register
from plumbline.apps.records.columns import REF_LENGTH, choice_constraints, columns_of, database_field
from plumbline.engine.domain.record import Record

TABLES: dict[str, type[RecordTable]] = {}
"""The table of every kind that has one."""


class _TableOfKind(ModelBase):
    """Adds to a table the columns and constraints of the kind it holds, and makes the journal follow it."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], *, value: type[Record] | None = None, **kw: Any
    ) -> Any:
        if value is None:
            return super().__new__(mcs, name, bases, attrs, **kw)
        app = attrs["__module__"].split(".")[-2]
        attrs |= {column.name: database_field(column) for column in columns_of(value)}
        attrs["Meta"] = _meta(app, f"{app}_{value.KIND}", value)
        table = cast("type[RecordTable]", super().__new__(mcs, name, bases, attrs, **kw))
        table.kind = value
        _follow(table)
        return table


def _meta(app: str, table: str, kind: type[Record]) -> type:
    constraints = [
        models.UniqueConstraint(fields=["organization", "ref"], name=f"{table}_organization_ref"),
        models.UniqueConstraint(fields=["organization", "id"], name=f"{table}_organization_id"),
        *choice_constraints(table, kind),
    ]
    return type("Meta", (), {"app_label": app, "db_table": table, "constraints": constraints})


def _follow(table: type[RecordTable]) -> None:
    from plumbline.apps.records.rows import loader

    TABLES[table.kind.KIND] = table
    register(Registered(table.kind.KIND, table, loader(table)))


class RecordTable(models.Model, metaclass=_TableOfKind):
    """A table of one kind of record (7.5.3)."""

    kind: ClassVar[type[Record]]

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(
        "journal.Log", models.PROTECT, db_column="organization_id", db_index=False, related_name="+"
    )
    ref = models.CharField(max_length=REF_LENGTH)
    aliases = models.TextField(blank=True, default="")

    objects = TenantManager["RecordTable"]()

    class Meta:
        abstract = True


def table_of(kind: type[Record]) -> type[RecordTable]:
    """The table of a kind. Raises LookupError for a kind that no app keeps yet."""
    if kind.KIND not in TABLES:
        raise LookupError(f"No app keeps the kind “{kind.KIND}”. Declare its table in the app it belongs to.")
    return TABLES[kind.KIND]
