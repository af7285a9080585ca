"""Access is granted by somebody else, ends on a day, and never runs out of administrators."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_for, actor_of, names
from plumbline.apps.journal.ports import today
from plumbline.apps.organization.services import create_organization
from plumbline.apps.people.services import give_name, people
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm


def test_ada_lets_dan_read_and_it_is_written_down(firm: Firm) -> None:
    grant = grant_access(firm.ada, "PER-5", AccessRole.READER, email="Dan@Nordwind.example")
    assert (grant.person, grant.access_role, grant.granted_by) == ("PER-5", "reader", "PER-1")
    assert firm.last_entry() == ("PER-1", "access:grant", (grant.ref,))
    assert actor_for(firm.id, "dan@nordwind.example").access_roles == {AccessRole.READER}


def test_nobody_grants_access_to_themselves_while_there_are_others(firm: Firm) -> None:
    for compensation in ("", "The board looks at the log each quarter."):
        with pytest.raises(DutiesError, match=r"grant yourself access\. Ask somebody else"):
            grant_access(firm.ada, "PER-1", AccessRole.TOP_MANAGEMENT, compensation=compensation)


def test_who_was_entered_without_a_name_can_act_and_is_called_by_the_address(firm: Firm) -> None:
    nobody = people.add(firm.ada, kinds.Person(employment="external"))
    grant_access(firm.ada, nobody.ref, AccessRole.READER, email="Vera@audit.example")
    assert actor_for(firm.id, "vera@audit.example").person == nobody.ref
    assert names(firm.id)[nobody.ref] == "vera@audit.example"
    give_name(firm.ada, nobody.ref, name="Vera Lang")
    assert names(firm.id)[nobody.ref] == "Vera Lang"


def test_only_administrators_grant(firm: Firm) -> None:
    for actor in (firm.bob, firm.cleo, firm.tilda, firm.dan):
        with pytest.raises(NotAllowedError):
            grant_access(actor, "PER-5", AccessRole.READER)


def test_the_last_administrator_stays(firm: Firm) -> None:
    first = Membership(ref="MEM-1")
    with pytest.raises(RefusedError, match="only administrator"):
        revoke_access(firm.ada, first.ref, seen=firm.seen(first), reason="I leave.")
    grant_access(firm.ada, "PER-4", AccessRole.ADMINISTRATOR)
    revoke_access(firm.ada, first.ref, seen=firm.seen(first), reason="I leave.")
    assert actor_of(firm.id, "PER-1").access_roles == set()


def test_the_last_administrator_stays_also_where_they_act_as_something_else(firm: Firm) -> None:
    first = Membership(ref="MEM-1")
    grant_access(firm.ada, "PER-4", AccessRole.ADMINISTRATOR)
    second = grant_access(firm.tilda, "PER-1", AccessRole.READER)
    assert actor_of(firm.id, "PER-1").access_roles == {AccessRole.ADMINISTRATOR, AccessRole.READER}
    lent = Membership(ref="MEM-5")
    revoke_access(firm.ada, lent.ref, seen=firm.seen(lent), reason="It was for that one grant.")
    with pytest.raises(RefusedError, match="only administrator"):
        revoke_access(firm.ada, first.ref, seen=firm.seen(first), reason="I leave.")
    revoke_access(firm.ada, second.ref, seen=firm.seen(second), reason="One role is enough.")


def test_a_grant_that_stands_or_has_ended_is_not_repeated(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="PER-3 is owner already"):
        grant_access(firm.ada, "PER-3", AccessRole.OWNER)
    ended = revoke_access(firm.ada, "MEM-3", seen=firm.seen(Membership(ref="MEM-3")), reason="She moved.")
    assert ended.until == today("Europe/Berlin")
    with pytest.raises(RefusedError, match="ended on"):
        revoke_access(firm.ada, "MEM-3", seen=firm.seen(ended), reason="Again.")


def test_one_address_is_one_person(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="is PER-3 here already"):
        grant_access(firm.ada, "PER-5", AccessRole.READER, email="cleo@nordwind.example")
    with pytest.raises(RefusedError, match="no e-mail address"):
        grant_access(firm.ada, "PER-5", AccessRole.READER, email="dan")


@pytest.mark.django_db
def test_whoever_is_alone_grants_themselves_access_and_says_what_is_relied_on_instead() -> None:
    alone = create_organization(kinds.Organization(title="Solo"), founder="Sol", email="sol@solo.example")
    with pytest.raises(DutiesError, match="state the compensation you rely on"):
        grant_access(alone, "PER-1", AccessRole.TOP_MANAGEMENT)
    grant = grant_access(alone, "PER-1", AccessRole.TOP_MANAGEMENT, compensation="A consultant looks yearly.")
    assert grant.note.endswith("Relied on instead: A consultant looks yearly.")
