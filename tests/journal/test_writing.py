"""How entries are written: runs, time, locks, and what is left of an action that fails."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from plumbline.apps.journal import log, ports, signer
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.reading import entries_between, head, latest_index
from plumbline.apps.journal.statements import rows
from plumbline.apps.journal.verify import verify
from plumbline.engine.proof.entry import EntryError
from tests.journal.conftest import ADA, REQUEST, Ledger, Note


class PowerCutError(Exception):
    """Interrupts an action."""


def test_an_action_is_one_entry_that_says_who_did_what_through_which_door(ledger: Ledger) -> None:
    ledger.write("N-1", "first")
    (entry,) = entries_between(ledger.id, 0, 1)
    assert (entry.actor.id, entry.actor.kind, entry.action, entry.via) == (ADA, "person", "note:write", "cli")
    assert (entry.req, entry.part, entry.org) == (REQUEST, (1, 1), str(ledger.id))
    assert [(change.kind, change.ref, change.op, change.prev) for change in entry.changes] == [
        ("note", "N-1", "put", None)
    ]
    assert ledger.last == (0, 0)
    assert latest_index(ledger.id, "note", "N-1") == 0


def test_a_big_action_becomes_a_run_of_whole_parts_in_one_transaction(ledger: Ledger) -> None:
    with ledger.act():
        Note.objects.bulk_create(Note(organization_id=ledger.id, ref=f"N-{number}") for number in range(600))
    entries = list(entries_between(ledger.id, 0, 9))
    assert [entry.part for entry in entries] == [(1, 3), (2, 3), (3, 3)]
    assert [len(entry.changes) for entry in entries] == [256, 256, 88]
    assert len({entry.time for entry in entries}) == 1
    assert ledger.last == (0, 2)
    assert verify(ledger.id).sound


def test_many_steps_leave_fewer_changes_to_an_entry_and_never_too_long_a_header(ledger: Ledger) -> None:
    steps = [f"subject{number}:{'verb' * 7}" for number in range(1200)]
    with transaction.atomic(), writing():
        Note.objects.bulk_create(Note(organization_id=ledger.id, ref=str(uuid4())) for _ in range(300))
        log.append(
            ledger.id, actor_id=ADA, actor_kind="person", action="note:write", steps=steps, via="cli", request=REQUEST
        )
    lengths = [len(header) for (header,) in rows("SELECT header FROM journal_entry")]
    assert len(lengths) > 2
    assert max(lengths) < 65_536
    assert verify(ledger.id).sound


def test_time_never_runs_backwards_and_the_lag_of_the_clock_is_told(ledger: Ledger) -> None:
    noon = datetime(2026, 3, 31, 12, tzinfo=UTC)
    with ports.swapped(clock=lambda: noon):
        ledger.write("N-1")
    with ports.swapped(clock=lambda: noon - timedelta(seconds=2)):
        ledger.write("N-2")
    entries = list(entries_between(ledger.id, 0, 2))
    assert [(entry.time, entry.skew_ms) for entry in entries] == [
        ("2026-03-31T12:00:00.000000Z", 0),
        ("2026-03-31T12:00:00.000000Z", 2000),
    ]
    assert verify(ledger.id).sound


@pytest.mark.parametrize("statement", ["journal_entry", "journal_version", "journal_log", "journal_touched"])
def test_an_append_interrupted_anywhere_leaves_no_torn_log(ledger: Ledger, statement: str) -> None:
    ledger.write("N-1", "kept")

    def cut_power(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's own shape
        done = execute(sql, params, many, context)
        if statement in sql and not sql.startswith("SELECT"):
            raise PowerCutError
        return done

    with pytest.raises(PowerCutError), connection.execute_wrapper(cut_power):
        ledger.write("N-2", "lost")
    assert head(ledger.id) == 1
    assert [note.ref for note in Note.objects.all()] == ["N-1"]
    assert verify(ledger.id).sound
    ledger.write("N-2", "again")
    assert verify(ledger.id).sound


def test_an_event_without_changes_is_an_entry_too(ledger: Ledger) -> None:
    idx = log.note_event(
        ledger.id,
        actor_id=ADA,
        actor_kind="person",
        action="access:denied",
        steps=("risk:accept",),
        via="web",
        request="",
    )
    (entry,) = entries_between(ledger.id, idx, idx + 1)
    assert (entry.action, entry.steps, entry.changes, entry.req) == ("access:denied", ("risk:accept",), (), None)
    assert verify(ledger.id).sound


def test_free_text_never_gets_into_a_header(ledger: Ledger) -> None:
    with pytest.raises(EntryError, match="It must be a reference such as"):
        ledger.write("Ms Doe was ill")
    assert head(ledger.id) == 0


def test_the_head_is_locked_inside_a_transaction_only(ledger: Ledger) -> None:
    with pytest.raises(log.NotLockedError, match="@action"):
        log.lock_head(ledger.id)


@pytest.mark.django_db
def test_an_organisation_without_a_journal_is_told_how_to_get_one() -> None:
    with pytest.raises(log.NoLogError, match="plumbline init"):
        log.read_head(UUID(int=1))


@pytest.mark.postgres_only
def test_who_holds_the_head_is_the_only_writer_of_that_organisation(ledger: Ledger) -> None:
    elsewhere = Ledger()
    outcome: dict[str, str] = {}

    def second_writer() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                log.lock_head(elsewhere.id)
                outcome["elsewhere"] = "free"
                log.lock_head(ledger.id)
        except OperationalError as error:
            outcome["here"] = str(error)
        finally:
            connection.close()

    with transaction.atomic():
        log.lock_head(ledger.id)
        thread = threading.Thread(target=second_writer)
        thread.start()
        thread.join()
    assert outcome["elsewhere"] == "free"
    assert "lock timeout" in outcome["here"]


@pytest.mark.sqlite_only
def test_on_sqlite_every_transaction_is_the_only_writer_from_its_beginning() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("foreign_keys=ON", "recursive_triggers=ON", "synchronous=FULL"):
        assert pragma in options["init_command"]


def test_ids_are_version_7_in_the_order_of_their_time_and_ports_are_swapped_in_one_place() -> None:
    noon = datetime(2026, 3, 31, 12, tzinfo=UTC)
    with ports.swapped(clock=lambda: noon, random=lambda count: b"\xff" * count):
        first = ports.new_id()
        assert ports.salt() == b"\xff" * 32
        assert str(ports.today("Pacific/Kiritimati")) == "2026-04-01"
    with ports.swapped(clock=lambda: noon + timedelta(milliseconds=1), random=lambda count: b"\x00" * count):
        second = ports.new_id()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first < second
    assert first.int >> 80 == int(noon.timestamp() * 1000)
    assert ports.new_id() != ports.new_id()


def test_a_journal_s_key_is_its_owner_s_alone_and_is_never_made_twice(ledger: Ledger) -> None:
    key = signer.signer(ledger.id).skey()
    place = next(iter((settings.PLUMBLINE_HOME / "keys" / str(ledger.id)).glob("log.key")))
    assert place.stat().st_mode & 0o777 == 0o600
    signer.create(ledger.id, "tests/other")
    assert signer.signer(ledger.id).skey() == key
    place.chmod(0o644)
    with pytest.raises(signer.KeyTroubleError, match="chmod 600"):
        signer.signer(ledger.id)
