"""`plumbline log check`: a saved proof holds, or the command says what about it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plumbline.engine.proof.notes import SeedSigner
from tests.cli.place import typed_by
from tests.stories import Firm


@pytest.fixture
def saved(firm: Firm, tmp_path: Path) -> Path:
    """The proof of a risk, as somebody who was handed it has it."""
    typed_by("ada", "add", "risk", "title=Flood", "owner=PER-3")
    file = tmp_path / "R-1.json"
    file.write_bytes(typed_by("ada", "log", "proof", "R-1", "--format", "json").raw)
    return file


def key() -> str:
    found: str = typed_by("ada", "log", "checkpoint", "--format", "json").json["vkey"]
    return found


def test_a_proof_holds_against_the_key_that_was_told_elsewhere(saved: Path) -> None:
    said = typed_by("ada", "log", "check", saved, "--key", key())
    assert said.code == 0
    assert "The proof holds: risk R-1 stands in entry" in said.out
    assert "Flood" in said.out
    assert "--key" not in said.out
    assert "hold it against the journal's own with --key" in typed_by("ada", "log", "check", saved).out
    told = typed_by("ada", "log", "check", saved, "--format", "json").json
    assert (told["holds"], told["problems"], told["key_given"]) == (True, [], False)


def flipped(words: str) -> str:
    return ("0" if words[0] != "0" else "1") + words[1:]


@pytest.mark.parametrize(
    ("field", "altered", "reason"),
    [
        ("value", lambda words: words.replace("Flood", "Storm"), "do not open the commitment"),
        ("salt", flipped, "do not open the commitment"),
        ("leaf", flipped, "does not hash to the leaf"),
        ("header", lambda words: words.replace("risk", "risk "), "does not hash to the leaf"),
        ("path", lambda words: [flipped(words[0]), *words[1:]], "does not lead from the leaf"),
        ("checkpoint", lambda words: words.replace("journal\n", "journal/2\n", 1), "checkpoint does not hold"),
        ("index", lambda number: number + 1, "The header is that of entry"),
        ("size", lambda number: number + 1, "The checkpoint is about"),
        ("vkey", lambda words: words[:-4] + "AAA=", "checkpoint does not hold"),
    ],
)
def test_an_altered_proof_does_not_hold_and_the_reason_is_said(
    saved: Path, field: str, altered: Callable[[Any], Any], reason: str
) -> None:
    proof = json.loads(saved.read_text())
    saved.write_text(json.dumps({**proof, field: altered(proof[field])}))
    said = typed_by("ada", "log", "check", saved)
    assert said.code == 1
    assert reason in " ".join(said.out.split())
    assert typed_by("ada", "log", "check", saved, "--format", "json").code == 1


def test_the_key_of_another_journal_does_not_do(saved: Path) -> None:
    other = SeedSigner("example.org/log", bytes(32)).key.vkey()
    said = typed_by("ada", "log", "check", saved, "--key", other)
    assert (said.code, "None of the known keys signed" in " ".join(said.out.split())) == (1, True)
    unread = typed_by("ada", "log", "check", saved, "--key", "nonsense")
    assert (unread.code, "The key cannot be used." in unread.err) == (2, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"kind": "risk"}', b'["\\ud800"]', b"[" * 100_000],
    ids=["empty", "bytes", "list", "nothing", "half", "surrogate", "deep"],
)
def test_what_is_no_proof_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    said = typed_by("ada", "log", "check", file)
    assert (said.code, "is no proof" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("field", "odd"),
    [("leaf", "zz"), ("leaf", "00"), ("salt", 7), ("path", "none"), ("size", -1), ("size", True), ("kind", None)],
)
def test_a_field_that_cannot_be_read_is_named(saved: Path, field: str, odd: object) -> None:
    saved.write_text(json.dumps({**json.loads(saved.read_text()), field: odd}))
    said = typed_by("ada", "log", "check", saved)
    assert (said.code, f"Its {field} " in said.err) == (2, True)
