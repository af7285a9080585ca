"""The system in memory is what the journal says, at every step, for every reader."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.apps.accounts.standing import standing as standing_before
from plumbline.apps.journal import reading
from plumbline.apps.organization.services import assignments, roles
from plumbline.apps.records import living
from plumbline.apps.records.links import add_alias
from plumbline.apps.records.living import Pointer
from plumbline.apps.records.reading import isms_at
from plumbline.apps.records.system import System
from plumbline.apps.risk.services import assessments, risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.method import standing
from tests.records.histories import STEPS, WORDS, Step, take
from tests.stories import Firm

TODAY = date(2026, 11, 22)


def agrees(firm: Firm, system: System) -> None:
    """Fail unless a system holds what reading the journal anew gives."""
    fresh = isms_at(firm.id, reading.head(firm.id), on=TODAY)
    held = system.isms(TODAY)
    assert system.head == held.head == fresh.head
    assert held.records == fresh.records
    assert dict(held.lives) == fresh.lives
    assert dict(held.acts) == dict(fresh.acts)
    assert held.organization == fresh.organization
    assert held.missing_blobs == fresh.missing_blobs
    for parent in (*fresh.all(kinds.Asset), *fresh.all(kinds.Role)):
        for field in ("assets", "owner"):
            assert held.of_parent(kinds.Risk, field, parent) == fresh.of_parent(kinds.Risk, field, parent)
    for kind, ref in fresh.lives:
        assert system.seen(kind, ref) == reading.latest_index(firm.id, kind, ref)


def test_a_reader_sees_what_was_written_since_and_keeps_what_it_had(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    before = living.system(firm.id)
    agrees(firm, before)
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    after = living.system(firm.id)
    agrees(firm, after)
    assert [each.title for each in before.isms(TODAY).all(kinds.Risk)] == ["Flood"]
    assert before.get("risk", "R-1") == flood
    assert after.isms(TODAY).all(kinds.Person) is before.isms(TODAY).all(kinds.Person), "nobody wrote a person"
    assert before.touched(after) == {"risk"}
    assert living.system(firm.id) is after, "nothing was written since"


def test_what_stands_of_a_risk_is_kept_while_nobody_assesses_and_nothing_gets_another_name(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    first = assessments.add(firm.ada, kinds.Assessment(risk=flood.ref, stage="inherent", likelihood=3))
    kept = ("parent", "assessment", "standing")

    def now() -> Isms:
        isms = living.system(firm.id).isms(TODAY)
        assert standing(isms, flood, "inherent") == standing(isms_at(firm.id, isms.head, on=TODAY), flood, "inherent")
        return isms

    before = now()._memo[kept]
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), note="Looked at again.")
    assert now()._memo[kept] is before
    add_alias(firm.ada, "risk", flood.ref, "The great flood", seen=firm.seen(flood))
    assert now()._memo[kept] is not before
    assessments.change(firm.ada, first.ref, seen=firm.seen(first), likelihood=4)
    assert standing(now(), flood, "inherent") == firm.told(first)


def test_who_may_what_is_in_memory_as_the_journal_has_it(firm: Firm) -> None:
    def same() -> bool:
        held, told = living.system(firm.id).standing, standing_before(firm.id, reading.head(firm.id))
        return (held.organization, set(held.memberships), set(held.assignments), dict(held.roles)) == (
            told.organization,
            set(told.memberships),
            set(told.assignments),
            dict(told.roles),
        )

    assert same()
    lead = roles.add(firm.ada, kinds.Role(title="IT lead"))
    assert same()
    held = assignments.add(firm.ada, kinds.Assignment(role=lead.ref, person=firm.cleo.person))
    assert same()
    assert lead.ref in living.system(firm.id).standing.held(firm.cleo.person, TODAY)
    assignments.change(firm.ada, held.ref, seen=firm.seen(held), until=date(2026, 11, 1))
    assert same()
    assert lead.ref not in living.system(firm.id).standing.held(firm.cleo.person, TODAY)


def test_another_history_of_the_same_length_is_read_anew(firm: Firm) -> None:
    living.system(firm.id)
    before = transaction.savepoint()
    risks.add(firm.ada, kinds.Risk(title="Flood"))
    assert living.system(firm.id).get("risk", "R-1")
    transaction.savepoint_rollback(before)
    assert living.system(firm.id).get("risk", "R-1") is None, "a restore leaves a shorter journal"
    agrees(firm, living.system(firm.id))
    again = transaction.savepoint()
    risks.add(firm.ada, kinds.Risk(title="Flood"))
    living.system(firm.id)
    transaction.savepoint_rollback(again)
    risks.add(firm.ada, kinds.Risk(title="Fire"))
    fire = living.system(firm.id).get("risk", "R-1")
    assert fire is not None
    assert fire.title == "Fire"
    agrees(firm, living.system(firm.id))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=STEPS, first=st.booleans())
def test_after_every_step_the_system_is_what_reading_it_anew_gives(
    firm: Firm, history: list[Step], first: bool
) -> None:
    everything = transaction.savepoint()
    if first:
        _ask_everything(living.system(firm.id))
    for step in history:
        take(firm, step)
        agrees(firm, living.system(firm.id))
    carried = living.system(firm.id)
    living.forget()
    anew = living.system(firm.id)
    assert carried.names.by_name.keys() == anew.names.by_name.keys()
    for record in (each for held in anew.isms(TODAY).records.values() for each in held):
        mine = carried.get(record.KIND, record.ref)
        assert mine is not None
        assert carried.pointing_at(mine) == anew.pointing_at(record)
        if record.KIND not in KEYED_BY_CATALOGUE:
            assert set(anew.pointing_at(record)) == _pointing_at(anew.isms(TODAY), record)
        assert carried.pointed_from(record) == anew.pointed_from(record)
        assert set(carried.named(record.ref)) == set(anew.named(record.ref))
    for words in WORDS:
        assert carried.search(words) == anew.search(words)
        assert carried.pointing_at(words) == anew.pointing_at(words)
    transaction.savepoint_rollback(everything)


def _ask_everything(system: System) -> None:
    """Let a system make every index it makes on demand, so that the next ones are carried on from it."""
    system.pointing_at("A.5.9")
    system.search("Server")
    system.isms(TODAY).live(kinds.Risk)


def _pointing_at(isms: Isms, target: kinds.Record) -> set[Pointer]:
    """Every reference to a record, by following every reference there is."""
    found = set()
    for record in (each for held in isms.records.values() for each in held):
        for field in kinds.fields_of(type(record)):
            held = getattr(record, field.name) if field.is_reference else ()
            wanted = tuple(kinds.KINDS[each] for each in field.kinds if each in kinds.KINDS)
            for words in (held,) if isinstance(held, str) else held:
                if words and record is not target and (isms.find(words) or isms.resolve(words, *wanted)) is target:
                    found.add(Pointer(record, field.label, words))
    return found
