"""One shape per record: what is declared is a column, makes the round trip, and is written to the journal."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import guard
from plumbline.apps.records import store
from plumbline.apps.records.bulk import ONLY_BY_THEIR_SERVICES, Change, write_story
from plumbline.apps.records.columns import columns_of
from plumbline.apps.records.rows import stored, values_of
from plumbline.apps.records.tables import TABLES, table_of
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS
from plumbline.engine.domain.codec import decode, encode
from plumbline.engine.domain.kinds import KINDS, Record, Shape, fields_of
from plumbline.engine.domain.validity import problems
from tests.records.declared import ALL_KINDS, EXAMPLES_OF_EACH, records_of
from tests.stories import Firm

IMPORTED = [kind for name, kind in KINDS.items() if name not in ONLY_BY_THEIR_SERVICES | {"organization"}]
every_kind = pytest.mark.parametrize("kind", ALL_KINDS, ids=list(KINDS))


def test_every_kind_has_a_table_and_every_table_a_kind() -> None:
    assert set(TABLES) == set(KINDS)


def test_every_kind_is_written_by_a_service() -> None:
    gather()
    only_by_verbs = {"import_run", "log_fork", "membership"}
    assert set(KINDS) - set(WRITERS) == only_by_verbs


@every_kind
def test_the_columns_are_the_declared_fields(kind: type[Record]) -> None:
    columns = {field.attname for field in table_of(kind)._meta.concrete_fields}
    assert columns == {"id", "organization_id"} | {each.name for each in fields_of(kind)}


@every_kind
def test_the_organisation_stands_first_in_every_unique_key(kind: type[Record]) -> None:
    unique = [list(each.fields) for each in table_of(kind)._meta.constraints if hasattr(each, "fields")]
    assert unique == [["organization", "ref"], ["organization", "id"]]


@every_kind
@settings(max_examples=15)
@given(data=st.data())
def test_a_value_survives_its_row_and_its_json(kind: type[Record], data: st.DataObject) -> None:
    value = data.draw(records_of(kind))
    assert problems(value) == ()
    cells = stored(value)
    (again,) = values_of(kind, [[cells[column.name] for column in columns_of(kind)]])
    assert again == value
    assert decode(kind.KIND, encode(value)) == value


@pytest.mark.parametrize("kind", IMPORTED, ids=[kind.KIND for kind in IMPORTED])
@settings(max_examples=EXAMPLES_OF_EACH, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_stands_in_the_table_and_in_the_journal(
    firm: Firm, kind: type[Record], data: st.DataObject
) -> None:
    value = data.draw(records_of(kind))
    with within(firm.id):
        standing = store.all_of(kind, ref=value.ref) if value.ref else []
    seen = firm.seen(standing[0]) if standing else None
    (written,) = write_story(firm.ada, [Change(kind=kind.KIND, ref=value.ref, value=value, seen=seen)])
    assert written is not None
    assert firm.told(written) == written
    with within(firm.id):
        assert store.held(kind, written.ref).value == written


def test_the_database_refuses_a_word_that_is_no_choice(firm: Firm) -> None:
    choices = [
        (kind, column.name) for kind in ALL_KINDS for column in columns_of(kind) if column.field.shape is Shape.CHOICE
    ]
    assert len(choices) > 50
    for kind, name in choices:
        table = table_of(kind)
        with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
            table._base_manager.create(organization_id=firm.id, **stored(kind(ref="R-1")) | {name: "no such word"})


def test_a_table_follows_the_journal_by_its_trigger(firm: Firm) -> None:
    """A row that no action wrote is noticed by the database itself, whatever way it came in."""
    table = TABLES["risk"]
    with guard.writing(), transaction.atomic():
        table._base_manager.create(organization_id=firm.id, **stored(KINDS["risk"](ref="R-99")))
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM journal_touched")
            assert cursor.fetchall() == [("risk",)]
        transaction.set_rollback(True)
