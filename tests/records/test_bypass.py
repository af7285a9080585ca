"""What does not go through a service is refused: in words where it is tried, and by the database where it is forced."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import guard
from plumbline.apps.journal.guard import OutsideActionError
from plumbline.apps.journal.registry import TableClass, class_of
from plumbline.apps.records.rows import stored
from plumbline.apps.records.tables import TABLES, RecordTable
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import Firm, found_firm

Way = Callable[[type[RecordTable], Firm], object]
WAYS: dict[str, Way] = {
    "create": lambda table, firm: table._base_manager.create(organization_id=firm.id, **stored(table.kind(ref="X-1"))),
    "bulk_create": lambda table, firm: table._base_manager.bulk_create(
        [table(organization_id=firm.id, **stored(table.kind(ref="X-1")))]
    ),
    "update": lambda table, firm: table._base_manager.filter(organization_id=firm.id).update(aliases="bypassed"),
    "delete": lambda table, firm: table._base_manager.filter(organization_id=firm.id)._raw_delete("default"),
    "raw SQL": lambda table, firm: connection.cursor().execute(f'UPDATE "{table._meta.db_table}" SET title = title'),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_no_table_of_a_register_is_written_outside_an_action(firm: Firm, way: str) -> None:
    for table in TABLES.values():
        with pytest.raises(OutsideActionError, match="Call a service instead"):
            WAYS[way](table, firm)


def test_every_table_of_a_register_is_followed() -> None:
    assert {class_of(table._meta.db_table) for table in TABLES.values()} == {TableClass.RECORD}


@pytest.mark.usefixtures("transactional_db")
def test_what_gets_past_the_guard_cannot_commit() -> None:
    firm = found_firm()
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    for table in TABLES.values():
        refused_at_commit(partial(WAYS["create"], table, firm))
    rows = TABLES["risk"]._base_manager.filter(organization_id=firm.id)
    refused_at_commit(lambda: rows.update(aliases="bypassed"))
    refused_at_commit(rows.delete)
    with within(firm.id):
        assert TABLES["risk"].objects.get().title == risk.title  # type: ignore[attr-defined]  # a declared column


def refused_at_commit(write: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), guard.writing(), transaction.atomic():
        write()
