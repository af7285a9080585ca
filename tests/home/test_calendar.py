"""The calendar: a secret address of one person, shown once, revocable; events that keep their UID."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.home.models import Feed
from plumbline.apps.home.notices_calendar import asked_for, calendar, feed_of, make_feed, revoke_feed
from plumbline.apps.improvement.services import actions
from plumbline.apps.journal import ports
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.reading import isms_now
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm

TODAY = ports.today("Europe/Berlin")


@pytest.fixture
def due(firm: Firm) -> kinds.Action:
    return actions.add(
        firm.ada,
        kinds.Action(title="Close the port; now, please", owner=firm.cleo.person, due=TODAY + timedelta(days=3)),
    )


def events(content: bytes) -> dict[str, tuple[str, object]]:
    """UID -> summary and first day."""
    return {
        str(each["uid"]): (str(each["summary"]), each.decoded("dtstart"))
        for each in Calendar.from_ical(content).walk("VEVENT")
    }


def test_the_calendar_shows_what_its_owner_answers_for_or_everything(firm: Firm, due: kinds.Action) -> None:
    other = actions.add(firm.ada, kinds.Action(title="Another", owner=firm.ada.person, due=TODAY))
    isms = isms_now(firm.cleo, TODAY)
    (mine,) = events(calendar(isms, firm.cleo)).values()
    assert mine == (f"{due.ref} Close the port; now, please: finish the action", TODAY + timedelta(days=3))
    assert len(events(calendar(isms, firm.cleo, everything=True))) == 2
    assert other.ref != due.ref


def test_everything_is_what_its_owner_may_open(firm: Firm, due: kinds.Action) -> None:
    hole = kinds.Vulnerability(title="Hole in the gateway", owner=firm.ada.person, deadline=TODAY)
    writer_of(kinds.Vulnerability).add(firm.ada, hole)
    isms = isms_now(firm.ada, TODAY)
    assert any("gateway" in told for told, _ in events(calendar(isms, firm.ada, everything=True)).values())
    grant_access(firm.ada, firm.dan.person, AccessRole.READER, email="dan@nordwind.example")
    dan = actor_of(firm.id, firm.dan.person)
    told = [told for told, _ in events(calendar(isms, dan, everything=True)).values()]
    assert [due.title in each for each in told] == [True]


def test_an_event_keeps_its_uid_when_the_day_moves(firm: Firm, due: kinds.Action) -> None:
    before = events(calendar(isms_now(firm.cleo, TODAY), firm.cleo))
    actions.change(firm.ada, due.ref, seen=firm.seen(due), due=TODAY + timedelta(days=9))
    after = events(calendar(isms_now(firm.cleo, TODAY), firm.cleo))
    assert set(before) == set(after)
    assert before != after
    assert all(uid.endswith("@plumbline") for uid in before)


def test_the_address_is_a_secret_that_is_kept_as_a_hash_and_replaced(firm: Firm) -> None:
    first = make_feed(firm.cleo)
    assert len(first) >= 43
    assert not Feed.everywhere.filter(token_hash=first).exists()
    found = asked_for(first)
    assert found is not None
    assert (found[0].person, found[1]) == (firm.cleo.person, False)
    second = make_feed(firm.cleo, everything=True)
    assert asked_for(first) is None
    assert asked_for(second) is not None
    assert revoke_feed(firm.cleo)
    assert asked_for(second) is None
    assert feed_of(firm.cleo) is None


def test_whoever_has_left_has_no_calendar(firm: Firm) -> None:
    token = make_feed(firm.cleo)
    Account.objects.filter(email="cleo@nordwind.example").update(closed=True)
    assert asked_for(token) is None
    no_access = make_feed(firm.dan)
    assert asked_for(no_access) is None


def test_a_calendar_program_needs_no_sign_in_and_a_wrong_address_says_nothing(firm: Firm, due: kinds.Action) -> None:
    token = make_feed(firm.cleo)
    found = Client().get(reverse("home:feed", args=[token]))
    assert found.status_code == 200
    assert found["Content-Type"].startswith("text/calendar")
    assert len(events(found.content)) == 1
    wrong = Client().get(reverse("home:feed", args=["no-such-calendar"]))
    assert wrong.status_code == 404
    assert b"Nordwind" not in wrong.content
