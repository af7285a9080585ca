"""The first link and invitations: one person, one time, one day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from plumbline.apps.accounts import invitations
from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, NotAllowedError, RefusedError
from plumbline.apps.accounts.models import Account, Invitation
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.accounts.selectors import actor_for, names, organizations, seats
from plumbline.apps.administration.services import invite_person, make_link
from plumbline.apps.journal import ports, reading
from plumbline.apps.organization.services import create_organization
from plumbline.apps.records.access import grant_access
from plumbline.engine.domain.kinds import Organization
from tests.administration.test_signing_in import ADA, SECRET, sign_in
from tests.stories import Firm, found_firm

ANSWERS = {
    "organization": "Südwind",
    "country": "de",
    "time_zone": "Europe/Vienna",
    "name": "Ida Sommer",
    "email": "Ida@Suedwind.example",
    "password": SECRET,
    "again": SECRET,
}
DAN = "dan@nordwind.example"


def chosen(password: str = SECRET, again: str = "") -> dict[str, str]:
    return {"password": password, "again": again or password}


def link(token: str) -> str:
    return f"/welcome/{token}/"


def invited(firm: Firm) -> str:
    """Ada invites Dan to read; returns the token of his link."""
    return invite_person(firm.ada, "PER-5", AccessRole.READER, email=DAN)[1]


@pytest.mark.django_db
def test_in_an_empty_home_the_link_founds_the_organisation_and_lets_its_founder_in(client: Client) -> None:
    token = invitations.invite_founder()
    assert "Name of the organisation" in client.get(link(token)).content.decode()
    answer = client.post(link(token), ANSWERS)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/protect/")
    ((organization_id, name),) = organizations().items()
    ida = actor_for(organization_id, "ida@suedwind.example")
    assert name == "Südwind"
    assert ida.access_roles == {AccessRole.ADMINISTRATOR}
    assert "Add a passkey" in client.get("/account/protect/").content.decode()
    assert client.get("/account/app/").status_code == 200, "who has just chosen a password is not asked for it again"


@pytest.mark.django_db
def test_the_founders_link_is_dead_once_somebody_founded(client: Client) -> None:
    token, other = invitations.invite_founder(), Client()
    client.post(link(token), ANSWERS)
    for late in (other.get(link(token)), other.post(link(token), {**ANSWERS, "organization": "Westwind"})):
        assert late.status_code == 410
        assert "has been used" in late.content.decode()
    found_firm()
    assert Client().get(link(invitations.invite_founder())).status_code == 410
    assert set(organizations().values()) == {"Südwind", "Nordwind"}


@pytest.mark.django_db
def test_what_cannot_be_founded_is_said_and_the_link_still_works(client: Client) -> None:
    token = invitations.invite_founder()
    for answers, said in (
        ({**ANSWERS, "time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({**ANSWERS, "country": "D1"}, "Write the two letters"),
        ({**ANSWERS, "again": "something else"}, "two different passwords"),
        ({**ANSWERS, "password": "password1234", "again": "password1234"}, "too common"),
        ({**ANSWERS, **chosen("short one")}, "at least 12 characters"),
        ({**ANSWERS, **chosen("ida@suedwind.example")}, "too similar"),
    ):
        page = client.post(link(token), answers)
        assert (page.status_code, said in page.content.decode()) == (200, True), said
    assert organizations() == {}
    assert client.post(link(token), ANSWERS).status_code == 302


def test_nobody_can_sign_in_until_the_first_administrator_chose_a_password(firm: Firm, client: Client) -> None:
    assert not invitations.somebody_can_sign_in(firm.id)
    token = invitations.invite(firm.id, ADA)
    page = client.get(link(token)).content.decode()
    assert "Your e-mail address" in page
    said = {"name": "Ada Winter", "email": "ada@winter.example", **chosen()}
    assert client.post(link(token), said).status_code == 302
    assert invitations.somebody_can_sign_in(firm.id)
    assert list(seats("ada@winter.example").values()) == ["PER-1"]


@pytest.mark.django_db
def test_whoever_founded_on_the_terminal_is_called_what_they_say_and_not_what_the_machine_calls_them(
    client: Client,
) -> None:
    root = create_organization(Organization(title="Südwind"), founder="root", email="root@vm")
    token = invitations.invite(root.organization_id, "root@vm")
    page = client.get(link(token)).content.decode()
    assert 'value="root' not in page, "neither the machine's name nor an address that the form would refuse"
    refused = client.post(link(token), {"name": "Ida Sommer", "email": "ida", **chosen()}).content.decode()
    assert 'value="Ida Sommer"' in refused, "what was typed stays"
    said = {"name": "Ida Sommer", "email": "ida@suedwind.example", **chosen()}
    assert client.post(link(token), said).status_code == 302
    assert dict(names(root.organization_id)) == {"PER-1": "Ida Sommer"}


@pytest.mark.django_db
def test_a_name_and_an_address_that_were_stated_at_founding_are_offered(client: Client) -> None:
    ida = create_organization(Organization(title="Südwind"), founder="Ida Sommer", email="ida@suedwind.example")
    page = client.get(link(invitations.invite(ida.organization_id, "ida@suedwind.example"))).content.decode()
    assert 'value="Ida Sommer"' in page
    assert 'value="ida@suedwind.example"' in page


def test_an_address_that_somebody_else_has_is_not_taken(firm: Firm, client: Client) -> None:
    token = invitations.invite(firm.id, ADA)
    page = client.post(link(token), {"name": "Ada", "email": "tilda@nordwind.example", **chosen()})
    assert "Somebody else signs in as tilda@nordwind.example here" in page.content.decode()
    assert client.post(link(token), {"name": "Ada", "email": ADA, **chosen()}).status_code == 302


def test_ada_invites_dan_who_chooses_a_password_and_is_in(firm: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    token = invited(firm)
    assert firm.last_entry()[:2] == ("PER-1", "access:grant")
    page = client.get(link(token)).content.decode()
    assert DAN in page
    assert "Your e-mail address" not in page, "an administrator vouched for the address"
    assert client.post(link(token), chosen()).status_code == 302
    assert firm.last_entry()[:2] == ("PER-5", "access:sign-in")
    assert sign_in(Client(), DAN) == 302


def test_a_link_works_once_and_for_a_day_and_only_the_newest(firm: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    first = invited(firm)
    second = make_link(firm.ada, DAN)
    assert client.get(link(first)).status_code == 410
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(hours=25)):
        assert client.get(link(second)).status_code == 410
    assert client.post(link(second), chosen()).status_code == 302
    assert Client().post(link(second), chosen("another one altogether")).status_code == 410
    assert sign_in(Client(), DAN) == 302, "the password of the first use stands"
    assert Client().get(link("guessed")).status_code == 410


def test_of_a_link_only_its_hash_is_kept(firm: Firm) -> None:
    token = invited(firm)
    kept = Invitation.objects.values_list("token_hash", flat=True).get()
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in kept
    assert re.fullmatch(r"[0-9a-f]{64}", kept)


def test_a_new_password_ends_the_sessions_that_were_opened_with_the_old_one(firm: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    sign_in(client)
    token = make_link(firm.ada, ADA)
    Client().post(link(token), chosen("another one altogether"))
    assert client.get("/account/").status_code == 302
    assert sign_in(Client(), password=SECRET) == 200


def test_only_an_administrator_invites_and_nobody_invites_themselves(firm: Firm) -> None:
    for actor in (firm.bob, firm.cleo, firm.tilda, firm.dan):
        with pytest.raises(NotAllowedError):
            invite_person(actor, "PER-5", AccessRole.READER, email=DAN)
        with pytest.raises(NotAllowedError):
            make_link(actor, ADA)
    with pytest.raises(DutiesError):
        invite_person(firm.ada, "PER-1", AccessRole.TOP_MANAGEMENT, email=ADA)
    assert Invitation.objects.count() == 0


def test_whoever_signs_in_elsewhere_comes_in_with_the_link_and_the_password_they_have(firm: Firm) -> None:
    set_password(ADA, SECRET)
    other = found_firm("Südwind", "suedwind.example")
    _, token = invite_person(other.ada, other.dan.person, AccessRole.READER, email=ADA)
    assert set(seats(ADA)) == {firm.id}, "an address proves nothing"
    ada = Client()
    stranger = ada.get(link(token)).content.decode()
    assert "Sign in with it to come in" in stranger
    assert 'type="password"' not in stranger
    assert ada.post(link(token)).status_code == 200
    assert set(seats(ADA)) == {firm.id}
    sign_in(ada, ADA, SECRET)
    assert "Come in" in ada.get(link(token)).content.decode()
    assert set(seats(ADA)) == {firm.id}, "looking at it lets nobody in"
    assert ada.post(link(token)).headers["Location"] == "/"
    assert set(seats(ADA)) == {firm.id, other.id}
    assert "Südwind" in ada.get("/").content.decode()
    assert ada.get(link(token)).status_code == 410
    with pytest.raises(RefusedError, match="nobody else may change the password"):
        make_link(other.ada, ADA)
    assert invite_person(other.ada, other.dan.person, AccessRole.AUDITOR, email=ADA)[1] == ""


def test_a_password_that_was_chosen_with_a_link_stands_in_the_journal(firm: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    token = invited(firm)
    before = reading.head(firm.id)
    assert client.post(link(token), chosen()).status_code == 302
    written = [each.action for each in reading.entries_between(firm.id, before, reading.head(firm.id))]
    assert written == ["access:password-changed", "access:sign-in"]


def test_an_account_that_somebody_took_in_advance_gets_into_no_other_organisation(firm: Firm) -> None:
    victim = "ines@suedwind.example"
    set_password(ADA, SECRET)
    _, own = invite_person(firm.ada, "PER-5", AccessRole.READER, email=victim)
    thief = Client()
    assert thief.post(link(own), chosen()).status_code == 302
    other = found_firm("Südwind", "suedwind.example")
    _, token = invite_person(other.ada, other.dan.person, AccessRole.TOP_MANAGEMENT, email=victim)
    assert "Südwind" not in thief.get("/").content.decode()
    assert set(seats(victim)) == {firm.id}
    assert make_link(other.ada, victim, forget_second_factor=True) != token
    ines = Client()
    assert ines.get(link(token)).status_code == 410, "a newer one was made"
    sign_in(ines, ADA, SECRET)
    newest = make_link(other.ada, victim)
    assert "Sign out first" in ines.get(link(newest)).content.decode()
    ines.post(link(newest))
    assert set(seats(victim)) == {firm.id}, "signed in as somebody else, nobody joins"


def test_nobody_comes_in_as_somebody_whom_another_organisation_waits_for(firm: Firm) -> None:
    invite_person(firm.ada, "PER-5", AccessRole.TOP_MANAGEMENT, email=DAN)
    other = found_firm("Südwind", "suedwind.example")
    with pytest.raises(RefusedError, match="has not come in yet"):
        invite_person(other.ada, other.dan.person, AccessRole.READER, email=DAN)
    grant_access(other.ada, other.dan.person, AccessRole.READER, email=DAN)
    with pytest.raises(RefusedError, match="has not come in yet"):
        make_link(other.ada, DAN)
    assert Invitation.objects.filter(organization_id=firm.id).count() == 1, "the link that Dan holds still works"
    set_password(DAN, SECRET)
    _, token = invite_person(other.ada, other.dan.person, AccessRole.AUDITOR, email=DAN)
    assert invitations.open_invitation(token).joins, "his password stays as it is"


def test_a_link_for_somebody_without_access_is_refused(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="has no access here"):
        make_link(firm.ada, "stranger@elsewhere.example")
    assert not Account.objects.filter(email="stranger@elsewhere.example").exists()
