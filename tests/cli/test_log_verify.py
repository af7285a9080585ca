"""`plumbline log verify` only reads, whatever state the home is in, and names the entry of a changed byte."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.place import Place, started, without_privileges

JOURNAL = {
    "journal_entry": ("leaf_hash", "header", "time", "action", "actor", "request", "idx"),
    "journal_version": ("salt", "value", "kind", "ref", "idx"),
    "journal_node": ("hash", "level", "idx"),
    "journal_checkpoint": ("size", "root", "note", "made_at"),
    "journal_log": ("origin", "epoch", "size", "frontier", "last_time"),
}


@pytest.fixture(scope="module")
def told(founded_once: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A home with a few entries, of which the last one is about CTX-2."""
    place = founded_once.copied_to(tmp_path_factory.mktemp("told") / "home")
    for title in ("New market", "Old market"):
        assert place.plumbline("add", "issue", f"title={title}", "side=external").code == 0
    assert place.plumbline("change", "CTX-1", "note=Told by sales").code == 0
    assert place.plumbline("log", "proof", "CTX-1").code == 0, "which cuts a checkpoint"
    return place


@pytest.fixture
def copied(told: Place, tmp_path: Path) -> Place:
    return told.copied_to(tmp_path / "copy")


def contents(home: Path) -> dict[str, tuple[str, int]]:
    """Every file: its hash and when it was written."""
    files = (each for each in home.rglob("*") if each.is_file())
    return {
        str(each.relative_to(home)): (hashlib.sha256(each.read_bytes()).hexdigest(), each.stat().st_mtime_ns)
        for each in files
    }


@contextmanager
def disarmed(home: Path) -> Iterator[sqlite3.Connection]:
    """The database of a home in the hands of somebody who owns the file; the triggers are back afterwards."""
    with closing(sqlite3.connect(home / "plumbline.sqlite3", isolation_level=None)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("PRAGMA foreign_keys=OFF")
        yield database
        for _, text in triggers:
            database.execute(text)


def altered(value: Any) -> Any:
    """The value with its middle byte changed."""
    if isinstance(value, int):
        return value + 64
    middle = len(value) // 2
    if isinstance(value, bytes):
        return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
    return value[:middle] + ("0" if value[middle] != "0" else "1") + value[middle + 1 :]


def named(flaws: list[dict[str, Any]]) -> set[int | None]:
    return {each["entry"] for each in flaws}


def test_a_sound_home_is_verified_and_not_one_file_changes(copied: Place) -> None:
    before = contents(copied.home)
    said = copied.plumbline("log", "verify")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("The journal is sound: ")
    report = copied.plumbline("log", "verify", "--format", "json").json
    assert (report["sound"], report["flaws"]) == (True, [])
    assert report["entries"] >= 4
    assert contents(copied.home) == before


def test_a_read_only_copy_is_verified(copied: Place) -> None:
    before = contents(copied.home)
    folders = [copied.home, *(each for each in copied.home.rglob("*") if each.is_dir())]
    for file in (each for each in copied.home.rglob("*") if each.is_file()):
        file.chmod(0o400)
    for folder in folders:
        folder.chmod(0o500)
    said = started(copied.home, "log", "verify", before=without_privileges())
    for folder in folders:
        folder.chmod(0o700)
    assert (said.code, said.err) == (0, "")
    assert "The journal is sound" in said.out
    assert contents(copied.home) == before


def test_a_database_file_that_may_only_be_read_is_verified(copied: Place) -> None:
    (copied.home / "plumbline.sqlite3").chmod(0o400)
    before = contents(copied.home)
    said = started(copied.home, "log", "verify", before=without_privileges())
    assert (said.code, said.err) == (0, "")
    assert contents(copied.home) == before


def test_a_read_only_copy_that_lacks_its_last_changes_is_refused_and_not_called_sound(copied: Place) -> None:
    file = copied.home / "plumbline.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("CREATE TABLE later (x)")
        left = file.with_name(file.name + "-wal").read_bytes()
    file.with_name(file.name + "-wal").write_bytes(left)
    copied.home.chmod(0o500)
    said = started(copied.home, "log", "verify", before=without_privileges())
    copied.home.chmod(0o700)
    assert said.code == 2
    assert "Copy the whole folder" in said.err


@pytest.mark.parametrize("lost", ["log.key", "log.vkey", "signed.json"])
def test_a_home_that_lost_a_file_of_its_signer_is_still_verified(copied: Place, lost: str) -> None:
    (missing,) = copied.home.glob(f"keys/*/{lost}")
    missing.unlink()
    before = contents(copied.home)
    said = copied.plumbline("log", "verify")
    assert said.code == (0 if lost == "log.key" else 1), "the private half is not needed to verify"
    assert "Traceback" not in said.out + said.err
    assert lost in said.out or said.code == 0
    assert contents(copied.home) == before, "nothing lost is made anew"


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in JOURNAL for column in JOURNAL[table]])
def test_one_changed_byte_in_the_file_ends_with_1_and_the_entry_named(copied: Place, table: str, column: str) -> None:
    with disarmed(copied.home) as database:
        keys = [each[1] for each in database.execute(f"PRAGMA table_info({table})") if each[5]]
        order = "size" if table in ("journal_checkpoint", "journal_log") else "idx"
        held = database.execute(f"SELECT rowid, {', '.join(keys)}, {column} FROM {table} ORDER BY {order}").fetchone()
        row, stored = dict(zip(["rowid", *keys], held, strict=False)), held[-1]
        if isinstance(stored, str) and not stored:
            stored = "x"
        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (altered(stored), row["rowid"]))
    said = copied.plumbline("log", "verify", "--format", "json")
    assert (said.code, said.err) == (1, ""), said.out
    assert said.json["sound"] is False
    assert named(said.json["flaws"]) & entries_of(table, row), said.json["flaws"]
    text = copied.plumbline("log", "verify")
    assert text.code == 1
    assert "The journal is NOT sound" in text.out


