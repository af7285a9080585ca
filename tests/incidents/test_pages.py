"""Incidents in the browser: reported in a minute, decided with a reason, and counted to the minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.incidents.clock import clock, spoken
from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
from plumbline.apps.records import living
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with ports.swapped(clock=lambda: NOON):
        yield


@pytest.fixture
def breach(firm: Firm) -> kinds.Incident:
    """Reported ten hours ago, to be contained in four and resolved in a day; customers wait to be told."""
    duty = kinds.Obligation(title="Tell the supervisory authority", notify_within="72 h", reports_to="The authority")
    made = writer_of(kinds.Obligation).add(firm.ada, duty)
    incident = kinds.Incident(
        title="List of customers sent to a stranger",
        severity="high",
        owner=firm.cleo.person,
        reported_at=NOON - timedelta(hours=10),
        detected_at=NOON - timedelta(hours=70),
        contain_within="4 h",
        resolve_within="24 h",
        personal_data="yes",
        notify="yes",
        obligations=(made.ref,),
    )
    return writer_of(kinds.Incident).add(firm.ada, incident)


def told(firm: Firm, kind: type[kinds.Record], ref: str) -> Any:
    return firm.told(kind(ref=ref))


def test_cleo_reports_in_a_minute_and_the_log_keeps_the_time(firm: Firm) -> None:
    cleo = signed_in(firm.cleo)
    key = cleo.get("/incidents/report/").context["form_key"]
    sent = {"title": "The back door stands open", "where": "Warehouse", "form-key": key}
    for _ in range(2):
        answer = cleo.post("/incidents/report/", sent)
        assert answer.headers["Location"] == "/registers/event/EVT-1/"
    event = told(firm, kinds.Event, "EVT-1")
    assert (event.seen_at, event.reported_at, event.reported_by) == (NOON, NOON, firm.cleo.person)
    assert "Warehouse" in event.description
    assert len(living.system(firm.id).isms(NOON.date()).all(kinds.Event)) == 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [({"title": ""}, "Say in one line"), ({"title": "x", "seen_at": "2026-11-23T09:00"}, "has not come yet")],
    ids=["nothing", "the future"],
)
def test_a_report_that_says_nothing_is_asked_again(firm: Firm, said: dict[str, str], problem: str) -> None:
    answer = signed_in(firm.cleo).post("/incidents/report/", said)
    assert answer.status_code == 422
    assert problem in answer.content.decode()


@pytest.fixture
def event(firm: Firm) -> kinds.Event:
    seen = kinds.Event(title="The back door stands open", seen_at=NOON, reported_at=NOON, reported_by=firm.cleo.person)
    return writer_of(kinds.Event).add(firm.ada, seen)


def test_ada_takes_it_for_an_incident_and_both_name_each_other(firm: Firm, event: kinds.Event) -> None:
    ada, url = signed_in(firm.ada), f"/incidents/events/{event.ref}/"
    seen = ada.get(url).context["seen"]
    assert ada.post(url, {"seen": seen, "decision": "incident"}).status_code == 422
    sent = {"seen": seen, "decision": "incident", "severity": "high", "owner": firm.cleo.person, "reason": "Theft."}
    answer = ada.post(url, sent | {"contain_within": "4 h"})
    assert answer.headers["Location"] == "/registers/incident/INC-1/"
    made, decided = told(firm, kinds.Incident, "INC-1"), told(firm, kinds.Event, event.ref)
    assert (made.title, made.reported_by, made.reported_at) == (event.title, firm.cleo.person, NOON)
    assert (decided.decision, decided.incident, decided.state) == ("incident", "INC-1", "closed")
    assert decided.decided_at == NOON
    assert set(firm.last_entry()[2]) == {"INC-1", event.ref}
    assert ada.post(url, sent).status_code == 409


def test_no_incident_needs_a_reason(firm: Firm, event: kinds.Event) -> None:
    ada, url = signed_in(firm.ada), f"/incidents/events/{event.ref}/"
    seen = ada.get(url).context["seen"]
    refused = ada.post(url, {"seen": seen, "decision": "no incident"})
    assert refused.status_code == 422
    assert "needs a reason" in refused.content.decode()
    sent = {"seen": seen, "decision": "no incident", "reason": "The guard was there."}
    assert ada.post(url, sent).status_code == 302
    assert not living.system(firm.id).isms(NOON.date()).all(kinds.Incident)


def test_what_it_took_counts_from_the_detection_and_the_target_from_the_report_that_is_shown(
    firm: Firm, breach: kinds.Incident
) -> None:
    """The median of the metric “time to contain” counts from the detection too."""
    contained = writer_of(kinds.Incident).change(
        firm.ada, breach.ref, seen=firm.seen(breach), contained_at=NOON - timedelta(hours=8)
    )
    hands = {each.key: each for each in clock(living.system(firm.id).isms(NOON.date()), contained, NOON).hands}
    assert (hands["contained"].took, hands["contained"].tone) == ("2 days 14 h", "good")
    assert hands["contained"].limit == NOON - timedelta(hours=6)
    page = signed_in(firm.ada).get("/incidents/").content.decode()
    assert "; reported 22\u00a0Nov\u00a02026,\u00a003:00\u00a0CET, from when targets count" in page


def test_the_clock_says_what_is_over_and_what_is_left(firm: Firm, breach: kinds.Incident) -> None:
    isms = living.system(firm.id).isms(NOON.date())
    found = clock(isms, breach, NOON)
    hands = {each.key: each for each in found.hands}
    assert (hands["contained"].left, hands["contained"].tone) == ("6 h", "bad")
    assert (hands["resolved"].left, hands["resolved"].tone) == ("14 h", "warn")
    (notice,) = found.notices
    assert (notice.recipient, notice.hand.left, notice.hand.tone) == ("The authority", "2 h", "warn")
    assert found.late
    page = signed_in(firm.bob).get("/incidents/").content.decode()
    assert "6 h over" in page
    assert "2 h left" in page


def test_a_notice_that_was_sent_stops_its_clock_and_a_late_one_says_why(firm: Firm, breach: kinds.Incident) -> None:
    sent = kinds.Notification(
        incident=breach.ref,
        obligation=breach.obligations[0],
        recipient="The authority",
        sent_at=NOON + timedelta(hours=3),
        delay_reason="The form was down.",
    )
    writer_of(kinds.Notification).add(firm.ada, sent)
    (notice,) = clock(living.system(firm.id).isms(NOON.date()), breach, NOON + timedelta(hours=4)).notices
    assert (notice.hand.running, notice.hand.tone, notice.why_late) == (False, "warn", "The form was down.")


def test_contained_now_is_one_click_and_not_two(firm: Firm, breach: kinds.Incident) -> None:
    cleo, url = signed_in(firm.cleo), f"/incidents/{breach.ref}/contained/"
    page = cleo.get(f"/registers/incident/{breach.ref}/")
    assert "Contained now" in page.content.decode()
    seen = page.context["seen"]
    assert cleo.post(url, {"seen": seen}).status_code == 302
    held = told(firm, kinds.Incident, breach.ref)
    assert (held.contained_at, held.state) == (NOON, "contained")
    assert cleo.post(url, {"seen": seen}).status_code == 409
    assert cleo.post(url, {"seen": firm.seen(held)}).status_code == 400
    assert cleo.post(f"/incidents/{breach.ref}/forgotten/", {"seen": firm.seen(held)}).status_code == 400


def test_the_past_shows_how_it_stood_and_takes_no_report(firm: Firm, breach: kinds.Incident) -> None:
    cleo = signed_in(firm.cleo)
    session = cleo.session
    session["as_of"] = "2026-11-21"
    session.save()
    assert not cleo.get("/incidents/").context["clocks"]
    assert cleo.get("/incidents/report/").status_code == 409
    assert cleo.post("/incidents/report/", {"title": "x"}).status_code == 409


def test_who_may_not_see_incidents_sees_none(firm: Firm, breach: kinds.Incident) -> None:
    assert Client().get("/incidents/").status_code == 302
    assert signed_in(firm.bob).post(f"/incidents/{breach.ref}/contained/", {"seen": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "under a minute"), (7, "7 min"), (200, "3 h 20 min"), (1440, "1 day"), (3120, "2 days 4 h")],
)
def test_times_are_said_as_people_say_them(minutes: int, words: str) -> None:
    assert spoken(timedelta(minutes=minutes)) == words


def test_whoever_works_here_may_report_and_need_not_read_the_register(firm: Firm) -> None:
    reader = enter_person(firm.ada, kinds.Person(), name="Rika Leser")
    grant_access(firm.ada, reader.ref, AccessRole.READER, email="rika@nordwind.example")
    rika = signed_in(actor_of(firm.id, reader.ref))
    page = rika.get("/incidents/report/")
    assert page.status_code == 200
    sent = {"form-key": page.context["form_key"], "title": "A stranger in the server room"}
    fields = {name: value for name in page.context["form"].fields if (value := page.context["form"][name].value())}
    answer = rika.post("/incidents/report/", {**fields, **sent})
    assert answer.status_code == 302, answer.context["form"].errors if answer.context else answer
    assert answer.headers["Location"] == "/"
    event = firm.told(kinds.Event(ref="EVT-1"))
    assert isinstance(event, kinds.Event)
    assert event.reported_by == reader.ref
    assert rika.get("/registers/event/").status_code == 403
