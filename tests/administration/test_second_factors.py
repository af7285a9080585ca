"""Second factors and passwords: set up, asked for, sealed in the database, and never the only way back in."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from plumbline.apps.accounts.sealing import SealBrokenError, seal, unseal
from plumbline.apps.administration.services import make_link
from tests.administration.test_signing_in import ADA, LOGIN, SECRET, known, noted, sign_in
from tests.stories import Firm

__all__ = ["known"]
PERIOD = 30


def code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app would show now, or some half minutes later."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + ahead))
    return shown


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app for whoever is signed in; returns its secret and the recovery codes."""
    page = client.get("/account/app/").content.decode()
    found = re.search(r"Secret: <code>([A-Z2-7]+)</code>", page)
    assert found, page
    assert "data:image/svg+xml;base64," in page
    client.post("/account/app/", {"code": code(found[1])})
    shown = client.get("/account/codes/").content.decode()
    return found[1], re.findall(r"<code>(\d{8})</code>", shown)


def test_with_an_app_a_password_alone_lets_nobody_in(known: Firm, client: Client) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    assert len(codes) == 10
    fresh = Client()
    asked = fresh.post(LOGIN, {"login": ADA, "password": SECRET})
    assert asked.headers["Location"] == "/account/login/code/"
    assert fresh.get("/account/").status_code == 302, "half-way in is not in"
    assert "wrong or has run out" in fresh.post("/account/login/code/", {"code": "000000"}).content.decode()
    assert fresh.post("/account/login/code/", {"code": code(secret, 1)}).status_code == 302
    assert fresh.get("/account/").status_code == 200
    assert noted(known)[-2:] == ["sign-in-refused", "sign-in"]


def test_a_recovery_code_lets_in_once(known: Firm, client: Client) -> None:
    sign_in(client)
    _, codes = set_up(client)
    for expected in (302, 200):
        fresh = Client()
        fresh.post(LOGIN, {"login": ADA, "password": SECRET})
        assert fresh.post("/account/login/code/", {"code": codes[0]}).status_code == expected
    assert "9 of 10 are left" in client.get("/account/").content.decode()


def test_codes_are_limited_in_number_too(known: Firm, client: Client) -> None:
    sign_in(client)
    secret, _ = set_up(client)
    guessing = Client()
    guessing.post(LOGIN, {"login": ADA, "password": SECRET})
    for guess in range(5):
        guessing.post("/account/login/code/", {"code": f"{guess:06}"})
    late = guessing.post("/account/login/code/", {"code": code(secret, 1)})
    assert (late.status_code, "Too many" in late.content.decode()) == (200, True)


def test_neither_secret_nor_codes_can_be_read_in_the_database(known: Firm, client: Client) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    kept = " ".join(str(each.data) for each in Authenticator.objects.all())
    assert not [each for each in (secret, *codes) if each in kept]


def test_a_seal_opens_with_its_key_and_for_its_purpose_only() -> None:
    sealed = seal("plumb", "one")
    assert unseal(sealed, "one") == "plumb"
    assert seal("plumb", "one") != sealed
    for spoilt, purpose in ((sealed, "two"), (sealed[:-4] + "AAAA", "one"), ("", "one"), ("nonsense", "one")):
        with pytest.raises(SealBrokenError):
            unseal(spoilt, purpose)
    another = override_settings(SECRET_KEY="another key than the one that sealed it, and long enough")
    with another, pytest.raises(SealBrokenError):
        unseal(sealed, "one")


def test_after_the_key_of_the_home_was_replaced_the_page_says_what_to_do(known: Firm, client: Client) -> None:
    sign_in(client)
    set_up(client)
    with override_settings(SECRET_KEY="another key than the one that sealed it, and long enough"):
        fresh = Client()
        fresh.post(LOGIN, {"login": ADA, "password": SECRET})
        told = fresh.post("/account/login/code/", {"code": "123456"})
        assert (told.status_code, "the key of this installation was replaced" in told.content.decode()) == (400, True)
        assert fresh.get("/account/").status_code == 302, "an unreadable factor is no open door"


def test_a_new_link_does_not_go_round_the_second_factor_unless_it_was_said_to_be_lost(
    known: Firm, client: Client
) -> None:
    sign_in(client)
    set_up(client)
    chosen = {"password": "another one altogether", "again": "another one altogether"}
    guest = Client()
    half = guest.post(f"/welcome/{make_link(known.ada, ADA)}/", chosen)
    assert half.headers["Location"] == "/account/login/code/"
    assert guest.get("/account/").status_code == 302
    whole = guest.post(f"/welcome/{make_link(known.ada, ADA, forget_second_factor=True)}/", chosen)
    assert whole.headers["Location"] == "/account/protect/"
    assert guest.get("/account/").status_code == 200


def test_a_password_is_changed_with_the_old_one_and_others_are_signed_out(known: Firm, client: Client) -> None:
    elsewhere = Client()
    for each in (client, elsewhere):
        sign_in(each)
    said = {"oldpassword": "not this one", "password1": "thirteen calm herons", "password2": "thirteen calm herons"}
    assert client.post("/account/password/", said).status_code == 200
    assert client.post("/account/password/", {**said, "oldpassword": SECRET}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert known.last_entry()[1] == "access:password-changed"


def test_a_forgotten_password_is_replaced_by_mail_and_strangers_learn_nothing(
    known: Firm, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    for address in (ADA, "nobody@nordwind.example"):
        assert client.post("/account/password/reset/", {"email": address}).status_code == 302
    (letter,) = mailoutbox
    found = re.search(r"http://testserver(/account/password/reset/\S+)", str(letter.body))
    assert found
    form = client.get(found[1], follow=True)
    where = form.redirect_chain[-1][0]
    done = client.post(where, {"password1": "thirteen calm herons", "password2": "thirteen calm herons"})
    assert done.status_code == 302
    assert sign_in(Client(), password="thirteen calm herons") == 302
    assert "works no more" in Client().get(found[1]).content.decode()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
def test_without_mail_the_page_says_whom_to_ask(known: Firm, client: Client) -> None:
    page = client.get("/account/password/reset/").content.decode()
    assert "This installation sends no mail. Ask an administrator for a new link" in page
    assert "<code>plumbline invite</code>" in page


def test_a_passkey_is_asked_of_the_browser_for_this_host_and_with_its_owner_verified(
    known: Firm, client: Client
) -> None:
    options = Client().get("/account/login/passkey/", headers={"accept": "application/json"}).json()
    asked = options["request_options"]["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("testserver", "required")
    sign_in(client)
    page = client.get("/account/passkeys/add/").content.decode()
    assert 'data-passkey="create"' in page
    assert 'name="passwordless" value="on"' in page
    forged = {"credential": "{}", "passwordless": "on", "name": "Forged"}
    assert client.post("/account/passkeys/add/", forged).status_code == 200
    assert not Authenticator.objects.exists()
    assert Client().post("/account/login/passkey/", {"credential": "{}"}).status_code == 302
