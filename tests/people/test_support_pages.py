"""Resources and messages in the browser: what waits for an answer, who goes without, what was said to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from plumbline.apps.journal import ports
from plumbline.apps.organization.services import adopt_rule
from plumbline.apps.records import living
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def news(firm: Firm) -> kinds.Communication:
    row = kinds.Communication(
        title="News on security",
        interval="month",
        audience=("everybody",),
        channel="mail",
        owner=firm.cleo.person,
        last_done=date(2026, 9, 1),
    )
    return writer_of(kinds.Communication).add(firm.ada, row)


def rows(firm: Firm) -> tuple[kinds.Communication, ...]:
    return living.system(firm.id).isms(TODAY).all(kinds.Communication)


def test_a_need_waits_until_the_day_an_answer_is_owed(firm: Firm) -> None:
    adopt_rule(firm.ada, "resource_period", "60 d", applies_to="answer")
    add = writer_of(kinds.ResourceNeed).add
    add(firm.ada, kinds.ResourceNeed(title="A vault", raised_on=date(2026, 8, 1)))
    refused = kinds.ResourceNeed(
        title="A watch at night", raised_on=date(2026, 8, 1), decision="refused", decided_on=TODAY, state="refused"
    )
    add(firm.ada, refused)
    shown = signed_in(firm.bob).get("/people/support/")
    (waiting,) = shown.context["needs"].open
    assert (waiting.need.title, waiting.owed, waiting.late) == ("A vault", date(2026, 9, 30), True)
    assert (shown.context["late_needs"], shown.context["silent"]) == (1, 1)
    assert "nothing is said" in shown.content.decode()
    assert "have the need decided" in signed_in(firm.ada).get("/").content.decode()


def test_said_it_is_one_line_and_moves_the_next_day(firm: Firm, news: kinds.Communication) -> None:
    ada = signed_in(firm.ada)
    (line,) = ada.get("/people/support/").context["plan"]
    assert (line["told"].late, line["told"].due.day) == (True, date(2026, 10, 1))
    url, said = f"/people/support/{news.ref}/said/", {"on": "2026-11-20", "what": "Parcels", "seen": line["seen"]}
    assert ada.post(url, said).headers["Location"] == f"/people/support/#row-{news.ref}"
    again = ada.get("/people/support/").context["plan"][0]["seen"]
    assert ada.post(url, {**said, "seen": again}).status_code == 302
    (row,) = rows(firm)
    (message,) = row.messages
    assert (message.on, message.what, message.by) == (date(2026, 11, 20), "Parcels", firm.cleo.person)
    assert row.last_done == date(2026, 11, 20)
    (line,) = ada.get("/people/support/").context["plan"]
    assert (line["told"].late, line["told"].due.day) == (False, date(2026, 12, 20))


@pytest.mark.parametrize(
    ("said", "problem"),
    [({"what": ""}, "what was told"), ({"what": "x", "on": "2026-12-01"}, "has not come yet")],
    ids=["nothing", "the future"],
)
def test_a_message_says_what_and_when(
    firm: Firm, news: kinds.Communication, said: dict[str, str], problem: str
) -> None:
    ada = signed_in(firm.ada)
    seen = ada.get("/people/support/").context["plan"][0]["seen"]
    answer = ada.post(f"/people/support/{news.ref}/said/", {"on": "2026-11-20", "seen": seen, **said})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert rows(firm)[0].messages == ()


def test_two_who_note_at_once_are_told_of_each_other(firm: Firm, news: kinds.Communication) -> None:
    ada, url = signed_in(firm.ada), f"/people/support/{news.ref}/said/"
    seen = ada.get("/people/support/").context["plan"][0]["seen"]
    assert ada.post(url, {"on": "2026-11-20", "what": "One", "seen": seen}).status_code == 302
    assert ada.post(url, {"on": "2026-11-21", "what": "Two", "seen": seen}).status_code == 409
    assert signed_in(firm.bob).post(url, {"on": "2026-11-21", "what": "Two", "seen": seen}).status_code == 403


def test_a_row_that_does_not_say_how_is_shown_as_incomplete(firm: Firm) -> None:
    writer_of(kinds.Communication).add(firm.ada, kinds.Communication(title="Something", interval="month"))
    shown = signed_in(firm.ada).get("/people/support/")
    assert shown.context["incomplete"] == 1
    assert "It does not say with whom, how." in shown.content.decode()
