"""An older database that was put back is read and not written, and the reason is said."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.place import Place


@pytest.mark.sqlite_only
def test_an_older_database_put_back_is_read_only_and_says_why(place: Place) -> None:
    database, kept = place.home / "plumbline.sqlite3", place.home.with_name("backup.sqlite3")
    shutil.copy(database, kept)
    assert place.plumbline("add", "risk", "title=Flood").code == 0
    signed = place.plumbline("log", "checkpoint")
    assert (signed.code, "The key to check it with" in signed.out) == (0, True)
    shutil.copy(kept, database)

    refused = place.plumbline("add", "risk", "title=Fire")
    assert refused.code == 2
    assert "It was rewound, perhaps by a restore." in refused.sentence
    assert place.plumbline("log", "checkpoint").code == 2
    assert place.plumbline("register", "risk", "--format", "json").out.strip() == "[]"
    verified = place.plumbline("log", "verify")
    assert (verified.code, "were signed. It was rewound" in verified.out) == (1, True)
    assert "Read-only" in place.plumbline("status").out
    assert place.plumbline("status", "--format", "json").json["read_only"].startswith("The journal has")


@pytest.mark.sqlite_only
def test_the_checkpoint_on_demand_is_the_last_one_where_nothing_happened_since(place: Place) -> None:
    first, again = (place.plumbline("log", "checkpoint", "--format", "json") for _ in range(2))
    assert first.json == again.json
    assert first.json["note"].splitlines()[1] == str(first.json["size"])
