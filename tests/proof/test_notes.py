"""Checkpoints and signed notes: readable by foreign tools, believed only with the right key."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.proof.notes import Checkpoint, NoteError, SeedSigner, VerifierKey, open_note, sign_note

# The example that the specification of signed notes and its reference implementation both print.
EXAMPLE_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
EXAMPLE_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
EXAMPLE_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

ORIGIN = "nordwind.example/0192aaaa-0000-7000-8000-000000000001/journal"
LOG = SeedSigner(ORIGIN, b"L" * 32)
WITNESS = SeedSigner("auditor.example/witness", b"W" * 32)
CHECKPOINT = Checkpoint(origin=ORIGIN, size=977, root=sha256(b"root").digest())


def test_the_published_example_is_signed_to_the_letter() -> None:
    assert sign_note(EXAMPLE_TEXT, SeedSigner.parse(EXAMPLE_SKEY)) == f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE}"


def test_the_published_example_is_believed() -> None:
    key = VerifierKey.parse(EXAMPLE_VKEY)
    opened = open_note(f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE}", [key])
    assert (opened.text, opened.signed_by) == (EXAMPLE_TEXT, (key,))


def test_keys_keep_their_published_text_forms() -> None:
    signer = SeedSigner.parse(EXAMPLE_SKEY)
    assert signer.skey() == EXAMPLE_SKEY
    assert signer.key.vkey() == EXAMPLE_VKEY
    assert VerifierKey.parse(EXAMPLE_VKEY) == signer.key
    assert signer.key.key_id.hex() == "c74f20a3"


def test_a_checkpoint_is_three_lines_and_reads_back() -> None:
    text = CHECKPOINT.text()
    assert text == f"{ORIGIN}\n977\n{base64.b64encode(CHECKPOINT.root).decode()}\n"
    assert Checkpoint.parse(text) == CHECKPOINT


@given(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32))
def test_every_signed_checkpoint_reads_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=root)
    assert Checkpoint.parse(open_note(sign_note(checkpoint.text(), LOG), [LOG.key]).text) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n977\n",
        CHECKPOINT.text() + "extension\n",
        CHECKPOINT.text()[:-1],
        CHECKPOINT.text().replace("977", "0977"),
        CHECKPOINT.text().replace("977", "-1"),
        CHECKPOINT.text().replace("977", "٩٧٧"),
        CHECKPOINT.text().replace("977", "18446744073709551616"),
        CHECKPOINT.text().replace(ORIGIN, ""),
        f"{ORIGIN}\n977\nYWJj\n",
        f"{ORIGIN}\n977\nnot base64\n",
    ],
)
def test_a_text_that_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_log_and_witness_sign_the_same_note_and_each_is_recognised() -> None:
    note = sign_note(CHECKPOINT.text(), LOG, WITNESS)
    assert open_note(note, [WITNESS.key, LOG.key]).signed_by == (LOG.key, WITNESS.key)
    assert open_note(note, [WITNESS.key]).signed_by == (WITNESS.key,)


def test_lines_of_unknown_keys_and_types_are_ignored() -> None:
    post_quantum = base64.b64encode(b"\x06\x06\x06\x06" + bytes(2_420)).decode()
    note = sign_note(CHECKPOINT.text(), LOG) + f"— {ORIGIN} {post_quantum}\n— stranger AAAAAAA=\n"
    assert open_note(note, [LOG.key]).signed_by == (LOG.key,)


def test_a_second_line_of_the_same_key_counts_once() -> None:
    note = sign_note(CHECKPOINT.text(), LOG, LOG)
    assert open_note(note, [LOG.key]).signed_by == (LOG.key,)


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="None of the known keys"):
        open_note(sign_note(CHECKPOINT.text(), LOG), [WITNESS.key])


def test_a_key_of_the_same_name_is_not_the_same_key() -> None:
    impostor = SeedSigner(ORIGIN, b"I" * 32)
    with pytest.raises(NoteError, match="None of the known keys"):
        open_note(sign_note(CHECKPOINT.text(), impostor), [LOG.key])


@given(st.data())
def test_no_changed_letter_of_a_note_is_believed(data: st.DataObject) -> None:
    note = sign_note(CHECKPOINT.text(), LOG)
    at = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda other: other != note[at]))
    with pytest.raises(NoteError):
        open_note(note[:at] + letter + note[at + 1 :], [LOG.key])


def test_a_forged_line_of_a_known_key_spoils_the_note_even_beside_a_good_one() -> None:
    forged = base64.b64encode(WITNESS.key.key_id + bytes(64)).decode()
    note = sign_note(CHECKPOINT.text(), LOG) + f"— {WITNESS.key.name} {forged}\n"
    with pytest.raises(NoteError, match=r"signature of auditor\.example/witness does not fit"):
        open_note(note, [LOG.key, WITNESS.key])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text only\n",
        "text\n\n",
        "text\n\nno dash\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name ****\n",
        "text\n\n— na+me AAAAAAAA\n",
        "te\x00xt\n\n— name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "text\n\n" + "— name AAAAAAAA\n" * 101,
    ],
)
def test_what_is_not_a_signed_note_is_refused_as_such(note: str) -> None:
    with pytest.raises(NoteError, match=r"signed note|signature|base64|key name|control character"):
        open_note(note, [LOG.key])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        EXAMPLE_VKEY.replace("c74f20a3", "c74f20a4"),
        EXAMPLE_VKEY.replace("c74f20a3", "C74F20A3"),
        EXAMPLE_VKEY.replace("+AR", "+Ag"),
        EXAMPLE_VKEY[:-4],
        EXAMPLE_VKEY.replace("PeterNeumann", ""),
    ],
)
def test_a_damaged_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(vkey)


def test_a_damaged_signing_key_is_refused_without_repeating_the_secret() -> None:
    secret = EXAMPLE_SKEY.rpartition("+")[2]
    for skey in (secret, EXAMPLE_SKEY.replace("c74f20a3", "00000000"), EXAMPLE_SKEY[:-4], EXAMPLE_SKEY + "!"):
        with pytest.raises(NoteError) as caught:
            SeedSigner.parse(skey)
        assert secret[:20] not in str(caught.value)


def test_a_note_cannot_be_made_without_a_signer_or_of_an_unfinished_line() -> None:
    with pytest.raises(NoteError, match="at least one signer"):
        sign_note(CHECKPOINT.text())
    with pytest.raises(NoteError, match="ends with a line break"):
        sign_note("no end", LOG)


def test_names_roots_and_seeds_of_the_wrong_shape_are_refused() -> None:
    for name in ("", "two words", "a+b", "line\nbreak"):
        with pytest.raises(NoteError, match="key name"):
            SeedSigner(name, bytes(32))
    with pytest.raises(NoteError, match="seed has 32 bytes, not 31"):
        SeedSigner("name", bytes(31))
    with pytest.raises(NoteError, match="public key has 32 bytes, not 3"):
        VerifierKey(name="name", public=b"abc")
    with pytest.raises(NoteError, match="root has 32 bytes, not 0"):
        Checkpoint(origin=ORIGIN, size=0, root=b"")
    with pytest.raises(NoteError, match="cannot have -1 entries"):
        Checkpoint(origin=ORIGIN, size=-1, root=bytes(32))
