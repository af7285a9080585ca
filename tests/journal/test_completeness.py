"""A change that is not in the journal cannot commit, however it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from plumbline.apps.journal import checkpoints, triggers
from plumbline.apps.journal.guard import OutsideActionError, writing
from plumbline.apps.journal.reading import head, history
from plumbline.apps.journal.statements import key, rows, run
from plumbline.apps.journal.triggers_sqlite import KEYS
from plumbline.apps.journal.verify import verify
from tests.journal.conftest import Ledger, Note, Tag

BYPASSES: dict[str, Callable[[Ledger], object]] = {
    "create": lambda ledger: Note.objects.create(organization_id=ledger.id, ref="N-9"),
    "bulk create": lambda ledger: Note.objects.bulk_create([Note(organization_id=ledger.id, ref="N-9")]),
    "save": lambda ledger: Note.objects.get(ref="N-1").save(),
    "update": lambda ledger: Note.objects.filter(ref="N-1").update(text="forged"),
    "delete": lambda ledger: Note.objects.filter(ref="N-1").delete(),
    "a part": lambda ledger: Tag.objects.create(
        organization_id=ledger.id, note_id=Note.objects.get(ref="N-1").id, tag="x"
    ),
    "upsert": lambda ledger: Note.objects.bulk_create(
        [Note(id=Note.objects.get(ref="N-1").id, organization_id=ledger.id, ref="N-1", text="forged")],
        update_conflicts=True,
        update_fields=["text"],
        unique_fields=["id"],
    ),
    "raw update": lambda ledger: run("UPDATE tests_note SET text = 'forged' WHERE ref = 'N-1'"),
    "raw delete": lambda ledger: run('DELETE FROM "tests_note"'),
}


@pytest.mark.parametrize("bypass", BYPASSES.values(), ids=BYPASSES)
def test_a_write_outside_an_action_is_refused_at_once_and_in_words(
    ledger: Ledger, bypass: Callable[[Ledger], object]
) -> None:
    ledger.write("N-1", "true")
    with pytest.raises(OutsideActionError, match="only written by actions"):
        bypass(ledger)
    assert Note.objects.get().text == "true"


@pytest.mark.parametrize("bypass", BYPASSES.values(), ids=BYPASSES)
def test_who_gets_past_the_guard_is_refused_at_commit(ledger: Ledger, bypass: Callable[[Ledger], object]) -> None:
    ledger.write("N-1", "true")
    with pytest.raises(IntegrityError), writing(), transaction.atomic():
        bypass(ledger)
    assert [(note.ref, note.text) for note in Note.objects.all()] == [("N-1", "true")]
    assert head(ledger.id) == 1


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("ledger")
def test_sqlite_s_replace_deletes_nothing_unseen(ledger: Ledger) -> None:
    ledger.write("N-1", "true")
    identity = key(Note.objects.get().id)
    with pytest.raises(IntegrityError), writing(), transaction.atomic():
        run(
            "INSERT OR REPLACE INTO tests_note (id, organization_id, ref, text) VALUES (%s, %s, 'N-2', 'forged')",
            [identity, key(ledger.id)],
        )
    assert Note.objects.get().ref == "N-1"


@contextmanager
def as_other_programs_connect() -> Iterator[None]:
    """With SQLite's own defaults, as in its shell or in a script: no foreign keys, no recursive triggers."""
    run("PRAGMA foreign_keys = OFF")
    run("PRAGMA recursive_triggers = OFF")
    try:
        yield
    finally:
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA recursive_triggers = ON")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("bypass", BYPASSES.values(), ids=BYPASSES)
def test_a_program_that_keeps_no_foreign_keys_writes_nothing_either(
    ledger: Ledger, bypass: Callable[[Ledger], object]
) -> None:
    ledger.write("N-1", "true")
    with as_other_programs_connect():
        with pytest.raises(IntegrityError, match="foreign_keys off"), writing():
            bypass(ledger)
        assert [(note.ref, note.text) for note in Note.objects.all()] == [("N-1", "true")]
    assert verify(ledger.id).problems == ()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", KEYS)
