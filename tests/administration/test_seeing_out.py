"""Seeing somebody out: what they answered for has another name, and they get in no more, from that moment on."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.invitations import open_invitation
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.accounts.selectors import actor_of, seats
from plumbline.apps.administration.services import close_access, invite_person, make_link
from plumbline.apps.administration.signing_in.entering import join
from plumbline.apps.journal import ports
from plumbline.apps.journal.verify import verify
from plumbline.apps.organization.services import assignments, organizations, roles
from plumbline.apps.records import living
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.organization import ApprovalRule
from tests.administration.test_signing_in import ADA, SECRET, sign_in
from tests.stories import Firm, found_firm

CLEO = "cleo@nordwind.example"
WHY = "Her contract ended."


R = TypeVar("R", bound=kinds.Record)


def stands(firm: Firm, kind: type[R], ref: str) -> R:
    """What the journal says of a record now."""
    found = firm.told(kind(ref=ref))
    assert isinstance(found, kind)
    return found


@pytest.fixture
def busy(firm: Firm) -> Firm:
    """Cleo owns a risk, holds a role and is the one who approves policies."""
    risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    risks.add(firm.ada, kinds.Risk(title="Fire", owner="PER-4"))
    role = roles.add(firm.ada, kinds.Role(title="Site security"))
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person="PER-3", since=date(2026, 1, 1)))
    own = kinds.Organization(ref="ORG-1")
    rule = ApprovalRule(what="document:policy", approver="PER-3")
    organizations.change(firm.ada, own.ref, seen=firm.seen(own), approval_rules=(rule,))
    return firm


def test_everything_goes_to_the_heir_in_one_entry_and_the_rest_stays(busy: Firm) -> None:
    done = close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4", left=date(2026, 11, 20))
    assert (done.grants, done.handed_over, done.email) == (1, 3, CLEO)
    assert [stands(busy, kinds.Risk, ref).owner for ref in ("R-1", "R-2")] == ["PER-4", "PER-4"]
    today = ports.today("Europe/Berlin")
    ended, begun = (stands(busy, kinds.Assignment, ref) for ref in ("ASG-1", "ASG-2"))
    assert (ended.person, ended.until, ended.state) == ("PER-3", today, "ended")
    assert (begun.person, begun.role, begun.since) == ("PER-4", "ROLE-1", today)
    (rule,) = stands(busy, kinds.Organization, "ORG-1").approval_rules
    assert rule.approver == "PER-4"
    left = stands(busy, kinds.Person, "PER-3")
    assert (left.state, left.left) == ("left", date(2026, 11, 20))
    who, action, changed = busy.last_entry()
    assert (who, action) == ("PER-1", "access:revoke")
    assert {"R-1", "ASG-1", "ASG-2", "ORG-1", "MEM-3", "PER-3"} == set(changed)
    assert verify(busy.id, permitted_then(busy.id), STATE_OF).problems == ()


def test_a_closed_account_is_out_at_once_and_cannot_come_back(busy: Firm, client: Client) -> None:
    set_password(CLEO, SECRET)
    sign_in(client, CLEO)
    assert client.get("/account/").status_code == 200
    close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4")
    assert client.get("/account/").status_code == 302
    back = Client().post("/account/login/", {"login": CLEO, "password": SECRET})
    assert back.headers["Location"] == "/account/closed/"
    assert seats(CLEO) == {}
    assert actor_of(busy.id, "PER-3").access_roles == set()


def test_even_a_session_that_nobody_listed_is_dead(busy: Firm, client: Client) -> None:
    client.force_login(Account.objects.get(email=CLEO))
    assert client.get("/account/").status_code == 200
    close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4")
    assert client.get("/account/").status_code == 302


def test_a_link_that_was_out_lets_nobody_in_any_more(busy: Firm, client: Client) -> None:
    token = make_link(busy.ada, CLEO)
    close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4")
    assert client.get(f"/welcome/{token}/").status_code == 410
    with pytest.raises(RefusedError, match="is closed"):
        make_link(busy.ada, CLEO)


def test_whoever_comes_back_is_invited_and_chooses_a_new_password(busy: Firm, client: Client) -> None:
    for email in (ADA, CLEO):
        set_password(email, SECRET)
    close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4")
    _, token = invite_person(busy.ada, "PER-3", AccessRole.READER, email=CLEO)
    assert sign_in(Client(), CLEO) == 200, "the old password works no more"
    chosen = {"password": "another one altogether", "again": "another one altogether"}
    assert client.post(f"/welcome/{token}/", chosen).status_code == 302
    assert actor_of(busy.id, "PER-3").access_roles == {AccessRole.READER}


def test_nothing_is_left_without_somebody_who_answers(busy: Firm) -> None:
    with pytest.raises(RefusedError, match=r"3 records name PER-3 still\. Say who takes that over"):
        close_access(busy.ada, "PER-3", reason=WHY)
    with pytest.raises(RefusedError, match="Nobody takes over from themselves"):
        close_access(busy.ada, "PER-3", reason=WHY, heir="PER-3")
    close_access(busy.ada, "PER-5", reason="He left.", left=date(2026, 11, 20))
    with pytest.raises(RefusedError, match="has left"):
        close_access(busy.ada, "PER-3", reason=WHY, heir="PER-5")
    with pytest.raises(RefusedError, match="needs a reason"):
        close_access(busy.ada, "PER-3", reason=" ", heir="PER-4")
    assert seats(CLEO)


def test_only_another_administrator_closes_a_way_in(busy: Firm) -> None:
    for actor in (busy.bob, busy.cleo, busy.tilda, busy.dan):
        with pytest.raises(NotAllowedError):
            close_access(actor, "PER-5", reason=WHY)
    with pytest.raises(RefusedError, match="your own way in"):
        close_access(busy.ada, "PER-1", reason=WHY, heir="PER-4")


def test_the_only_administrator_is_not_seen_out(busy: Firm) -> None:
    invite_person(busy.ada, "PER-4", AccessRole.ADMINISTRATOR, email="tilda@nordwind.example")
    tilda = actor_of(busy.id, "PER-4")
    close_access(tilda, "PER-1", reason="She retires.", heir="PER-4")
    with pytest.raises(RefusedError, match="your own way in"):
        close_access(tilda, "PER-4", reason="And me?", heir="PER-3")


def test_somebody_of_two_organisations_stays_in_the_other(busy: Firm, client: Client) -> None:
    other = found_firm("Südwind", "suedwind.example")
    set_password(CLEO, SECRET)
    _, token = invite_person(other.ada, other.dan.person, AccessRole.READER, email=CLEO)
    join(open_invitation(token))
    close_access(busy.ada, "PER-3", reason=WHY, heir="PER-4")
    assert set(seats(CLEO)) == {other.id}
    assert sign_in(client, CLEO) == 302


def test_the_pages_lead_through_it(busy: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    set_password(CLEO, SECRET)
    sign_in(client)
    page = client.get("/access/").content.decode()
    assert all(name in page for name in ("Ada Winter", "Cleo Brandt", "administrator"))
    asked = client.get("/access/PER-3/close/").content.decode()
    assert "3 records that name them get another name" in asked
    assert "Flood" in asked
    refused = client.post("/access/PER-3/close/", {"heir": "", "reason": WHY})
    assert refused.status_code == 200
    done = client.post("/access/PER-3/close/", {"heir": "PER-4", "reason": WHY}, follow=True)
    assert "Cleo Brandt gets in no more. 1 access roles ended, 3 records were handed over." in done.content.decode()
    assert "closed" in done.content.decode()


def test_an_invitation_is_shown_once_with_its_link(busy: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    sign_in(client)
    said = {"person": "", "name": "Nora Lind", "email": "nora@nordwind.example", "role": "reader"}
    shown = client.post("/access/invite/", said)
    assert shown.status_code == 201
    assert "/welcome/" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    listed = client.get("/access/").content.decode()
    assert "Nora Lind" in listed
    assert "invited" in listed
    again = client.post("/access/invite/", {**said, "name": "", "person": "PER-6"})
    assert "PER-6 is reader already" in again.content.decode()
    new = client.post("/access/PER-6/link/", {"forget_second_factor": "on"})
    assert (new.status_code, "/welcome/" in new.content.decode()) == (201, True)
    ended = client.post("/access/PER-6/revoke/", {"grant": "MEM-5", "reason": "By mistake."}, follow=True)
    assert "The role reader ended today." in ended.content.decode()


def test_whoever_cannot_be_invited_is_not_entered_either(busy: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    sign_in(client)
    people = len(living.system(busy.id).state.records["person"])
    taken = {"person": "", "name": "Nora Lind", "email": CLEO, "role": "reader"}
    for _ in range(2):
        assert "PER-3 here already" in client.post("/access/invite/", taken).content.decode()
    assert len(living.system(busy.id).state.records["person"]) == people


def test_what_opens_doors_asks_again_after_a_quarter_of_an_hour(busy: Firm, client: Client) -> None:
    set_password(ADA, SECRET)
    sign_in(client)
    assert client.get("/access/invite/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        {**each, "at": each["at"] - 16 * 60} for each in session["account_authentication_methods"]
    ]
    session.save()
    said = {"person": "PER-5", "email": "dan@nordwind.example", "role": "reader"}
    asked = client.post("/access/invite/", said)
    assert asked.headers["Location"].startswith("/account/confirm/?next=")
    wrong = client.post(asked.headers["Location"], {"password": "not this one"})
    assert "This is not your password" in wrong.content.decode()
    done = client.post(asked.headers["Location"], {"password": SECRET})
    assert (done.status_code, "/welcome/" in done.content.decode()) == (201, True), "what was sent is not lost"


def test_an_invitation_is_mailed_where_there_is_mail(
    busy: Firm, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    set_password(ADA, SECRET)
    sign_in(client)
    shown = client.post("/access/invite/", {"person": "PER-5", "email": "dan@nordwind.example", "role": "reader"})
    (letter,) = mailoutbox
    assert letter.to == ["dan@nordwind.example"]
    link = str(letter.body).split("/welcome/")[1].split("/")[0]
    assert link in shown.content.decode()
    assert "on its way to dan@nordwind.example" in shown.content.decode()
