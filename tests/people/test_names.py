"""People's names are kept beside the log, so a name can be erased and every proof still holds."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.selectors import contacts, names, names_by_id, seats
from plumbline.apps.journal import reading
from plumbline.apps.people.services import enter_person, erase_person, give_name, people
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm
from tests.visiting import come_in


def test_a_person_is_entered_with_a_name_that_the_log_never_sees(firm: Firm) -> None:
    person = enter_person(firm.ada, kinds.Person(unit="Shop"), name=" Eva Lang ", contact="eva@nordwind.example")
    assert names(firm.id)[person.ref] == "Eva Lang"
    assert contacts(firm.id)[person.ref] == "eva@nordwind.example"
    told = firm.told(person)
    assert told == kinds.Person(ref=person.ref, unit="Shop")
    assert firm.last_entry() == ("PER-1", "people:name", (person.ref,))


def test_a_name_can_be_put_right(firm: Firm) -> None:
    give_name(firm.ada, "PER-3", name="Cleo Brandt-Meyer")
    assert names(firm.id)["PER-3"] == "Cleo Brandt-Meyer"
    with pytest.raises(InvalidError, match="name is empty"):
        give_name(firm.ada, "PER-3", name=" ")


def test_names_do_not_slip_into_the_log_through_the_title(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="not written by hand"):
        people.add(firm.ada, kinds.Person(title="Eva Lang"))


def leave(firm: Firm) -> kinds.Person:
    cleo = kinds.Person(ref="PER-3")
    grant = Membership(ref="MEM-3")
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
    return erase_person(firm.ada, "PER-3", seen=firm.seen(cleo), basis="Asked for it, GDPR 17(1)(a).")


def test_erasing_takes_the_name_the_contact_and_the_way_in(firm: Firm) -> None:
    erased = leave(firm)
    assert names(firm.id)["PER-3"] == "erased"
    assert names_by_id(firm.id)[firm.cleo.id] == "erased"
    assert seats("cleo@nordwind.example") == {}
    assert not Account.objects.filter(email="cleo@nordwind.example").exists()
    assert "GDPR 17" in erased.note, "why it was erased is on record, and who it was is not"
    assert firm.last_entry() == ("PER-1", "people:erase", ("PER-3",))


def test_what_was_erased_stays_erased(firm: Firm) -> None:
    erased = leave(firm)
    with pytest.raises(RefusedError, match="erased for good"):
        give_name(firm.ada, "PER-3", name="Cleo Brandt")
    with pytest.raises(RefusedError, match="nothing to erase"):
        erase_person(firm.ada, "PER-3", seen=firm.seen(erased), basis="Once more.")


def test_nobody_with_access_is_erased_and_nobody_without_a_basis(firm: Firm) -> None:
    cleo = kinds.Person(ref="PER-3")
    with pytest.raises(RefusedError, match="Revoke it first"):
        erase_person(firm.ada, "PER-3", seen=firm.seen(cleo), basis="GDPR 17")
    with pytest.raises(InvalidError, match="legal basis"):
        erase_person(firm.ada, "PER-3", seen=firm.seen(cleo), basis="")


def test_only_an_administrator_erases_and_dan_names_nobody(firm: Firm) -> None:
    dan = kinds.Person(ref="PER-5")
    grant_access(firm.ada, "PER-2", AccessRole.ISMS_MANAGER)
    for actor in (firm.bob, firm.cleo, firm.tilda, firm.dan):
        with pytest.raises(NotAllowedError):
            erase_person(actor, "PER-5", seen=firm.seen(dan), basis="GDPR 17")
    give_name(firm.bob, "PER-5", name="Daniel Vogel")
    with pytest.raises(NotAllowedError):
        give_name(firm.dan, "PER-5", name="The Boss")
    assert names(firm.id)["PER-5"] == "Daniel Vogel"


def test_an_account_in_two_organisations_keeps_its_other_seat(firm: Firm) -> None:
    from tests.stories import found_firm

    other = found_firm("Südwind", "suedwind.example")
    grant_access(other.ada, "PER-5", AccessRole.READER, email="cleo@nordwind.example")
    come_in(other.ada, "cleo@nordwind.example")
    leave(firm)
    assert dict(seats("cleo@nordwind.example")) == {other.id: "PER-5"}
    assert reading.head(other.id) > 0