def test_a_program_without_recursive_triggers_replaces_no_row_of_the_journal(ledger: Ledger, table: str) -> None:
    ledger.write("N-1", "one")
    ledger.write("N-2", "two")
    checkpoints.cut(ledger.id)
    with writing():
        run("INSERT INTO journal_anchor VALUES (%s, 1, 'none', '', '')", [key(ledger.id)])
    before = rows(f"SELECT * FROM {table}")
    by_rowid = f"(rowid, {', '.join(KEYS[table])}) VALUES (1, {', '.join('9' * len(KEYS[table]))})"
    with as_other_programs_connect():
        for replacing in (f"REPLACE INTO {table} SELECT * FROM {table}", f"INSERT OR REPLACE INTO {table} {by_rowid}"):
            with pytest.raises(IntegrityError, match="insert-only"), writing():
                run(replacing)
    assert rows(f"SELECT * FROM {table}") == before


@pytest.mark.postgres_only
def test_postgresql_truncates_no_register(ledger: Ledger) -> None:
    ledger.write("N-1", "true")
    with pytest.raises(IntegrityError, match="refused"), writing(), transaction.atomic():
        run("TRUNCATE tests_note")
    assert Note.objects.count() == 1


def test_a_bulk_update_inside_an_action_is_written_down_record_by_record_unasked(ledger: Ledger) -> None:
    with ledger.act():
        Note.objects.bulk_create(Note(organization_id=ledger.id, ref=f"N-{number}") for number in range(100))
    with ledger.act():
        Note.objects.filter(organization_id=ledger.id).update(text="all of them")
    assert all(
        [version.idx for version in history(ledger.id, "note", f"N-{number}")] == [0, 1] for number in range(100)
    )


def test_a_part_counts_as_a_change_of_its_record_and_moving_it_of_both(ledger: Ledger) -> None:
    ledger.write("N-1")
    ledger.write("N-2")
    first, second = (Note.objects.get(ref=ref).id for ref in ("N-1", "N-2"))
    with ledger.act():
        Tag.objects.create(organization_id=ledger.id, note_id=first, tag="moved")
    with ledger.act():
        Tag.objects.update(note_id=second)
    assert [version.idx for version in history(ledger.id, "note", "N-1")] == [0, 2, 3]
    assert [version.idx for version in history(ledger.id, "note", "N-2")] == [1, 3]


def test_a_deleted_record_ends_and_a_new_reference_is_a_new_life(ledger: Ledger) -> None:
    ledger.write("N-1", "old")
    with ledger.act():
        Note.objects.update(ref="N-2")
    ledger.delete("N-2")
    assert [version.op for version in history(ledger.id, "note", "N-1")] == ["put", "drop"]
    assert [version.op for version in history(ledger.id, "note", "N-2")] == ["put", "drop"]


def test_a_record_that_came_and_went_in_one_action_leaves_no_trace(ledger: Ledger) -> None:
    with ledger.act():
        ledger.put("N-1", "brief")
        Note.objects.filter(ref="N-1").update(ref="N-3")
        Note.objects.all().delete()
    assert ledger.last is None
    assert head(ledger.id) == 0


def test_what_did_not_change_is_no_change(ledger: Ledger) -> None:
    ledger.write("N-1", "same")
    ledger.write("N-1", "same")
    assert ledger.last is None
    assert head(ledger.id) == 1


def test_a_trigger_that_is_missing_or_altered_is_told_and_renewed(ledger: Ledger) -> None:
    assert triggers.differences(connection) == []
    assert any("tests_note" in name for name in triggers.found(connection))
    with writing():
        triggers.remove(connection)
    assert len(triggers.differences(connection)) == len(triggers.wanted(connection)) > 20
    triggers.renew()
    assert triggers.differences(connection) == []


@pytest.mark.postgres_only
def test_a_trigger_that_is_switched_off_is_told(ledger: Ledger) -> None:
    run("ALTER TABLE tests_note DISABLE TRIGGER plumbline_touch_tests_note")
    assert triggers.differences(connection) == ["plumbline_touch_tests_note was altered"]
