"""People in the browser: roles and what they ask, rounds of training, what is unread, who leaves what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
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
def need(firm: Firm) -> kinds.CompetenceNeed:
    role = writer_of(kinds.Role).add(firm.ada, kinds.Role(title="Internal auditor", role_kind="auditor"))
    for person in (firm.bob, firm.cleo):
        held = kinds.Assignment(role=role.ref, person=person.person, since=date(2026, 1, 1))
        writer_of(kinds.Assignment).add(firm.ada, held)
    return writer_of(kinds.CompetenceNeed).add(firm.ada, kinds.CompetenceNeed(role=role.ref, title="Audits systems"))


def prove(
    firm: Firm, need: kinds.CompetenceNeed, person: str, *, expires: date | None, verdict: str = "proven"
) -> None:
    value = kinds.CompetenceProof(person=person, need=need.ref, obtained_on=date(2025, 1, 1), expires=expires)
    made = writer_of(kinds.CompetenceProof).add(firm.ada, value)
    writer_of(kinds.CompetenceProof).change(firm.ada, made.ref, seen=firm.seen(made), verdict=verdict or "proven")


def verdicts(firm: Firm) -> dict[str, str]:
    (role,) = signed_in(firm.bob).get("/people/").context["roles"]
    return {each.person.ref: each.cells[0].verdict for each in role.holders}


def test_the_matrix_says_who_has_shown_what(firm: Firm, need: kinds.CompetenceNeed) -> None:
    assert verdicts(firm) == {firm.bob.person: "missing", firm.cleo.person: "missing"}
    prove(firm, need, firm.bob.person, expires=date(2026, 12, 31))
    prove(firm, need, firm.cleo.person, expires=date(2026, 10, 31))
    assert verdicts(firm) == {firm.bob.person: "expiring", firm.cleo.person: "expired"}
    shown = signed_in(firm.bob).get("/people/")
    assert (shown.context["shown"], shown.context["total"]) == (1, 2)
    assert "1 of 2 shown" in shown.content.decode()


def test_a_recorded_gap_is_no_proof_and_no_silence(firm: Firm, need: kinds.CompetenceNeed) -> None:
    prove(firm, need, firm.bob.person, expires=None, verdict="gap")
    assert verdicts(firm)[firm.bob.person] == "gap"


def test_a_course_says_how_many_of_whom(firm: Firm) -> None:
    course = writer_of(kinds.Course).add(firm.ada, kinds.Course(title="Awareness", course_kind="awareness"))
    due, done = date(2026, 10, 1), date(2026, 9, 30)
    duties = (
        kinds.Training(person=firm.bob.person, course=course.ref, due=due, completed_on=done),
        kinds.Training(person=firm.cleo.person, course=course.ref, due=due),
        kinds.Training(person=firm.tilda.person, course=course.ref, due=date(2027, 10, 1)),
        kinds.Training(group="Warehouse", course=course.ref, due=due, completed_on=done, done=29, out_of=38),
    )
    for each in duties:
        writer_of(kinds.Training).add(firm.ada, each)
    (found,) = signed_in(firm.bob).get("/people/").context["courses"]
    assert (found.done, found.total, found.coming) == (30, 40, 1)
    assert [each.person or each.group for each in found.late] == [firm.cleo.person, "Warehouse"]


def test_a_later_round_settles_the_one_before(firm: Firm) -> None:
    course = writer_of(kinds.Course).add(firm.ada, kinds.Course(title="Awareness"))
    for due, done in ((date(2025, 10, 1), None), (date(2026, 10, 1), date(2026, 9, 1))):
        duty = kinds.Training(person=firm.bob.person, course=course.ref, due=due, completed_on=done)
        writer_of(kinds.Training).add(firm.ada, duty)
    (found,) = signed_in(firm.bob).get("/people/").context["courses"]
    assert (found.done, found.total) == (1, 1)


def test_a_leaver_is_listed_until_nothing_is_open(firm: Firm) -> None:
    gone = enter_person(firm.ada, kinds.Person(left=date(2026, 11, 1), state="left"), name="Kit Marsh")
    laptop = writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Laptop", holder=gone.ref))
    (found,) = signed_in(firm.bob).get("/people/").context["leavers"]
    assert (found.person.ref, [each.ref for each in found.holds], found.late) == (gone.ref, [laptop.ref], True)
    assert "Kit Marsh" in signed_in(firm.bob).get("/people/").content.decode()
    writer_of(kinds.Asset).change(firm.ada, laptop.ref, seen=firm.seen(laptop), holder="")
    writer_of(kinds.Person).change(
        firm.ada, gone.ref, seen=firm.seen(gone), assets_returned_on=TODAY, duties_confirmed_on=TODAY
    )
    assert not signed_in(firm.bob).get("/people/").context["leavers"]


def test_the_page_of_a_person_says_what_is_asked(firm: Firm, need: kinds.CompetenceNeed) -> None:
    told = signed_in(firm.ada).get(f"/registers/person/{firm.bob.person}/").content.decode()
    assert "What is asked" in told
    assert "Audits systems" in told


def test_a_past_day_and_a_stranger_see_nothing_of_it(firm: Firm, need: kinds.CompetenceNeed) -> None:
    bob = signed_in(firm.bob)
    session = bob.session
    session["as_of"] = "2026-11-21"
    session.save()
    assert not bob.get("/people/").context["roles"]
    assert Client().get("/people/").status_code == 302
