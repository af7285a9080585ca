"""Who did what to a record is told by the journal, read when somebody asks, and each entry once."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.impartiality import conflicts
from tests.stories import Firm


def days() -> tuple[date, date]:
    today = ports.today("Europe/Berlin")
    return today - timedelta(days=30), today


def test_whoever_wrote_a_risk_does_not_audit_it_although_no_field_names_them(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    isms = living.system(firm.id).isms(days()[1])
    ada, bob = isms.at(kinds.Person, firm.ada.person), isms.at(kinds.Person, firm.bob.person)
    assert ada is not None
    assert bob is not None
    found = conflicts(isms, ada, flood.ref, *days())
    assert [(each.record.ref, each.how, each.since) for each in found] == [(flood.ref, "wrote", days()[1])]
    assert conflicts(isms, bob, flood.ref, *days()) == ()


def test_the_journal_is_asked_once_and_afterwards_only_for_what_is_new(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    before = living.system(firm.id).isms(days()[1])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert before.acts["risk", flood.ref][0].person == firm.ada.person
        assert ("risk", "R-99") not in before.acts
    assert len(asked) == 2, "the people, and their entries"
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    fire = risks.add(firm.ada, kinds.Risk(title="Fire"))
    later = living.system(firm.id).isms(days()[1])
    with CaptureQueriesContext(connection) as asked:
        assert later.acts["risk", fire.ref][0].person == firm.ada.person
        assert later.acts["risk", flood.ref] == before.acts["risk", flood.ref], "a second change on the same day"
    assert len(asked) == 2
    assert ("risk", fire.ref) not in before.acts
