"""An owner is shown no button that would be refused: what is offered can be done, what is another's is only read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plumbline.apps.records.writers import writer_of
from plumbline.apps.risk.services import adopt_criteria
from plumbline.engine.domain import kinds
from plumbline.engine.domain.record import Record
from tests.domain.test_heat_map import criteria
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def entered(firm: Firm, record: Record) -> Record:
    return writer_of(type(record)).add(firm.ada, record)


def of(firm: Firm, owner: str) -> list[Record]:
    """A record of each kind that pages offer acts for, all of them answered for by one person."""
    document = entered(firm, kinds.Document(title="Policy", owner=owner))
    return [
        document,
        entered(firm, kinds.DocumentVersion(document=document.ref, number="1", author=owner)),
        entered(firm, kinds.Risk(title="Flood", owner=owner)),
        entered(firm, kinds.Supplier(title="Cloud", owner=owner)),
        entered(firm, kinds.Objective(title="Fewer incidents", owner=owner)),
        entered(firm, kinds.EvidenceItem(title="Screenshot", collected_by=owner)),
        entered(firm, kinds.Incident(title="Outage", owner=owner)),
        entered(firm, kinds.Event(title="Smoke", reported_by=owner, seen_at=datetime(2026, 11, 2, 9, tzinfo=UTC))),
        entered(firm, kinds.Action(title="Fix it", owner=owner)),
        entered(firm, kinds.Nonconformity(title="No logs", owner=owner)),
    ]


def test_nothing_that_an_owner_is_offered_answers_that_it_is_not_hers(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    offered = 0
    for record in (*of(firm, firm.ada.person), *of(firm, firm.cleo.person)):
        for each in cleo.get(f"/registers/{record.KIND}/{record.ref}/").context["offers"]:
            offered += 1
            assert cleo.get(each.url).status_code != 403, f"{record.ref}: {each.label}"
    assert offered > 5


def test_a_file_is_attached_by_whoever_answers_for_the_document(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    others, hers = of(firm, firm.ada.person)[1], of(firm, firm.cleo.person)[1]
    told = {each.ref: cleo.get(f"/registers/{each.KIND}/{each.ref}/").context["offers"] for each in (others, hers)}
    assert "Attach a file" not in [each.label for each in told[others.ref]]
    assert "Attach a file" in [each.label for each in told[hers.ref]]


def test_pages_that_show_many_offer_each_act_for_ones_own_only(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    draft = entered(firm, criteria("", accept=6, state="draft"))
    adopt_criteria(firm.tilda, draft.ref, seen=firm.seen(draft))
    of(firm, firm.ada.person)
    of(firm, firm.cleo.person)
    control = entered(firm, kinds.ControlState(ref="A.8.13", status="planned", owner=firm.ada.person))
    matrix = cleo.get("/risk/").content.decode()
    assert "/risk/R-2/assess/" in matrix
    assert "/risk/R-1/assess/" not in matrix
    performance = cleo.get("/objectives/").content.decode()
    assert "/objectives/OBJ-2/reading/" in performance
    assert "/objectives/OBJ-1/reading/" not in performance
    assert f"/registers/control_state/{control.ref}/change/" not in cleo.get("/soa/A.8.13/").content.decode()
    assert not cleo.get("/incidents/events/EVT-1/").context["may_write"]
    assert cleo.get("/incidents/events/EVT-2/").context["may_write"]
