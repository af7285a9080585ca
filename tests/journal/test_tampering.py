"""One changed byte in any stored column of the journal is found, and the entry it belongs to is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from plumbline.apps.journal import checkpoints, erasure, log, signer
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.models import Anchor, Checkpoint, Entry, Log, Node, Version
from plumbline.apps.journal.statements import identity, key, row, rows, run
from plumbline.apps.journal.verify import verify
from plumbline.engine.proof.notes import NoteError
from tests.journal.conftest import Ledger, Note, as_superuser


class UndoError(Exception):
    """Ends a tampered transaction."""


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside."""
    try:
        with transaction.atomic():
            yield
            raise UndoError
    except UndoError:
        pass


@pytest.fixture
def eventful(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A journal that has seen a run, changes, an end, a denial, a redaction, an erasure and two checkpoints."""
    monkeypatch.setattr(log, "CHANGES_PER_ENTRY", 2)
    with ledger.act():
        for number in range(1, 6):
            ledger.put(f"N-{number}", f"text {number}")
    ledger.write("N-1", "Ms Doe was ill")
    checkpoints.cut(ledger.id)
    ledger.delete("N-5")
    log.note_event(
        ledger.id,
        actor_id=None,
        actor_kind="system",
        action="access:denied",
        steps=["risk:accept"],
        via="web",
        request="",
    )
    ledger.write("N-1", "Somebody was ill")
    with ledger.act("note:erase"):
        erasure.redact(ledger.id, "note", "N-1", 3, b'{"text":"Somebody was ill"}')
        erasure.erase(ledger.id, "note", "N-1", 0)
    ledger.write("N-2", "last word")
    checkpoints.cut(ledger.id)
    report = verify(ledger.id)
    assert report.problems == ()
    assert (report.entries, report.changes, report.records, report.checkpoints) == (9, 11, 5, 2)
    return ledger


def altered(value: Any) -> Any:
    """The value with one bit, letter or unit changed."""
    if value is None:
        return 7
    if isinstance(value, int):
        return value + 64
    if isinstance(value, bytes):
        middle = len(value) // 2
        return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
    if not value:
        return "x"
    middle = len(value) // 2
    return value[:middle] + ("0" if value[middle] != "0" else "1") + value[middle + 1 :]


def where(names: list[str]) -> str:
    return " AND ".join(f"{name} = %s" for name in names)


@pytest.mark.parametrize("model", [Entry, Node, Version, Checkpoint], ids=lambda model: model._meta.db_table)
def test_one_changed_byte_in_any_column_of_any_row_is_found_and_its_entry_named(eventful: Ledger, model: Any) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    keys = [field.column for field in model._meta.pk_fields]
    for stored in rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(keys)}"):
        held = dict(zip(columns, stored, strict=True))
        for column in columns:
            forged = altered(identity(held[column]).hex if column == "organization_id" else held[column])
            with undone():
                with as_superuser(table):
                    run(
                        f"UPDATE {table} SET {column} = %s WHERE {where(keys)}",
                        [_blob(column, forged), *(held[name] for name in keys)],
                    )
                named = {flaw.entry for flaw in verify(eventful.id).flaws}
            assert named & entries_of(table, held), f"{table}.{column} of {held}: {named}"


def _blob(column: str, forged: Any) -> Any:
    """A salt or a value that was NULL becomes bytes or text, not a number."""
    return {"salt": b"7", "value": "7"}.get(column, forged) if forged == 7 else forged


def entries_of(table: str, held: dict[str, Any]) -> set[int | None]:
    """The entries that a row belongs to; a checkpoint that is taken away from its log belongs to none any more."""
    if table == "journal_node":
        return set(range(held["idx"] << held["level"], (held["idx"] + 1) << held["level"]))
    return {held["size"] - 1, None} if table == "journal_checkpoint" else {held["idx"]}


def test_one_changed_byte_in_the_head_is_found(eventful: Ledger) -> None:
    held = row("SELECT origin, epoch, size, frontier, last_time FROM journal_log") or ()
    for column, value in zip(("origin", "epoch", "size", "frontier", "last_time"), held, strict=True):
        with undone():
            with as_superuser("journal_log"):
                run(f"UPDATE journal_log SET {column} = %s", [altered(value)])
            assert not verify(eventful.id).sound, column


def test_an_entry_taken_out_is_missed_by_its_number(eventful: Ledger) -> None:
    for idx in range(9):
        with undone():
            with as_superuser("journal_entry"):
                run("DELETE FROM journal_entry WHERE idx = %s", [idx])
            assert f"Entry {idx}: It is missing." in verify(eventful.id).problems


def test_the_last_entries_cut_off_with_a_head_to_fit_are_missed_by_the_signer(eventful: Ledger) -> None:
    shorter = log.read_head(eventful.id).size - 1
    with undone():
        for table in ("journal_entry", "journal_version"):
            with as_superuser(table):
                run(f"DELETE FROM {table} WHERE idx >= %s", [shorter])
        with as_superuser("journal_log"):
            run("UPDATE journal_log SET size = %s", [shorter])
        problems = verify(eventful.id).problems
    assert any("9 were signed. It was rewound" in problem for problem in problems)


def test_a_register_changed_by_a_superuser_differs_from_the_journal(eventful: Ledger) -> None:
    with undone():
        with as_superuser("tests_note"):
            Note.objects.filter(ref="N-2").update(text="forged")
            Note.objects.filter(ref="N-3").delete()
            Note.objects.create(organization_id=eventful.id, ref="N-99")
        problems = verify(eventful.id).problems
    assert set(problems) == {
        "Journal, note N-99: It is in its register and not, or not twice, in the journal.",
        "Entry 8, note N-2: Its register says other than the journal's last version.",
        "Entry 1, note N-3: It is in the journal, and missing from its register.",
    }


def test_rows_that_nobody_wrote_through_the_journal_are_found(eventful: Ledger) -> None:
    organization = key(eventful.id)
    forgeries = {
        "journal_version": ("(organization_id, kind, ref, idx, value) VALUES (%s, 'note', 'N-7', 4, '{}')", "Entry 4"),
        "journal_node": ("(organization_id, level, idx, hash) VALUES (%s, 2, 9, '')", "node 2/9 lies beyond"),
        "journal_anchor": (
            "(organization_id, size, method, request, response) VALUES (%s, 4, 'rfc3161', '', '')",
            "Entry 3: It has an anchor",
        ),
    }
    for table, (row_of_it, told) in forgeries.items():
        with undone():
            with as_superuser(table):
                run(f"INSERT INTO {table} {row_of_it}", [organization])
            assert any(told in problem for problem in verify(eventful.id).problems), table
    with undone():
        with as_superuser("journal_never"):
            run("INSERT INTO journal_never (id) VALUES (1)")
            run(
                "INSERT INTO journal_touched (organization_id, kind, record_id, open) VALUES (%s, 'note', %s, 1)",
                [organization, organization],
            )
        problems = verify(eventful.id).problems
        assert "journal_never holds the row 1" in problems[1]
        assert "changed past the journal" in problems[0]


@pytest.mark.sqlite_only
def test_bytes_that_are_no_text_are_a_finding_and_not_a_crash(eventful: Ledger) -> None:
    spoil = "CAST(X'FF' || substr(CAST({0} AS BLOB), 2) AS TEXT)"
    for table, column in (("journal_version", "value"), ("journal_entry", "time"), ("journal_checkpoint", "note")):
        with undone():
            with as_superuser(table):
                run(
                    f"UPDATE {table} SET {column} = {spoil.format(column)} WHERE organization_id = %s",
                    [key(eventful.id)],
                )
            assert not verify(eventful.id).sound, column
    with undone():
        with as_superuser("tests_note"):
            run(f"UPDATE tests_note SET text = {spoil.format('text')} WHERE ref = 'N-2'")
        assert any("note" in problem for problem in verify(eventful.id).problems)


def test_every_byte_of_a_checkpoint_counts(eventful: Ledger) -> None:
    kept = checkpoints.latest(eventful.id)
    assert kept is not None
    log_key = signer.verifier_key(eventful.id)
    true = checkpoints.opened(kept.note, log_key)
    for position in range(len(kept.note)):
        forged = kept.note[:position] + altered(kept.note[position]) + kept.note[position + 1 :]
        try:
            told = checkpoints.opened(forged, log_key)
        except NoteError:
            continue
        assert told != true, position


@pytest.mark.parametrize("model", [Entry, Node, Version, Checkpoint, Anchor, Log], ids=lambda m: m._meta.db_table)
def test_no_row_of_the_journal_is_updated_or_deleted_even_inside_an_action(eventful: Ledger, model: Any) -> None:
    if model is Anchor:
        with writing():
            Anchor.objects.create(organization_id=eventful.id, size=1, method="none", request=b"", response=b"")
    column = {"journal_node": "hash", "journal_log": "frontier", "journal_anchor": "request"}.get(model._meta.db_table)
    column = column or model._meta.concrete_fields[3].column
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="insert-only"), writing(), transaction.atomic():
            run(statement)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="insert-only"), writing(), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")
