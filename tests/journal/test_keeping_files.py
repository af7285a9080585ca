"""Files kept by content: the same content is kept once, under its digest."""

from __future__ import annotations

from hashlib import sha256

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
