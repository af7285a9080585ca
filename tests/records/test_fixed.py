"""What a door would refuse it says beforehand: no form, table or preview may promise what saving then refuses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.apps.accounts.tenancy import within
from plumbline.apps.documents.services import (
    acknowledge,
    acknowledgements,
    approve_document,
    document_versions,
    documents,
)
from plumbline.apps.improvement.services import improvements, nonconformities
from plumbline.apps.records import living
from plumbline.apps.records.bonds import Fixed, names_of
from plumbline.apps.records.sources import Memory, Source
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS, Writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import field_of
from tests.records.declared import records_of
from tests.stories import Firm

R = TypeVar("R", bound=Record)
DAY = date(2026, 3, 1)
gather()
REFUSING = [each for each in WRITERS.values() if each.refuses]
every_door = pytest.mark.parametrize("door", REFUSING, ids=[each.kind.KIND for each in REFUSING])


@dataclasses.dataclass(frozen=True)
class Told:
    """What may be so around a record: that its whole was signed, that it was decided once, that a person gave it."""

    around: Sequence[Record] = ()
    before: Sequence[Record] = ()
    given: bool = False

    def one(self, kind: type[R], ref: str) -> R | None:
        return next(iter(self.naming(kind, "ref", ref)), None)

    def naming(self, kind: type[R], field: str, ref: str) -> Sequence[R]:
        return [each for each in self.around if isinstance(each, kind) and getattr(each, field) == ref]

    def told(self, kind: type[R], ref: str) -> Iterable[R]:
        return [each for each in self.before if isinstance(each, kind)]

    def written_by(self, record: Record, action: str) -> bool:
        return self.given


def around(record: Record, told: Sequence[Record], *, signed: bool, given: bool) -> Told:
    """What may surround a record: whatever it belongs to was signed, approved or finished, or nothing was."""
    if not signed:
        return Told((), told, given)
    return Told(
        (
            kinds.Audit(ref=getattr(record, "audit", "") or "AUD-9", signed_off_on=DAY),
            kinds.ManagementReview(ref=getattr(record, "review", "") or "REV-9", state="approved"),
            kinds.AccessReview(ref=getattr(record, "access_review", "") or "ARV-9", state="finished"),
            kinds.Sample(ref="SMP-9", population=record.ref, audit="AUD-9"),
        ),
        told,
        given,
    )


def otherwise(record: Record, name: str, others: Sequence[Record]) -> Iterator[Any]:
    """What a field might be changed to: every word of its list, nothing, and what other records say."""
    field = field_of(type(record), name)
    for wish in (*field.choices, field.starts_empty, *(getattr(each, name) for each in others)):
        if wish != getattr(record, name):
            yield wish


@every_door
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_called_fixed_is_exactly_what_is_refused(door: Writer[Any], data: st.DataObject) -> None:
    record = dataclasses.replace(data.draw(records_of(door.kind)), ref="X-1")
    others = data.draw(st.lists(records_of(door.kind), min_size=2, max_size=2))
    told = others if data.draw(st.booleans()) else ()
    found: Source = around(record, told, signed=data.draw(st.booleans()), given=data.draw(st.booleans()))
    fixed = door.fixed(record, found)
    for name in names_of(door.kind):
        said = [
            door.refusal(record, dataclasses.replace(record, **{name: wish}), found)
            for wish in otherwise(record, name, others)
        ]
        if said:
            assert (name in fixed) == all(said), f"{name}: {said}"
        if field_of(door.kind, name).choices:
            open_now = door.words(record, name, found)
            for wish in set(otherwise(record, name, ())):
                accepted = not door.refusal(record, dataclasses.replace(record, **{name: wish}), found)
                assert (wish in open_now) == (accepted and wish in field_of(door.kind, name).choices)


def in_memory(firm: Firm, record: R) -> Memory:
    return Memory(living.system(firm.id), [record])


@pytest.fixture
def policy(firm: Firm) -> kinds.DocumentVersion:
    document = documents.add(firm.ada, kinds.Document(title="Backup policy"))
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Daily."))
    return approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))


def test_a_policy_in_force_says_why_in_one_sentence_that_names_no_field(
    firm: Firm, policy: kinds.DocumentVersion
) -> None:
    door = WRITERS[policy.KIND]
    fixed = door.fixed(policy, in_memory(firm, policy))
    assert {"body", "title", "author", "state", "approved_on"} <= fixed.names
    assert "note" not in fixed
    (why,) = fixed.why
    stays = f"{policy.ref} is in force: somebody answers for what it says, so it stays."
    assert why == f"{stays} Write a new one and have it decided."


def test_a_draft_is_open_but_for_what_the_approval_writes(firm: Firm) -> None:
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(title="Backups", body="Daily."))
    fixed = document_versions.fixed(draft, in_memory(firm, draft))
    assert (fixed.names, fixed.why) == (frozenset({"approved_on", "reviews"}), ())


def test_memory_and_tables_answer_alike(firm: Firm, policy: kinds.DocumentVersion) -> None:
    """What somebody gave for themselves and what was once decided stand in the journal; the rest in the records."""
    given = acknowledge(firm.cleo, policy.document, number=policy.number)
    on_paper = acknowledgements.add(
        firm.ada, kinds.Acknowledgement(document=policy.document, person="PER-2", given_on=DAY)
    )
    ended = improvements.add(firm.ada, kinds.Improvement(title="A wall", state="done"))
    rejected = nonconformities.add(firm.ada, kinds.Nonconformity(title="No wall", state="rejected"))
    for record in (policy, given, on_paper, ended, rejected):
        door = WRITERS[record.KIND]
        with within(firm.id):
            by_rows = door.fixed(record)
            by_memory = door.fixed(record, in_memory(firm, record))
        assert by_rows == by_memory, record
    with within(firm.id):
        assert "person" in acknowledgements.fixed(given)
        assert acknowledgements.fixed(on_paper) == Fixed()
