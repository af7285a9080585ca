"""Rows as values and values as rows; the journal, the screens and the imports all see this one shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.records.columns import columns_of
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.record import Record

if TYPE_CHECKING:
    from plumbline.apps.journal.registry import Load
    from plumbline.apps.records.tables import RecordTable

R = TypeVar("R", bound=Record)
IDS_AT_A_TIME = 20_000
"""Below the number of parameters that both databases take in one statement."""


def stored(value: Record) -> dict[str, Any]:
    """The columns of a value."""
    cells = {}
    for column in columns_of(type(value)):
        held = getattr(value, column.name)
        cells[column.name] = column.blank if held == column.field.starts_empty else column.store(held)
    return cells


def values_of(kind: type[R], rows: Iterable[Sequence[Any]]) -> Iterable[R]:
    """The values of rows whose cells are in the order of the kind's fields."""
    plan = [(column.name, column.blank, column.read) for column in columns_of(kind)]
    for row in rows:
        known = {
            name: held if read is None else read(held)
            for (name, blank, read), held in zip(plan, row, strict=True)
            if held != blank
        }
        yield kind(**known)


def loader(table: type[RecordTable]) -> Load:
    """The journal's loader of a table: (organisation, ids) -> reference and canonical bytes of the rows that exist."""
    kind = table.kind
    names = [column.name for column in columns_of(kind)]

    def load(organization_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, bytes]]:
        found: dict[UUID, tuple[str, bytes]] = {}
        for start in range(0, len(ids), IDS_AT_A_TIME):
            few = ids[start : start + IDS_AT_A_TIME]
            rows = list(tenant_rows(table, organization_id).filter(id__in=few).values_list("id", *names))
            values = values_of(kind, (row[1:] for row in rows))
            found |= {cast(UUID, row[0]): (value.ref, encode(value)) for row, value in zip(rows, values, strict=True)}
        return found

    return load
