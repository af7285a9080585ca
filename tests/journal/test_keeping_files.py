"""Files kept by content: the same content is kept once, under its digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from hashlib import sha256
from os import utime
from pathlib import Path

import pytest

from plumbline.apps.journal import blobs


@pytest.mark.usefixtures("home")
def test_a_file_lies_under_its_digest_once_and_whole() -> None:
    digest = blobs.keep(b"minutes")
    assert digest == sha256(b"minutes").hexdigest()
    assert blobs.missing([digest]) == frozenset()
    assert blobs.keep(b"minutes") == digest
    assert [each.name for each in blobs.place(digest).parent.iterdir()] == [digest[2:]]


@pytest.mark.parametrize("words", ["", "0", "../../../secret", "AB" * 32, "ab" * 33])
def test_only_a_digest_names_a_place(words: str) -> None:
    assert not blobs.is_digest(words)


def test_a_disk_that_is_full_keeps_nothing_of_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("plumbline.apps.journal.blobs.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        blobs.keep(b"minutes")
    assert not [each for each in home.glob("blobs/*/*") if each.is_file()]


def test_what_a_killed_process_left_is_cleared_and_what_is_being_written_is_not(home: Path) -> None:
    kept = blobs.place(blobs.keep(b"minutes"))
    old, new = (kept.with_name(f"{name}{blobs.UNFINISHED}") for name in ("old", "new"))
    for each in (old, new):
        each.write_bytes(b"half of it")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    utime(old, (yesterday.timestamp() - 60,) * 2)
    assert blobs.clear_unfinished(yesterday) == 1
    assert sorted(home.glob("blobs/*/*")) == sorted([kept, new])
