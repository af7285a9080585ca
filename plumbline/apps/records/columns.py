"""One typed column for each declared field, and how a value is stored in it and read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

import msgspec
from django.db import models

from plumbline.engine.domain.codec import jsonable
from plumbline.engine.domain.record import Field, Record, Shape, fields_of
from plumbline.engine.proof.canonical import canonical

REF_LENGTH = 64
IN_JSON = frozenset({Shape.TEXTS, Shape.REFS, Shape.PART, Shape.PARTS, Shape.PAIRS})


@dataclass(frozen=True, slots=True)
class Column:
    """A field's place in a table. `blank` is what stands there while nothing is known; `read` is None for as it is."""

    field: Field
    blank: Any
    store: Callable[[Any], Any]
    read: Callable[[Any], Any] | None

    @property
    def name(self) -> str:
        return self.field.name


def columns_of(kind: type) -> tuple[Column, ...]:
    """The columns of a kind's table, in the order of its fields."""
    return _columns_of(kind)


@cache
def _columns_of(kind: type) -> tuple[Column, ...]:
    hints = get_type_hints(kind)
    return tuple(_column(field, hints[field.name]) for field in fields_of(kind))


def _column(field: Field, hint: Any) -> Column:
    if field.shape in IN_JSON:
        return Column(field, "", _as_json, msgspec.json.Decoder(hint).decode)
    if field.shape is Shape.DECIMAL:
        return Column(field, "", lambda held: format(held, "f"), Decimal)
    return Column(field, field.starts_empty, _as_it_is, None)


def _as_it_is(held: Any) -> Any:
    return held


def _as_json(held: Any) -> str:
    return canonical(jsonable(held)).decode()


def database_field(column: Column) -> models.Field[Any, Any]:
    """Django's field for a column."""
    match column.field.shape:
        case _ if column.name == "ref":
            return models.CharField(max_length=REF_LENGTH)
        case Shape.DAY:
            return models.DateField(null=True)
        case Shape.MOMENT:
            return models.DateTimeField(null=True)
        case Shape.FLAG:
            return models.BooleanField(null=True)
        case Shape.WHOLE:
            return models.BigIntegerField(null=True)
        case _:
            return models.TextField(blank=True, default=column.blank)


def choice_constraints(table: str, kind: type[Record]) -> list[models.BaseConstraint]:
    """A CHECK for every field that holds one of several words."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{column.name}__in": list(column.field.choices)}),
            name=f"{table}_{column.name}_choice",
        )
        for column in columns_of(kind)
        if column.field.shape is Shape.CHOICE
    ]
