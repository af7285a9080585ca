"""The past is one number: days become indices, indices become states, and a record tells its life."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from plumbline.apps.journal import blobs, ports
from plumbline.apps.journal.check_entries import State
from plumbline.apps.journal.headers import EntryView
from plumbline.apps.journal.reading import (
    Life,
    history,
    index_at,
    kinds_of,
    latest_index,
    lives,
    version_at,
    versions_at,
)
from plumbline.apps.journal.verify import verify
from tests.journal.conftest import ADA, Ledger

MARCH = datetime(2026, 3, 31, 21, 59, 59, 999999, tzinfo=UTC)  # a moment before midnight in Vienna, in summer time
APRIL = datetime(2026, 3, 31, 22, tzinfo=UTC)


def test_a_day_ends_at_midnight_of_the_organisation(ledger: Ledger) -> None:
    with ports.swapped(clock=lambda: MARCH):
        ledger.write("N-1", "March")
    with ports.swapped(clock=lambda: APRIL):
        ledger.write("N-1", "April")
    assert index_at(ledger.id, date(2026, 3, 30), "Europe/Vienna") == 0
    assert index_at(ledger.id, date(2026, 3, 31), "Europe/Vienna") == 1
    assert index_at(ledger.id, date(2026, 3, 31), "UTC") == 2
    assert index_at(ledger.id, date(2027, 1, 1), "Europe/Vienna") == 2
    assert list(versions_at(ledger.id, 0)) == []
    assert lives(ledger.id, 2) == {("note", "N-1"): Life(MARCH, APRIL)}
    assert lives(ledger.id, 1) == {("note", "N-1"): Life(MARCH, MARCH)}


def test_a_record_tells_its_history_and_its_etag(ledger: Ledger) -> None:
    ledger.write("N-1", "first")
    ledger.write("N-2", "between")
    ledger.write("N-1", "second")
    assert latest_index(ledger.id, "note", "N-1") == 2
    ledger.delete("N-1")
    told = history(ledger.id, "note", "N-1")
    assert [(each.idx, each.op, each.action) for each in told] == [
        (0, "put", "note:write"),
        (2, "put", "note:write"),
        (3, "drop", "note:delete"),
    ]
    assert '"first"' in str(told[0].value)
    assert told[2].value is None
    assert {each.actor_id for each in told} == {ADA}
    assert latest_index(ledger.id, "note", "N-1") is None
    assert version_at(ledger.id, "note", "N-1", 4) is None
    assert [each.ref for each in versions_at(ledger.id, 4)] == ["N-2"]
    assert kinds_of(ledger.id, "N-1") == ("note",)
    assert history(ledger.id, "note", "N-9") == ()


def test_every_entry_is_judged_on_the_state_before_its_action(ledger: Ledger) -> None:
    ledger.write("N-1", "granted")
    ledger.write("N-2", "allowed")
    ledger.write("N-1", "revoked")
    ledger.write("N-2", "too late")

    def permitted(entry: EntryView, state: State) -> str | None:
        grant = state.get(("note", "N-1"), "")
        return None if "granted" in grant or entry.idx == 0 else "the grant had been revoked."

    report = verify(ledger.id, permitted, frozenset({"note"}))
    assert report.problems == ("Entry 3: The action note:write was not permitted: the grant had been revoked.",)


def test_a_report_can_be_read_by_people_and_machines(ledger: Ledger) -> None:
    ledger.write("N-1")
    report = verify(ledger.id)
    assert str(report) == ("The journal is sound: 1 entries, 1 changes of 1 records and 0 checkpoints were checked.")
    assert report.as_json()["sound"] is True
    assert report.as_json()["flaws"] == []


def test_two_organisations_have_two_journals_that_do_not_meet(ledger: Ledger) -> None:
    other = Ledger()
    ledger.write("N-1", "ours")
    other.write("N-1", "theirs")
    ledger.write("N-1", "ours again")
    assert [each.idx for each in history(other.id, "note", "N-1")] == [0]
    assert verify(ledger.id).sound
    assert verify(other.id).sound


def test_a_kept_file_must_be_what_its_digest_says_and_one_never_handed_in_is_no_flaw(home: Path) -> None:
    digest = sha256(b"minutes").hexdigest()
    named = {digest: (4, "evidence_item EVD-1")}
    assert blobs.named_in(f'{{"blob":{{"sha256":"{digest}"}},"note":"\\"sha256\\":\\"{"0" * 64}\\""}}') == [digest]
    assert list(blobs.altered_files(named)) == []
    assert blobs.missing([digest]) == {digest}
    file = blobs.place(digest)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"minutes")
    assert list(blobs.altered_files(named)) == []
    assert file.is_relative_to(home)
    file.write_bytes(b"minutos")
    assert [str(flaw) for flaw in blobs.altered_files(named)] == [
        f"Entry 4, evidence_item EVD-1: The kept file {digest[:12]}… has other content than was recorded."
    ]
