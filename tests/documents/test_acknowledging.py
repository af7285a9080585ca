"""Acknowledgement: everybody for themselves, of the version in force, once; and those who ask see how far it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.documents.services import (
    acknowledge,
    acknowledgements,
    approve_document,
    ask_acknowledgement,
    begin_document,
    begin_version,
    remind,
)
from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
from plumbline.apps.records import living
from plumbline.apps.records.access import grant_access
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rules(firm: Firm) -> kinds.Document:
    own = kinds.Document(title="Room rules", document_kind="policy")
    document, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="Doors are locked.\n"))
    approve_document(firm.tilda, version.ref, seen=firm.seen(version))
    return document


def rows(firm: Firm) -> dict[str, kinds.Acknowledgement]:
    isms = living.system(firm.id).isms(ports.today("Europe/Berlin"))
    return {each.person: each for each in isms.all(kinds.Acknowledgement)}


def test_bob_acknowledges_for_himself_and_for_nobody_else(firm: Firm, rules: kinds.Document) -> None:
    ask_acknowledgement(firm.ada, rules.ref, persons=[firm.bob.person, firm.cleo.person])
    acknowledge(firm.bob, rules.ref, number="1.0")
    assert firm.last_entry()[:2] == (firm.bob.person, "document:acknowledge")
    assert rows(firm)[firm.bob.person].given_on is not None
    assert rows(firm)[firm.cleo.person].given_on is None
    cleos = rows(firm)[firm.cleo.person]
    with pytest.raises(NotAllowedError):
        acknowledgements.change(firm.bob, cleos.ref, seen=firm.seen(cleos), given_on=ports.today("Europe/Berlin"))


def test_a_reader_may_and_an_auditor_from_outside_may_not(firm: Firm, rules: kinds.Document) -> None:
    for role, allowed in ((AccessRole.READER, True), (AccessRole.EXTERNAL_AUDITOR, False)):
        person = enter_person(firm.ada, kinds.Person(), name=f"Somebody who is {role}")
        grant_access(firm.ada, person.ref, role)
        actor = actor_of(firm.id, person.ref)
        if allowed:
            assert acknowledge(actor, rules.ref, number="1.0").person == person.ref
        else:
            with pytest.raises(NotAllowedError):
                acknowledge(actor, rules.ref, number="1.0")


def test_a_second_click_gives_it_once(firm: Firm, rules: kinds.Document) -> None:
    ask_acknowledgement(firm.ada, rules.ref, persons=[firm.bob.person])
    bob = signed_in(firm.bob)
    said = {"read": "yes", "number": "1.0"}
    assert bob.post(f"/documents/{rules.ref}/acknowledge/", said).status_code == 302
    again = bob.post(f"/documents/{rules.ref}/acknowledge/", said)
    assert again.status_code == 400
    assert "already" in again.content.decode()
    assert len(rows(firm)) == 1


def test_what_was_read_is_the_version_in_force(firm: Firm, rules: kinds.Document) -> None:
    version = begin_version(firm.ada, rules.ref, "2.0")
    approve_document(firm.tilda, version.ref, seen=firm.seen(version))
    with pytest.raises(RefusedError, match=r"version 2\.0 is in force"):
        acknowledge(firm.bob, rules.ref, number="1.0")


def test_the_box_has_to_be_ticked(firm: Firm, rules: kinds.Document) -> None:
    bob = signed_in(firm.bob)
    page = bob.post(f"/documents/{rules.ref}/acknowledge/", {"number": "1.0"})
    assert page.status_code == 422
    assert "only you can say so" in page.content.decode()
    assert not rows(firm)


def test_ada_asks_a_role_sees_who_has_not_and_reminds_them_once_per_look(firm: Firm, rules: kinds.Document) -> None:
    ada = signed_in(firm.ada)
    address = f"/documents/{rules.ref}/acknowledgements/"
    until = (ports.today("Europe/Berlin") + timedelta(days=7)).isoformat()
    assert ada.post(address, {"who": "everyone", "due": until}).status_code == 302
    acknowledge(firm.cleo, rules.ref, number="1.0")
    page = ada.get(address)
    progress = page.context["entry"].progress
    assert (progress.given, progress.total) == (1, 5)
    assert "1 of 5" in ada.get("/documents/").content.decode()
    assert ada.post(f"/documents/{rules.ref}/remind/", {"reminded": "0"}).status_code == 302
    assert ada.post(f"/documents/{rules.ref}/remind/", {"reminded": "0"}).status_code == 400
    assert rows(firm)[firm.bob.person].reminders == 1
    assert rows(firm)[firm.cleo.person].reminders == 0
    assert signed_in(firm.bob).post(f"/documents/{rules.ref}/remind/", {"reminded": "1"}).status_code == 403
    again = ada.post(address, {"who": "everyone", "due": until})
    assert again.status_code == 422
    assert "asked already" in again.content.decode()


def test_what_waits_for_bob_stands_on_his_page_and_on_today(firm: Firm, rules: kinds.Document) -> None:
    ask_acknowledgement(
        firm.ada, rules.ref, persons=[firm.bob.person], due=ports.today("Europe/Berlin") + timedelta(days=7)
    )
    bob = signed_in(firm.bob)
    assert f"/documents/{rules.ref}/acknowledge/" in bob.get("/documents/mine/").content.decode()
    assert "acknowledge the document" in bob.get("/").content.decode()
    acknowledge(firm.bob, rules.ref, number="1.0")
    assert "Nothing to read" in bob.get("/documents/mine/").content.decode()


def test_nobody_is_reminded_where_nobody_was_asked(firm: Firm, rules: kinds.Document) -> None:
    with pytest.raises(RefusedError, match="nobody to remind"):
        remind(firm.ada, rules.ref, reminded=0)


def test_who_is_late_is_named_to_those_who_may_read_about_people_and_counted_for_the_others(
    firm: Firm, rules: kinds.Document
) -> None:
    rudi = enter_person(firm.ada, kinds.Person(), name="Rudi Reader")
    grant_access(firm.ada, rudi.ref, AccessRole.READER, email="rudi@nordwind.example")
    late = ports.today("Europe/Berlin") + timedelta(days=1)
    ask_acknowledgement(firm.ada, rules.ref, persons=[firm.bob.person, rudi.ref], due=late)
    address = f"/documents/{rules.ref}/acknowledgements/"
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(days=5)):
        adas, his = (signed_in(who).get(address) for who in (firm.ada, actor_of(firm.id, rudi.ref)))
    assert "Bob Keller" in adas.content.decode()
    assert [each.person for each in his.context["rows"]] == [rudi.ref], "his own, and nobody else's"
    page = his.content.decode()
    assert "Bob Keller" not in page
    assert '<b class="num">2</b> late' in page
