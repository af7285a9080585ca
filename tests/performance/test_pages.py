"""Objectives in the browser: what was measured stands beside what somebody states, and one line adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from plumbline.apps.journal import ports
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
def trained(firm: Firm) -> kinds.Objective:
    goal = kinds.Objective(
        title="Everybody trained",
        owner=firm.tilda.person,
        unit="%",
        baseline="60",
        target="at least 95",
        target_value=Decimal(95),
        better="higher",
        target_date=date(2027, 3, 31),
        frequency="quarter",
        measured_since=date(2026, 1, 1),
        status="met",
    )
    return writer_of(kinds.Objective).add(firm.ada, goal)


def measured(firm: Firm) -> tuple[kinds.Reading, ...]:
    return living.system(firm.id).isms(TODAY).all(kinds.Reading)


def test_without_an_objective_the_page_says_what_one_is(firm: Firm) -> None:
    assert "No objective is live" in signed_in(firm.ada).get("/objectives/").content.decode()


def test_a_reading_is_added_in_one_line_and_never_written_over(firm: Firm, trained: kinds.Objective) -> None:
    ada, url = signed_in(firm.ada), f"/objectives/{trained.ref}/reading/"
    for value, on in (("88,5", "2026-08-31"), ("88,5", "2026-08-31"), ("91", "2026-11-20")):
        assert ada.post(url, {"value": value, "on": on}).status_code == 302
    found = measured(firm)
    assert [(each.value, each.period_end) for each in found] == [
        (Decimal("88.5"), date(2026, 8, 31)),
        (Decimal(91), date(2026, 11, 20)),
    ]
    assert all(each.measured_by == firm.ada.person for each in found)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"value": "", "on": "2026-11-20"}, "Write what was measured"),
        ({"value": "many", "on": "2026-11-20"}, "write a number beside it"),
        ({"value": "NaN", "on": "2026-11-20"}, "write a number beside it"),
        ({"value": "90", "on": "2026-11-23"}, "has not come yet"),
    ],
    ids=["nothing", "a word", "no number", "the future"],
)
def test_a_reading_that_makes_no_sense_is_kept_in_its_line(
    firm: Firm, trained: kinds.Objective, said: dict[str, str], problem: str
) -> None:
    answer = signed_in(firm.ada).post(f"/objectives/{trained.ref}/reading/", said | {"conclusion": "Kept words"})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not measured(firm)


def test_what_is_stated_against_the_figures_is_said(firm: Firm, trained: kinds.Objective) -> None:
    ada = signed_in(firm.ada)
    ada.post(f"/objectives/{trained.ref}/reading/", {"value": "88", "on": "2026-11-20"})
    (card,) = ada.get("/objectives/").context["cards"]
    standing = card["standing"]
    assert (standing.comes_to, standing.contradicted) == ("misses the target", True)
    assert (standing.next_reading, standing.late) == (date(2027, 2, 20), False)
    assert "One of the two is wrong" in ada.get("/objectives/").content.decode()


def test_a_line_is_drawn_from_two_readings_on_with_the_target_across_it(firm: Firm, trained: kinds.Objective) -> None:
    ada, url = signed_in(firm.ada), f"/objectives/{trained.ref}/reading/"
    ada.post(url, {"value": "88", "on": "2026-08-31"})
    assert ada.get("/objectives/").context["cards"][0]["chart"] is None
    ada.post(url, {"value": "96", "on": "2026-11-20"})
    shown = ada.get("/objectives/")
    (line,) = shown.context["cards"][0]["chart"]["series"]
    assert line["data"] == [["2026-08-31", 88.0], ["2026-11-20", 96.0]]
    assert line["markLine"]["data"][0]["yAxis"] == 95.0
    assert '<td class="num">96</td>' in shown.content.decode()


def test_what_the_registers_give_stands_beside_it(firm: Firm) -> None:
    course = writer_of(kinds.Course).add(firm.ada, kinds.Course(title="Awareness", course_kind="awareness"))
    for person, done in ((firm.cleo, date(2026, 10, 1)), (firm.bob, None)):
        duty = kinds.Training(person=person.person, course=course.ref, due=date(2026, 10, 31), completed_on=done)
        writer_of(kinds.Training).add(firm.ada, duty)
    goal = kinds.Objective(title="Trained", derivation="training completion", derivation_subject="Awareness", unit="%")
    writer_of(kinds.Objective).add(firm.ada, goal)
    (card,) = signed_in(firm.bob).get("/objectives/").context["cards"]
    assert card["derived"] == "50 %"
    assert "1 of 2" in card["standing"].derived.how


def test_a_past_day_knows_no_later_reading_and_takes_none(firm: Firm, trained: kinds.Objective) -> None:
    ada = signed_in(firm.ada)
    session = ada.session
    session["as_of"] = "2026-11-21"
    session.save()
    assert not ada.get("/objectives/").context["cards"]
    assert ada.post(f"/objectives/{trained.ref}/reading/", {"value": "1", "on": "2026-11-01"}).status_code == 409
    assert signed_in(firm.bob).post(f"/objectives/{trained.ref}/reading/", {}).status_code == 403
