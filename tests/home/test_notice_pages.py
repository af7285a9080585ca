"""The pages of notices: the list, the button that says it was read, mail on and off, the calendar's address once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from plumbline.apps.home.notices_kept import wants_digest
from plumbline.apps.improvement.services import actions
from plumbline.apps.journal import ports
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in


@pytest.fixture
def cleo(firm: Firm) -> Client:
    return signed_in(firm.cleo)


def test_what_is_new_is_marked_until_the_button_says_it_was_read(firm: Firm, cleo: Client) -> None:
    due = ports.today("Europe/Berlin") + timedelta(days=2)
    made = actions.add(firm.ada, kinds.Action(title="Close the port", owner=firm.cleo.person, due=due))
    page = reverse("home:notices")
    first = cleo.get(page).content.decode()
    assert made.ref in first
    assert "<b>New</b>" in first
    assert "<b>New</b>" in cleo.get(page).content.decode(), "looking is not reading"
    assert cleo.post(page).status_code == 302
    after = cleo.get(page).content.decode()
    assert made.ref in after
    assert "<b>New</b>" not in after


def test_the_number_beside_ones_name_counts_what_was_not_read(firm: Firm, cleo: Client) -> None:
    badge = reverse("home:unread")
    assert f'hx-get="{badge}"' in cleo.get("/").content.decode()
    assert "unread" not in cleo.get(badge).content.decode()
    due = ports.today("Europe/Berlin") + timedelta(days=2)
    actions.add(firm.ada, kinds.Action(title="Close the port", owner=firm.cleo.person, due=due))
    assert '<span class="num">1</span><span class="visually-hidden"> unread notice</span>' in told(cleo, badge)
    assert "unread" not in told(signed_in(firm.bob), badge), "it is Cleo's"
    cleo.post("/day/", {"as_of": (due - timedelta(days=3)).isoformat()})
    assert badge not in cleo.get("/").content.decode(), "of a past day nothing is claimed"
    cleo.post("/day/", {"as_of": ""})
    cleo.post(reverse("home:notices"))
    assert "unread" not in told(cleo, badge)


def told(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_an_empty_list_says_what_will_stand_there(firm: Firm, cleo: Client) -> None:
    assert "decisions that only you can take" in cleo.get(reverse("home:notices")).content.decode()


def test_mail_is_switched_off_and_on(firm: Firm, cleo: Client) -> None:
    page = reverse("home:notice-settings")
    assert "cleo@nordwind.example" in cleo.get(page).content.decode()
    cleo.post(page, {"do": "no-mail"})
    assert not wants_digest(firm.id, firm.cleo.person)
    assert wants_digest(firm.id, firm.ada.person)
    cleo.post(page, {"do": "mail"})
    assert wants_digest(firm.id, firm.cleo.person)


def test_the_address_of_the_calendar_is_shown_once(firm: Firm, cleo: Client) -> None:
    page = reverse("home:notice-settings")
    made = cleo.post(page, {"do": "make", "of": "mine"}).content.decode()
    address = made.split('<code class="calendar-address">')[1].split("</code>")[0]
    assert cleo.get(address.replace("http://testserver", "").replace("http://localhost", "")).status_code == 200
    again = cleo.get(page).content.decode()
    assert address not in again
    assert "what you answer for" in again
    cleo.post(page, {"do": "revoke"})
    assert cleo.get(address.replace("http://testserver", "").replace("http://localhost", "")).status_code == 404
