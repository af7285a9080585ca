"""Pages of the way in: each loads nothing from elsewhere, runs nothing inline, is kept nowhere, has our words."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from plumbline.apps.accounts import invitations
from plumbline.apps.ui.csp import policy
from tests.administration.test_second_factors import set_up
from tests.administration.test_signing_in import known, sign_in
from tests.stories import Firm

__all__ = ["known"]
STRANGERS = (
    "/account/login/",
    "/account/closed/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/password/reset/done/",
    "/account/password/reset/1-set-password/",
    "/welcome/unknown/",
)
OWN = (
    "/account/",
    "/account/protect/",
    "/account/confirm/",
    "/account/password/",
    "/account/app/",
    "/account/passkeys/",
    "/account/passkeys/add/",
    "/account/sessions/",
    "/account/logout/",
    "/access/",
    "/access/invite/",
    "/access/PER-3/",
    "/access/PER-3/close/",
)
WITH_FACTOR = ("/account/", "/account/codes/", "/account/codes/new/", "/account/app/stop/", "/account/confirm/code/")
WANTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def look_at(client: Client, address: str) -> str:
    """The page at an address, after checking what holds for all of them."""
    answer = client.get(address)
    assert answer.status_code in (200, 410), f"{address}: {answer.status_code} {answer.headers.get('Location')}"
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    page: str = answer.content.decode()
    for script in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in script or 'type="application/json"' in script, f"{address} runs a script of its own: {script}"
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", page), f"{address} has code in its markup"
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page), f"{address} loads from elsewhere"
    assert page.count("<h1") == 1
    assert not re.search(r"Remember Me|Sign Up|successfully|example\.com|{{|{%", page), f"{address} has foreign words"
    return page


@pytest.mark.parametrize("address", STRANGERS)
def test_pages_for_strangers(address: str, db: None) -> None:
    look_at(Client(), address)


def test_pages_of_links(known: Firm) -> None:
    look_at(Client(), f"/welcome/{invitations.invite(known.id, 'cleo@nordwind.example')}/")


@pytest.mark.django_db
def test_the_page_of_the_first_link() -> None:
    assert "Europe/Berlin" in look_at(Client(), f"/welcome/{invitations.invite_founder()}/")


def test_pages_of_an_account(known: Firm, client: Client) -> None:
    sign_in(client)
    for address in OWN:
        look_at(client, address)


def test_pages_of_an_account_with_a_second_factor(known: Firm, client: Client) -> None:
    sign_in(client)
    set_up(client)
    for address in WITH_FACTOR:
        look_at(client, address)
    half = Client()
    sign_in(half)
    look_at(half, "/account/login/code/")


def test_too_many_attempts_are_told_with_their_status(known: Firm, client: Client) -> None:
    guesses = [{"login": f"guess{number}@nordwind.example", "password": "guessing it"} for number in range(31)]
    *_, last = (client.post("/account/login/", guess) for guess in guesses)
    assert (last.status_code, "Wait five minutes" in last.content.decode()) == (429, True)


def test_somebody_without_a_seat_is_told_so_and_sees_nothing(known: Firm) -> None:
    from plumbline.apps.accounts.models import Account

    stranger = Client()
    stranger.force_login(Account.objects.create(email="stranger@elsewhere.example"))
    assert stranger.get("/access/").status_code == 403
    look_at(stranger, "/account/")


def test_a_policy_is_written_as_browsers_read_it() -> None:
    written = policy({"default-src": ["'none'"], "img-src": ["'self'", "data:"], "upgrade-insecure-requests": []})
    assert written == "default-src 'none'; img-src 'self' data:; upgrade-insecure-requests"
