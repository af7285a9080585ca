"""The drill: back up while somebody writes, restore into nothing, verify, compare; and every way it can fail."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections

from plumbline.cli.backup import rows
from plumbline.cli.backup.archive import CONTENTS, end_with_digest, opened
from tests.cli.conftest import FOUNDING
from tests.cli.place import FIRST_DAY, Place, Said, started

ROOT = Path(__file__).parents[2]
REASON = ("--reason", "The disk of the server died")
ALIKE_BUT_FOR = {"job"}  # open work is put to rest by a restore


@pytest.fixture(scope="module")
def founded(fresh: Place) -> Place:
    """An organisation on the database under test."""
    assert fresh.plumbline(*FOUNDING).code == 0
    return fresh


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.txt"
    file.write_text("correct horse battery staple\n")
    return file


@contextmanager
def empty_database() -> Iterator[str]:
    """The name of a new database on the server of the tests; empty on SQLite, where a home brings its own."""
    if "PLUMBLINE_DATABASE_URL" not in os.environ:
        yield ""
        return
    name = f"plumbline_restored_{uuid4().hex}"
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(database: str) -> dict[str, str]:
    """The environment that names a database; none for SQLite."""
    if not database:
        return {}
    return {
        "PLUMBLINE_DATABASE_URL": urlunsplit(
            urlsplit(os.environ["PLUMBLINE_DATABASE_URL"])._replace(path=f"/{database}")
        )
    }


@contextmanager
def somebody_writing(place: Place) -> Iterator[None]:
    environ = {"PLUMBLINE_HOME": str(place.home), "PLUMBLINE_NOW": FIRST_DAY.isoformat(), **url_of(place.database)}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.under_load"],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        yield
        assert writer.poll() is None, "the writer stopped before the backup was done"
        writer.kill()


def digests(place: Place) -> dict[str, str]:
    """The digest of every table, as a backup of it would have it."""
    with place.opened():
        return {
            model._meta.db_table: hashlib.sha256(b"".join(rows.told(model))).hexdigest()
            for model in rows.kept_models()
            if model._meta.db_table not in ALIKE_BUT_FOR
        }


def held(file: Path, passphrase: str = "") -> tuple[dict[str, str], dict[str, Any]]:
    """The digest of every table in a backup, and where the journal stood."""
    with opened(file, passphrase) as archive:
        tables = {name: each.sha256 for name, each in archive.contents.tables.items() if name not in ALIKE_BUT_FOR}
        (journal,) = archive.contents.journals
        return tables, {"size": journal.size, "root": journal.root}


def sentence(said: Said) -> str:
    assert said.code == 2, said
    return said.err.strip().splitlines()[-1]


def test_a_backup_under_load_is_one_state_and_comes_back_to_the_byte(
    founded: Place, tmp_path: Path, django_db_blocker: Any
) -> None:
    file = tmp_path / "monday.plb"
    with somebody_writing(founded):
        said = founded.plumbline("backup", file, "--format", "json")
    assert said.code == 0, said.err
    assert "not sealed" in said.err
    assert file.stat().st_mode & 0o077 == 0
    tables, journal = held(file)
    with empty_database() as database:
        again = Place(tmp_path / "again", database=database)
        shutil.copytree(founded.home / "keys", again.home / "keys")
        back = again.plumbline("restore", file, "--format", "json")
        (told,) = back.json["restored"]
        assert digests(again) == tables
        assert told["size"] == journal["size"]
        # The writer went on and whatever it had signed lies beyond the backup, or nothing was signed since.
        assert told["sound"] or told["read_only"], told
        assert again.plumbline("log", "verify").code == 0 if not told["read_only"] else True


def test_what_was_signed_after_the_backup_makes_the_journal_read_only_until_the_fork_is_on_record(
    founded: Place, tmp_path: Path
) -> None:
    file = tmp_path / "tuesday.plb"
    assert founded.plumbline("backup", file).code == 0
    before = held(file)[1]
    assert founded.plumbline("add", "asset", "title=Written after the backup").code == 0
    signed = founded.plumbline("log", "checkpoint", "--format", "json").json
    with empty_database() as database:
        again = Place(tmp_path / "again", database=database)
        shutil.copytree(founded.home / "keys", again.home / "keys")
        said = again.plumbline("restore", file)
        assert said.code == 0, said
        assert "rewound" in said.out
        assert "log fork" in said.out
        refused = again.plumbline("add", "asset", "title=A second history")
        assert refused.code == 2
        assert "rewound" in refused.err
        assert again.plumbline("status", "--format", "json").json["read_only"]
        forked = again.plumbline("log", "fork", *REASON, "--format", "json").json
        assert forked["origin"].endswith("/journal/2")
        assert (forked["signed_size"], forked["signed_root"]) == (signed["size"], signed["root"])
        assert forked["common_size"] == before["size"]
        assert forked["reason"] == REASON[1]
        assert again.plumbline("log", "verify").code == 0
        assert again.plumbline("add", "asset", "title=It goes on").code == 0
        after = again.plumbline("log", "checkpoint", "--format", "json").json
        assert after["note"].startswith(forked["origin"] + "\n")
        assert again.plumbline("log", "verify").code == 0
        nothing = again.plumbline("log", "fork", *REASON)
        assert "nothing to fork" in sentence(nothing)


def test_a_home_that_lost_its_keys_goes_on_under_a_new_name_and_its_old_checkpoints_still_hold(
    founded: Place, tmp_path: Path
) -> None:
    file = tmp_path / "wednesday.plb"
    assert founded.plumbline("backup", file).code == 0
    with empty_database() as database:
        again = Place(tmp_path / "again", database=database)
        said = again.plumbline("restore", file, *REASON)
        assert said.code == 0, said
        assert "The journal is sound" in said.out
        assert "/journal/2" in said.out
        report = again.plumbline("log", "verify", "--format", "json").json
        assert report["sound"]
        assert report["checkpoints"] >= 2


@pytest.mark.sqlite_only
def test_what_was_erased_after_the_backup_does_not_come_back(place: Place, tmp_path: Path) -> None:
    assert place.plumbline("person", "add", "--name", "Mara Lindt").code == 0
    assert place.plumbline("add", "asset", "title=Laptop of Mara Lindt").code == 0
    assert place.plumbline("add", "asset", "title=Phone of Mara Lindt").code == 0
    assert place.plumbline("change", "AST-1", "title=A laptop").code == 0
    file = tmp_path / "before.plb"
    assert place.plumbline("backup", file).code == 0
    versions = place.plumbline("history", "AST-1", "--format", "json").json
    assert versions, "the laptop has a history"
    assert place.plumbline("change", "AST-2", "title=A phone").code == 0
    basis = ("--basis", "GDPR 17, asked for on 2026-11-22")
    first = first_entry(place, "AST-1")
    assert place.plumbline("erase", "AST-1", "--entry", str(first), *basis).code == 0
    assert place.plumbline("erase", "AST-2", "--entry", str(first_entry(place, "AST-2")), *basis).code == 0
    assert place.plumbline("erase", "PER-2", *basis).code == 0
    (place.home / "plumbline.sqlite3").unlink()
    for each in place.home.glob("plumbline.sqlite3-*"):
        each.unlink()

    refused = sentence(place.plumbline("restore", file))
    assert "3 things were erased after this backup was made" in refused
    assert not (place.home / "plumbline.sqlite3").exists(), "nothing of it is left"
    said = place.plumbline("restore", file, *REASON)
    assert said.code == 0, said
    assert "AST-2: removed" in said.out
    assert "The journal is sound" in said.out
    stored = (place.home / "plumbline.sqlite3").read_bytes() + b"".join(
        each.read_bytes() for each in place.home.glob("plumbline.sqlite3-wal")
    )
    with place.opened(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM journal_version WHERE value LIKE '%Mara%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT name FROM person WHERE ref = 'PER-2'")
        assert cursor.fetchone() == ("",)
    assert stored


def first_entry(place: Place, ref: str) -> int:
    with place.opened(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT MIN(idx) FROM journal_version WHERE ref = %s", [ref])
        (found,) = cursor.fetchone()
    return int(found)


@pytest.mark.sqlite_only
def test_where_there_is_no_organisation_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    empty = Place(tmp_path / "empty")
    assert "no Plumbline in" in sentence(empty.plumbline("backup", tmp_path / "a.plb"))


@pytest.mark.sqlite_only
def test_a_restore_replaces_nothing(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "a.plb"
    assert place.plumbline("backup", file).code == 0
    before = (place.home / "plumbline.sqlite3").read_bytes()
    assert "a restore replaces nothing" in sentence(place.plumbline("restore", file))
    assert (place.home / "plumbline.sqlite3").read_bytes() == before
    assert "never overwritten" in sentence(place.plumbline("backup", file))


@pytest.mark.sqlite_only
def test_a_backup_that_fails_leaves_nothing_behind(place: Place, tmp_path: Path) -> None:
    (place.home / "blobs" / "aa").mkdir(parents=True)
    (place.home / "blobs" / "aa" / ("b" * 62)).write_text("not what its name says")
    folder = tmp_path / "folder"
    folder.mkdir()
    said = place.plumbline("backup", folder / "a.plb")
    assert said.code == 0, said
    restored = Place(tmp_path / "again").plumbline("restore", folder / "a.plb")
    assert "kept file aabbbbbbbbbb… in the backup is damaged" in sentence(restored)
    assert sorted(each.name for each in folder.iterdir()) == ["a.plb"]
    assert "does not exist" in sentence(place.plumbline("backup", tmp_path / "nowhere" / "a.plb"))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("sealed", [False, True], ids=["open", "sealed"])
def test_a_damaged_or_cut_backup_is_refused_and_nothing_is_made(
    place: Place, tmp_path: Path, words: Path, *, sealed: bool
) -> None:
    key = ("--passphrase-file", words) if sealed else ()
    file = tmp_path / "whole.plb"
    assert place.plumbline("backup", file, *key).code == 0
    whole = file.read_bytes()
    assert (b"Nordwind" not in whole) or not sealed
    hurt = {
        "cut.plb": whole[: len(whole) // 2],
        "a byte off.plb": whole[:-1],
        "a date inside.plb": whole[:30] + bytes([whole[30] ^ 1]) + whole[31:],
        "flipped.plb": whole[: len(whole) // 3] + bytes([whole[len(whole) // 3] ^ 1]) + whole[len(whole) // 3 + 1 :],
        "empty.plb": b"",
        "other.plb": b"PK\x03\x04 nothing of ours",
    }
    for name, content in hurt.items():
        (tmp_path / name).write_bytes(content)
        again = Place(tmp_path / f"home of {name}")
        said = again.plumbline("restore", tmp_path / name, *key)
        assert said.code == 2, f"{name}: {said}"
        assert "Traceback" not in said.err
        assert not again.home.exists() or not list(again.home.iterdir()), name
    assert Place(tmp_path / "good").plumbline("restore", file, *key).code == 0


@pytest.mark.sqlite_only
def test_a_sealed_backup_opens_with_its_passphrase_only(place: Place, tmp_path: Path, words: Path) -> None:
    file = tmp_path / "sealed.plb"
    said = place.plumbline("backup", file, "--passphrase-file", words)
    assert said.code == 0
    assert "not sealed" not in said.err
    again = Place(tmp_path / "again")
    assert "is sealed" in sentence(again.plumbline("restore", file))
    other = tmp_path / "other.txt"
    other.write_text("not the right words\n")
    assert "does not open" in sentence(again.plumbline("restore", file, "--passphrase-file", other))
    other.write_text("short\n")
    assert "fewer than 12 characters" in sentence(again.plumbline("restore", file, "--passphrase-file", other))
    assert again.plumbline("restore", file, "--passphrase-file", words).code == 0


@pytest.mark.sqlite_only
def test_nobody_stays_signed_in_and_no_secret_of_the_home_is_in_a_backup(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "a.plb"
    assert place.plumbline("backup", file).code == 0
    with opened(file, "") as archive:
        assert not set(rows.LEFT_OUT) & set(archive.contents.tables)
        assert all(name.endswith(".vkey") for name in archive.contents.keys)
        assert "PRIVATE" not in json.dumps(archive.contents.keys)


def made_before(file: Path, older: Path, app: str, migration: str, tables: str) -> None:
    """The backup as the release before a migration would have made it: without its tables."""
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(older, "w") as repacked:
        contents = json.loads(packed.read(CONTENTS))
        contents["migrations"].remove([app, migration])
        for name in [each for each in contents["tables"] if each.startswith(tables)]:
            del contents["tables"][name]
        for name in packed.namelist():
            if name != CONTENTS and not name.startswith(f"tables/{tables}"):
                repacked.writestr(name, packed.read(name))
        repacked.writestr(CONTENTS, json.dumps(contents))
    with older.open("r+b") as repacked_file:
        end_with_digest(repacked_file)


@pytest.mark.sqlite_only
def test_a_backup_of_an_older_release_is_restored_and_brought_up_to_date(place: Place, tmp_path: Path) -> None:
    assert place.plumbline("backup", tmp_path / "new.plb").code == 0
    made_before(tmp_path / "new.plb", tmp_path / "old.plb", "home", "0001_notices", "home_")
    again = Place(tmp_path / "again")
    said = again.plumbline("restore", tmp_path / "old.plb", *REASON)
    assert said.code == 0, said
    assert "The journal is sound" in said.out
    assert again.plumbline("status").code == 0
    with again.opened():
        assert "home_choice" in connections["default"].introspection.table_names()


@pytest.mark.sqlite_only
def test_a_backup_of_a_newer_release_is_refused(place: Place, tmp_path: Path) -> None:
    assert place.plumbline("backup", tmp_path / "a.plb").code == 0
    with zipfile.ZipFile(tmp_path / "a.plb") as packed, zipfile.ZipFile(tmp_path / "newer.plb", "w") as repacked:
        for name in packed.namelist():
            content = packed.read(name)
            if name == CONTENTS:
                told = json.loads(content)
                told["migrations"].append(["journal", "0099_of_the_future"])
                content = json.dumps(told).encode()
            repacked.writestr(name, content)
    with (tmp_path / "newer.plb").open("r+b") as repacked_file:
        end_with_digest(repacked_file)
    refused = Place(tmp_path / "again").plumbline("restore", tmp_path / "newer.plb")
    assert "made by a newer Plumbline" in sentence(refused)


def test_every_table_is_in_a_backup_or_left_out_for_a_reason() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    kept = {model._meta.db_table for model in rows.kept_models()}
    assert kept | set(rows.LEFT_OUT) >= tables
    assert not kept & set(rows.LEFT_OUT)
    assert set(rows.LEFT_OUT) - tables <= {"django_migrations", "auth_group", "auth_group_permissions"}
    secret = {
        each for each in kept for word in ("session", "invitation", "confirmation", "token", "feed") if word in each
    }
    assert not secret, f"Say why these may come back with a restore: {secret}"


@pytest.mark.postgres_only
def test_a_backup_goes_from_sqlite_to_postgresql_and_back(tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), empty_database() as database:
        one, two, three = (tmp_path / name for name in ("one", "two", "three"))
        assert started(one, *FOUNDING).code == 0
        assert started(one, "add", "asset", "title=Server", "value_amount=12.50", "next_review=2027-03-01").code == 0
        assert started(one, "backup", tmp_path / "one.plb").code == 0
        shutil.copytree(one / "keys", two / "keys")
        said = started(two, "restore", tmp_path / "one.plb", environ=url_of(database))
        assert said.code == 0, said.err
        assert "The journal is sound" in said.out
        assert started(two, "add", "asset", "title=Written on PostgreSQL", environ=url_of(database)).code == 0
        assert started(two, "backup", tmp_path / "two.plb", environ=url_of(database)).code == 0
        shutil.copytree(two / "keys", three / "keys")
        back = started(three, "restore", tmp_path / "two.plb")
        assert back.code == 0, back.err
        assert "The journal is sound" in back.out
        assert "Written on PostgreSQL" in started(three, "register", "asset", "--all").out
        assert held(tmp_path / "two.plb")[1]["size"] > held(tmp_path / "one.plb")[1]["size"]