def entries_of(table: str, row: dict[str, Any]) -> set[int | None]:
    """The entries a row belongs to; what concerns the whole log names none or its last."""
    if table == "journal_node":
        return set(range(row["idx"] << row["level"], (row["idx"] + 1) << row["level"]))
    if table == "journal_checkpoint":
        return {row["size"] - 1, None}
    return {None, *range(100)} if table == "journal_log" else {row["idx"]}


@pytest.mark.parametrize("table", ["journal_entry", "journal_version", "journal_node", "journal_checkpoint"])
def test_rows_of_nobody_are_told_and_not_a_crash(copied: Place, table: str) -> None:
    with disarmed(copied.home) as database:
        database.execute(
            f"UPDATE {table} SET organization_id = 'nobody' WHERE rowid = (SELECT MAX(rowid) FROM {table})"
        )
    said = copied.plumbline("log", "verify")
    assert said.code == 1, said.err
    assert "nobody" in said.out


def test_a_journal_whose_organisation_was_renamed_in_the_file_is_told(copied: Place) -> None:
    with disarmed(copied.home) as database:
        database.execute("UPDATE journal_log SET organization_id = 'nobody'")
    said = copied.plumbline("log", "verify")
    assert said.code == 2
    assert "names the organisation 'nobody', which is no id" in said.err


def test_missing_triggers_are_told(copied: Place) -> None:
    with closing(sqlite3.connect(copied.home / "plumbline.sqlite3", isolation_level=None)) as database:
        (name,) = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()
        database.execute(f'DROP TRIGGER "{name}"')
    said = copied.plumbline("log", "verify")
    assert said.code == 1
    assert f"{name} is missing" in said.out


def test_a_record_changed_in_its_register_alone_is_told(copied: Place) -> None:
    with disarmed(copied.home) as database:
        database.execute("UPDATE organization_issue SET title = 'Forged' WHERE ref = 'CTX-2'")
    said = copied.plumbline("log", "verify")
    assert said.code == 1
    assert "issue CTX-2" in said.out
