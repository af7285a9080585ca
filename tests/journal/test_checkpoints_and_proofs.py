"""What is signed, what is refused, and what a stranger can check with a proof in hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from plumbline.apps.journal import checkpoints, erasure, ports, proofs, reading, signer
from plumbline.apps.journal.guard import OutsideActionError
from plumbline.apps.journal.verify import verify
from plumbline.engine.proof.canonical import canonical
from plumbline.engine.proof.merkle import EMPTY_ROOT
from plumbline.engine.proof.notes import SeedSigner
from tests.journal.conftest import Ledger, Note


def test_a_checkpoint_is_cut_when_the_log_grew_and_tells_when(ledger: Ledger) -> None:
    assert checkpoints.cut(ledger.id) is None
    ledger.write("N-1")
    with ports.swapped(clock=lambda: datetime(2026, 3, 31, 12, 30, 15, 999, tzinfo=UTC)):
        made = checkpoints.cut(ledger.id)
    assert made is not None
    told, moment = checkpoints.opened(made.note, signer.verifier_key(ledger.id))
    assert (told.origin, told.size, told.root) == (f"tests/{ledger.id}/journal", 1, made.root)
    assert moment == datetime(2026, 3, 31, 12, 30, 15, tzinfo=UTC)
    assert checkpoints.cut(ledger.id) is None
    assert signer.memory(ledger.id) == signer.Signed(told.origin, 1, made.root)


def test_the_origin_is_one_plain_word_whatever_the_installation_is_called(ledger: Ledger) -> None:
    assert checkpoints.origin("Nordwind GmbH & Co+KG", ledger.id) == f"nordwind-gmbh-co-kg/{ledger.id}/journal"
    assert checkpoints.origin("  ", ledger.id) == f"plumbline/{ledger.id}/journal"


FORKS: dict[str, Callable[[signer.Signed], signer.Signed]] = {
    "has 2 entries, and 7 were signed. It was rewound": lambda now: replace(now, size=7),
    "They were rewritten": lambda now: replace(now, root=EMPTY_ROOT),
    "and this key signs tests/other/journal": lambda now: replace(now, origin="tests/other/journal"),
}


@pytest.mark.parametrize(("reason", "signed_instead"), FORKS.items(), ids=["rewound", "rewritten", "another log"])
def test_the_signer_refuses_what_disagrees_with_its_memory_and_verification_says_why(
    ledger: Ledger, reason: str, signed_instead: Callable[[signer.Signed], signer.Signed]
) -> None:
    ledger.write("N-1")
    checkpoints.cut(ledger.id)
    signer.remember(ledger.id, signed_instead(signer.memory(ledger.id)))
    ledger.write("N-1", "after the restore")
    with pytest.raises(signer.ForkError, match="Nothing is written or signed any more"):
        checkpoints.cut(ledger.id)
    assert any(reason in problem for problem in verify(ledger.id).problems)


def test_a_lost_key_is_said_and_not_replaced(ledger: Ledger) -> None:
    ledger.write("N-1")
    folder = settings.PLUMBLINE_HOME / "keys" / str(ledger.id)
    for place in folder.iterdir():
        place.unlink()
    with pytest.raises(signer.KeyTroubleError, match="Restore the keys folder"):
        checkpoints.cut(ledger.id)
    assert len(verify(ledger.id).problems) == 2


def test_a_proof_holds_for_a_stranger_and_every_part_of_it_counts(ledger: Ledger) -> None:
    for number in range(1, 8):
        ledger.write(f"N-{number}", f"text {number}")
    ledger.write("N-3", "changed")
    proof = proofs.proof_of(ledger.id, "N-3")
    assert proof is not None
    vkey = signer.verifier_key(ledger.id).vkey()
    assert proof.verify(vkey) == ()
    assert (proof.version, proof.index, proof.size) == (7, 7, 8)
    assert proof.value == canonical({"v": 1, "ref": "N-3", "text": "changed", "tags": []}).decode()
    stranger = SeedSigner("somebody/else", b"\x01" * 32).key.vkey()
    assert proof.verify(stranger) != ()
    forgeries = [
        replace(proof, ref="N-4"),
        replace(proof, version=3),
        replace(proof, index=6),
        replace(proof, header=proof.header.replace("note:write", "note:wrote")),
        replace(proof, leaf=bytes(32)),
        replace(proof, size=7),
        replace(proof, path=proof.path[1:]),
        replace(proof, path=(bytes(32), *proof.path[1:])),
        replace(proof, checkpoint=proof.checkpoint.replace("\n8\n", "\n9\n")),
        replace(proof, salt=bytes(32)),
        replace(proof, value="{}"),
        replace(proof, value=None),
        replace(proof, header="no header"),
    ]
    for forged in forgeries:
        assert forged.verify(vkey) != ()


def test_the_parts_of_a_proof_can_be_printed_and_read_by_foreign_tools(ledger: Ledger) -> None:
    ledger.write("N-1", "text")
    ledger.write("N-2", "text")
    proof = proofs.prove(ledger.id, "note", "N-1")
    told = dict(proof.lines())
    assert told["Entry"] == "0 of 2"
    assert told["Leaf"] == proof.leaf.hex() == proof.as_json()["leaf"]
    assert told["Path 1"] == proof.path[0].hex()
    assert proof.as_tlog_proof().splitlines()[:2] == ["c2sp.org/tlog-proof@v1", "index 0"]
    assert proof.as_tlog_proof().endswith(proof.checkpoint)


def test_an_earlier_version_is_proven_where_it_was_written_and_what_never_was_is_not(ledger: Ledger) -> None:
    ledger.write("N-1", "first")
    ledger.write("N-1", "second")
    assert '"first"' in str(proofs.prove(ledger.id, "note", "N-1", 0).value)
    assert proofs.proof_of(ledger.id, "N-9") is None
    with pytest.raises(proofs.NoSuchVersionError, match="no version of note N-9"):
        proofs.prove(ledger.id, "note", "N-9")


def test_erasing_a_value_leaves_every_proof_whole_and_no_trace_of_the_text(ledger: Ledger) -> None:
    ledger.write("N-1", "Ms Doe was ill")
    before = proofs.prove(ledger.id, "note", "N-1")
    ledger.write("N-1", "Somebody was ill")
    ledger.write("N-2", "Ms Doe left")
    with ledger.act("note:erase"):
        erasure.redact(ledger.id, "note", "N-1", 0, canonical({"v": 1, "ref": "N-1", "text": "Somebody was ill"}))
        Note.objects.filter(ref="N-2").delete()
        erasure.erase(ledger.id, "note", "N-2", 2)
    assert verify(ledger.id).problems == ()
    assert before.verify() == ()
    redacted, erased = proofs.prove(ledger.id, "note", "N-1", 0), proofs.prove(ledger.id, "note", "N-2", 2)
    assert (redacted.index, redacted.verify()) == (3, ())
    assert (erased.index, erased.value, erased.verify()) == (3, None, ())
    assert replace(erased, salt=bytes(32), value="{}").verify() != ()
    stored = [version.value for version in reading.history(ledger.id, "note", "N-1")]
    assert not any("Doe" in str(value) for value in stored)
    then = {version.ref: version for version in reading.versions_at(ledger.id, 3)}
    assert (then["N-2"].value, then["N-2"].erased_by) == (None, 3)


def test_what_is_not_there_cannot_be_erased_and_nothing_is_erased_outside_an_action(ledger: Ledger) -> None:
    ledger.write("N-1", "text")
    with pytest.raises(OutsideActionError, match="legal basis"):
        erasure.erase(ledger.id, "note", "N-1", 0)
    with pytest.raises(erasure.NothingToEraseError, match="Choose one of the versions"), ledger.act():
        erasure.erase(ledger.id, "note", "N-1", 5)
    ledger.delete("N-1")
    with pytest.raises(erasure.NothingToEraseError), ledger.act():
        erasure.erase(ledger.id, "note", "N-1", 1)


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "delete", "many"]), st.integers(1, 4), st.text("ab", max_size=2)),
    min_size=1,
    max_size=12,
)


@tried(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_history_every_past_state_is_what_it_was_and_every_proof_holds(
    ledger: Ledger, steps: list[tuple[str, int, str]]
) -> None:
    own = Ledger()
    truths: list[dict[str, str]] = [{}]
    for what, number, text in steps:
        with own.act():
            if what == "put":
                own.put(f"N-{number}", text)
            elif what == "delete":
                Note.objects.filter(organization_id=own.id, ref=f"N-{number}").delete()
            else:
                Note.objects.filter(organization_id=own.id).update(text=text)
        if own.last is not None:
            truths.append({each.ref: each.text for each in Note.objects.filter(organization_id=own.id)})
    assert reading.head(own.id) == len(truths) - 1
    for size, truth in enumerate(truths):
        stored = {each.ref: each.value for each in reading.versions_at(own.id, size)}
        assert stored == {
            ref: canonical({"v": 1, "ref": ref, "text": text, "tags": []}).decode() for ref, text in truth.items()
        }
    for version in reading.versions_at(own.id, reading.head(own.id)):
        assert proofs.prove(own.id, version.kind, version.ref).verify() == ()
    assert verify(own.id).problems == ()
