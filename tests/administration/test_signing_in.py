"""Signing in and out: with a password, refused in words, limited in number, and written to the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.journal import ports, reading
from plumbline.apps.journal.verify import verify
from plumbline.config import signing_in
from tests.stories import Firm

ADA, SECRET = "ada@nordwind.example", "plum bob over granite"
LOGIN = "/account/login/"


@pytest.fixture
def known(firm: Firm) -> Firm:
    """The firm after Ada chose a password."""
    set_password(ADA, SECRET)
    return firm


def sign_in(client: Client, email: str = ADA, password: str = SECRET, then: str = "") -> int:
    """Type an address and a password; returns the status of the answer."""
    answer = client.post(f"{LOGIN}{then}", {"login": email, "password": password})
    return answer.status_code


def noted(firm: Firm) -> list[str]:
    """What the journal says was done with ways in, in order."""
    size = reading.head(firm.id)
    actions = [each.action for each in reading.entries_between(firm.id, 0, size)]
    return [each.removeprefix("access:") for each in actions if each.startswith("access:s")]


def test_ada_signs_in_and_out_and_both_are_written_down(known: Firm, client: Client) -> None:
    assert sign_in(client, " Ada@Nordwind.example ") == 302
    assert client.get("/account/").status_code == 200
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/account/").status_code == 302
    assert noted(known) == ["sign-in", "sign-out"]
    assert verify(known.id, permitted_then(known.id), STATE_OF).problems == ()


def test_whoever_signs_in_goes_on_where_they_were_and_nowhere_else(known: Firm, client: Client) -> None:
    wanted = client.get("/account/sessions/")
    assert wanted.headers["Location"] == f"{LOGIN}?next=/account/sessions/"
    answer = client.post(wanted.headers["Location"], {"login": ADA, "password": SECRET})
    assert answer.headers["Location"] == "/account/sessions/"
    elsewhere = Client().post(f"{LOGIN}?next=https://evil.example/", {"login": ADA, "password": SECRET})
    assert elsewhere.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(known: Firm, client: Client) -> None:
    pages = [
        client.post(LOGIN, {"login": email, "password": "not this one at all"}).content.decode()
        for email in (ADA, "nobody@nordwind.example")
    ]
    for page in pages:
        assert "This address and this password do not belong together." in page
    assert noted(known) == ["sign-in-refused"], "of an unknown address there is nobody to write about"


def test_after_five_wrong_passwords_even_the_right_one_waits(known: Firm, client: Client) -> None:
    for _ in range(5):
        assert sign_in(client, password="not this one at all") == 200
    assert "Too many attempts" in client.post(LOGIN, {"login": ADA, "password": SECRET}).content.decode()
    assert client.get("/account/").status_code == 302
    assert noted(known) == ["sign-in-refused"], "once a minute, so that nobody floods the log"
    assert sign_in(Client(), "tilda@nordwind.example", "not this one at all") == 200, "others are not locked out"


def test_a_password_is_kept_as_argon2id_and_nothing_lets_in_without_one(known: Firm, client: Client) -> None:
    kept = dict(Account.objects.values_list("email", "password"))
    assert kept[ADA].startswith("argon2$argon2id$")
    (hasher,) = map(import_string, signing_in.PASSWORD_HASHERS)
    assert (hasher.algorithm, hasher.time_cost >= 2, hasher.memory_cost >= 65_536) == ("argon2", True, True)
    assert not Account.objects.get(email="tilda@nordwind.example").has_usable_password()
    for guess in ("", "!", kept["tilda@nordwind.example"]):
        assert sign_in(client, "tilda@nordwind.example", guess) == 200
    assert client.get("/account/").status_code == 302


def test_signing_in_gives_the_session_another_name(known: Firm, client: Client) -> None:
    session = client.session
    session["kept"] = "draft"
    session.save()
    before = session.session_key or ""
    client.cookies["session"] = before
    sign_in(client)
    assert client.cookies["session"].value != before
    assert client.session["kept"] == "draft"


@pytest.mark.parametrize(
    ("away", "goes_on", "why"),
    [
        (timedelta(hours=7), True, ""),
        (timedelta(hours=9), False, "nobody used it for 8 hours"),
        (timedelta(hours=13), False, "it was 12 hours old"),
    ],
)
def test_a_session_ends_after_a_while(known: Firm, client: Client, away: timedelta, goes_on: bool, why: str) -> None:
    sign_in(client)
    client.get("/account/")
    with ports.swapped(clock=lambda: datetime.now(UTC) + away):
        answer = client.get("/account/", follow=True)
        assert (answer.redirect_chain == []) == goes_on
        assert why in answer.content.decode()


def test_a_session_in_use_ends_with_the_working_day_nevertheless(known: Firm, client: Client) -> None:
    sign_in(client)
    for hours in (4, 8, 11):
        with ports.swapped(clock=lambda hours=hours: datetime.now(UTC) + timedelta(hours=hours)):
            assert client.get("/account/").status_code == 200
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(hours=12, minutes=1)):
        assert client.get("/account/").status_code == 302


def test_a_form_without_its_token_is_refused(known: Firm) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert sign_in(careful) == 403


def test_nobody_signs_up(client: Client, db: None) -> None:
    for address in ("/account/signup/", "/account/email/", "/accounts/signup/"):
        assert client.get(address).status_code == 404


def test_whoever_is_signed_in_ends_sessions_elsewhere(known: Firm, client: Client) -> None:
    elsewhere = Client(headers={"user-agent": "Another browser"})
    for each in (elsewhere, client):
        sign_in(each)
    assert "Another browser" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
