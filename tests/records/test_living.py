"""The system in memory is what the journal says, at every step, for every reader."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from plumbline.apps.journal import reading
from plumbline.apps.records import living
from plumbline.apps.records.reading import isms_at
from plumbline.apps.records.system import System
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import Firm

TODAY = date(2026, 11, 22)


def agrees(firm: Firm, system: System) -> None:
    """Fail unless a system holds what reading the journal anew gives."""
    fresh = isms_at(firm.id, reading.head(firm.id), on=TODAY)
    held = system.isms(TODAY)
    assert system.head == held.head == fresh.head
    assert held.records == fresh.records
    assert dict(held.lives) == fresh.lives
    assert held.organization == fresh.organization
    assert held.missing_blobs == fresh.missing_blobs
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
    assert before.renamed(after) == {"risk"}
    assert living.system(firm.id) is after, "nothing was written since"


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
