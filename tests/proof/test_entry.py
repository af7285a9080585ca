"""The header of a journal entry: every rule that keeps it safe to keep for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.proof.canonical import CanonicalError, canonical
from plumbline.engine.proof.entry import (
    ActorId,
    ActorKind,
    Change,
    EntryError,
    Header,
    Op,
    Via,
    commitment,
    utc_text,
)

ORG = "0192aaaa-0000-7000-8000-000000000001"
CLEO = ActorId(kind=ActorKind.PERSON, id="8f0c2f5e-6d1b-4f7a-9a51-0c9d3e7b2a10")
SALT = bytes(range(32))
ACCEPTED = Change(kind="risk", ref="R-12", op=Op.PUT, prev=412, commitment=commitment(SALT, canonical({"v": 1})))
HEADER = Header(
    org=ORG,
    idx=977,
    time="2026-03-31T14:05:09.120000Z",
    skew_ms=0,
    actor=CLEO,
    action="risk:accept",
    via=Via.WEB,
    req="0192aaaa-0000-7000-8000-00000000000f",
    changes=(ACCEPTED,),
)


def rewritten(**fields: Any) -> bytes:
    """Return the canonical bytes of the header with some fields set to what a forger might write."""
    return canonical({**json.loads(HEADER.to_bytes()), **fields})


def rewritten_change(**fields: Any) -> bytes:
    return rewritten(changes=[{**json.loads(HEADER.to_bytes())["changes"][0], **fields}])


def test_a_header_is_the_canonical_json_of_the_design() -> None:
    committed = sha256(SALT + b'{"v":1}').hexdigest()
    assert HEADER.to_bytes().decode() == (
        '{"action":"risk:accept","actor":{"id":"8f0c2f5e-6d1b-4f7a-9a51-0c9d3e7b2a10","kind":"person"},'
        f'"changes":[{{"at":null,"c":"{committed}","kind":"risk","op":"put",'
        '"prev":412,"ref":"R-12"}],"idx":977,"org":"0192aaaa-0000-7000-8000-000000000001","part":[1,1],'
        '"req":"0192aaaa-0000-7000-8000-00000000000f","skew_ms":0,"steps":[],'
        '"time":"2026-03-31T14:05:09.120000Z","v":1,"via":"web"}'
    )


def test_what_is_unknown_is_written_as_null_and_never_left_out() -> None:
    bare = replace(HEADER, actor=ActorId(kind=ActorKind.SYSTEM, id=None), req=None, changes=())
    written = json.loads(bare.to_bytes())
    assert written.keys() == json.loads(HEADER.to_bytes()).keys()
    assert (written["actor"]["id"], written["req"], written["changes"]) == (None, None, [])
    assert Header.from_bytes(bare.to_bytes()) == bare


INDICES = st.integers(0, 10_000)
HASHES = st.binary(min_size=32, max_size=32)
REFS = st.from_regex(r"\A(R|AST|DOCV)-[0-9]{1,4}\Z|\AA\.[5-8]\.[1-9]\Z|\Aiso27001:2022/6\.1\.2\.c\.[12]\Z")
PUTS = st.builds(Change, kind=st.just("risk"), ref=REFS, op=st.just(Op.PUT), prev=INDICES, commitment=HASHES)
ERASURES = st.builds(
    Change,
    kind=st.just("event"),
    ref=REFS,
    op=st.just(Op.ERASE),
    prev=st.integers(50, 90),
    at=st.integers(0, 50),
    commitment=st.none(),
)


@given(st.lists(PUTS | ERASURES, max_size=20, unique_by=lambda change: (change.kind, change.ref)), st.datetimes())
def test_every_header_reads_back_as_it_was(changes: list[Change], moment: datetime) -> None:
    header = replace(HEADER, idx=10_001, time=utc_text(moment.replace(tzinfo=UTC)), changes=tuple(changes))
    assert Header.from_bytes(header.to_bytes()) == header


@pytest.mark.parametrize("field", list(json.loads(HEADER.to_bytes())))
def test_a_header_without_one_of_its_fields_is_refused(field: str) -> None:
    fields = json.loads(HEADER.to_bytes())
    del fields[field]
    with pytest.raises(EntryError, match="lacks a field"):
        Header.from_bytes(canonical(fields))


@pytest.mark.parametrize("field", list(json.loads(HEADER.to_bytes())["changes"][0]))
def test_a_change_without_one_of_its_fields_is_refused(field: str) -> None:
    change = json.loads(HEADER.to_bytes())["changes"][0]
    del change[field]
    with pytest.raises(EntryError, match="lacks a field"):
        Header.from_bytes(rewritten(changes=[change]))


@pytest.mark.parametrize(
    "data",
    [
        rewritten(v=2),
        rewritten(v=True),
        rewritten(org=ORG.upper()),
        rewritten(org="Nordwind"),
        rewritten(idx=-1),
        rewritten(idx=True),
        rewritten(idx="977"),
        rewritten(skew_ms=-1),
        rewritten(time="2026-03-31T14:05:09.12Z"),
        rewritten(time="2026-03-31T14:05:09.120000+02:00"),
        rewritten(time="2026-02-30T14:05:09.120000Z"),
        rewritten(time="2026-03-31T24:00:00.000000Z"),
        rewritten(actor={"id": "Cleo Mertens", "kind": "person"}),
        rewritten(actor={"id": None, "kind": "ghost"}),
        rewritten(actor={"id": None, "kind": "system", "name": "Cleo"}),
        rewritten(actor=None),
        rewritten(action="accept the risk"),
        rewritten(steps=["risk:accept", "because Cleo said so"]),
        rewritten(steps="risk:accept"),
        rewritten(via="fax"),
        rewritten(req="first"),
        rewritten(part=[0, 1]),
        rewritten(part=[3, 2]),
        rewritten(part=[True, True]),
        rewritten(part=[1]),
        rewritten(reason="a free text"),
        rewritten(changes=None),
        rewritten_change(kind="Risk of Cleo"),
        rewritten_change(ref="Cleo Mertens"),
        rewritten_change(ref="cleo@nordwind.example"),
        rewritten_change(op="delete"),
        rewritten_change(prev=977),
        rewritten_change(prev="412"),
        rewritten_change(prev=False),
        rewritten_change(at=3),
        rewritten_change(c=None),
        rewritten_change(c="00"),
        rewritten_change(c="AB" * 32),
        rewritten_change(name="Cleo"),
        b'"a text"',
        b"[]",
        b"x" * 70_000,
    ],
)
def test_bytes_that_break_a_rule_of_the_header_are_refused(data: bytes) -> None:
    with pytest.raises((EntryError, CanonicalError)):
        Header.from_bytes(data)


def test_bytes_that_are_not_canonical_are_refused_although_they_say_the_same() -> None:
    spaced = json.dumps(json.loads(HEADER.to_bytes()), sort_keys=True).encode()
    with pytest.raises(CanonicalError, match="not canonical"):
        Header.from_bytes(spaced)


@pytest.mark.parametrize(
    "ref",
    ["R-12", "R-001", "DOCV-4", "A.5.9", "6.1.2.c.2", "4.1-amd1", "iso27001:2022/A.8.32", "gdpr/33", "CC6.1", ORG],
)
def test_references_and_catalogue_keys_are_accepted(ref: str) -> None:
    assert replace(ACCEPTED, ref=ref).ref == ref


@pytest.mark.parametrize(
    "ref", ["", "R", "r-12", "R-12 ", "R-12\n", "R-１２", "Cleo", "A.5.9; DROP", "../5.1", "R-" + "9" * 13]
)
def test_other_references_are_refused(ref: str) -> None:
    with pytest.raises(EntryError, match="ref is"):
        replace(ACCEPTED, ref=ref)


def test_an_entry_holds_at_most_256_changes_and_they_fit() -> None:
    many = tuple(
        Change(kind="k" * 32, ref=f"{'X' * 8}-{number:012}", op=Op.PUT, prev=10**9, commitment=bytes(32))
        for number in range(256)
    )
    full = replace(HEADER, idx=10**9 + 1, changes=many)
    assert len(full.to_bytes()) < 65_536
    assert Header.from_bytes(full.to_bytes()) == full
    with pytest.raises(EntryError, match="257 changes are more than 256"):
        replace(full, changes=(*many, replace(many[0], ref="R-1")))


def test_a_header_of_65_536_bytes_is_too_long() -> None:
    steps = ("risk:" + "a" * 32,) * 1_637
    with pytest.raises(EntryError, match="bytes, more than 65535"):
        replace(HEADER, steps=steps).to_bytes()


def test_a_record_changes_once_in_an_entry_but_several_versions_may_be_erased() -> None:
    with pytest.raises(EntryError, match="R-12 changes twice"):
        replace(HEADER, changes=(ACCEPTED, ACCEPTED))
    erased = [Change(kind="risk", ref="R-12", op=Op.ERASE, prev=412, at=at, commitment=None) for at in (7, 412)]
    assert len(replace(HEADER, changes=tuple(erased)).changes) == len(erased)


@pytest.mark.parametrize(
    ("op", "prev", "at", "committed", "message"),
    [
        (Op.DROP, None, None, bytes(32), "cannot be dropped"),
        (Op.DROP, 4, 4, bytes(32), "Only redact and erase"),
        (Op.REDACT, 4, None, bytes(32), "To redact"),
        (Op.REDACT, None, 4, bytes(32), "To redact"),
        (Op.REDACT, 4, 4, None, "needs a commitment of 32 bytes"),
        (Op.ERASE, 4, 5, None, "To erase"),
        (Op.ERASE, 4, 4, bytes(32), "leaves no value"),
        (Op.PUT, 4, None, bytes(31), "needs a commitment of 32 bytes"),
        (Op.PUT, -1, None, bytes(32), "whole number"),
    ],
)
def test_a_change_that_contradicts_itself_is_refused(
    op: Op, prev: int | None, at: int | None, committed: bytes | None, message: str
) -> None:
    with pytest.raises(EntryError, match=message):
        Change(kind="risk", ref="R-12", op=op, prev=prev, at=at, commitment=committed)


def test_a_commitment_is_the_hash_of_salt_and_value() -> None:
    assert commitment(SALT, b"null") == sha256(SALT + b"null").digest()
    with pytest.raises(EntryError, match="32 bytes, not 16"):
        commitment(bytes(16), b"null")


def test_times_are_written_in_utc_with_six_digits_and_sort_as_text() -> None:
    berlin = timezone(timedelta(hours=2))
    assert utc_text(datetime(2026, 3, 31, 16, 5, 9, 120_000, berlin)) == HEADER.time
    assert utc_text(datetime(987, 1, 1, tzinfo=UTC)) < utc_text(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(EntryError, match="no time zone"):
        utc_text(datetime(2026, 3, 31))  # noqa: DTZ001 - the missing zone is what is refused
