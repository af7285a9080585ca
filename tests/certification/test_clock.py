"""The certificate clock: the visits of three years in their windows, what each needs, and how long it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.certification.services import certificates, plan_visits, visits
from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.certificate_clock import Need, certificate_held, days_for, needs, next_visit, slots
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Audit,
    Certificate,
    ManagementReview,
    Nonconformity,
    Organization,
    Record,
    SoaVersion,
    Visit,
)
from tests.stories import Firm
from tests.visiting import signed_in

DAY = date(2026, 3, 31)
HELD = Certificate(
    ref="CERT-1", title="C", standard="ISO/IEC 27001:2022", issued_on=date(2025, 6, 2), expires=date(2028, 6, 1)
)
COMING = Visit(ref="VIS-1", title="S1", visit_kind="surveillance 1", certificate="CERT-1", planned_on=date(2026, 5, 4))
READY = (
    Audit(ref="AUD-1", title="A", held_on=date(2026, 1, 20), reported_on=date(2026, 2, 1), state="reported"),
    ManagementReview(ref="REV-1", title="R", held_on=date(2026, 2, 10), state="approved"),
    SoaVersion(ref="SOA-1", title="S", approved_on=date(2025, 11, 1), state="approved"),
)


def isms(*records: Record) -> Isms:
    return assemble((Organization(ref="ORG-1", title="Firm"), HELD, *records), on=DAY)


def test_a_valid_certificate_of_another_standard_does_not_run_the_clock() -> None:
    quality = Certificate(ref="CERT-2", title="Q", standard="ISO 9001", state="valid", expires=date(2029, 1, 1))
    applied = replace(HELD, state="applied for", issued_on=None, expires=None)
    assert certificate_held(isms(quality)) == HELD
    assert certificate_held(assemble((Organization(ref="ORG-1", title="Firm"), applied, quality), on=DAY)) == applied


@pytest.mark.parametrize(
    ("people", "kind", "days"),
    [
        (8, "stage 1", "1.5"),
        (41, "stage 1", "2.5"),
        (41, "stage 2", "6"),
        (41, "surveillance 1", "3"),
        (41, "recertification", "5.5"),
        (46, "stage 2", "7"),
    ],
)
def test_the_days_to_start_from_follow_from_the_people(people: int, kind: str, days: str) -> None:
    assert days_for(people, kind) == Decimal(days)


def test_beyond_the_table_nobody_guesses() -> None:
    assert days_for(0, "stage 1") is None
    assert days_for(20_000, "stage 2") is None
    assert days_for(40, "customer") is None


def test_more_people_never_mean_fewer_days() -> None:
    found = [days_for(people, "stage 2") or Decimal(0) for people in range(1, 10_701)]
    assert found == sorted(found)


def test_each_visit_of_the_cycle_has_its_window() -> None:
    cycle = {each.kind: each for each in slots(isms(COMING), HELD)}
    assert list(cycle) == ["surveillance 1", "surveillance 2", "recertification"]
    assert cycle["surveillance 1"].latest == date(2026, 6, 2)
    assert cycle["surveillance 1"].visit == COMING
    assert cycle["surveillance 2"].latest == date(2027, 12, 31)
    assert cycle["recertification"].latest == date(2028, 5, 2)
    assert not cycle["surveillance 1"].too_late()


def test_a_first_surveillance_after_twelve_months_is_too_late() -> None:
    late = replace(COMING, planned_on=date(2026, 6, 3))
    assert slots(isms(late), HELD)[0].too_late()


def by_clause(found: tuple[Need, ...]) -> dict[str, bool]:
    return {each.clause: each.met for each in found}


def test_an_audit_a_review_and_a_statement_have_to_be_there() -> None:
    assert by_clause(needs(isms(COMING, *READY), COMING)) == {"9.2": True, "9.3": True, "6.1.3.d": True, "10.2": True}
    assert not any(each.met for each in needs(isms(COMING), COMING)[:3])


def test_a_review_that_nobody_approved_is_none_yet() -> None:
    held = ManagementReview(ref="REV-2", title="R", held_on=date(2026, 3, 1), state="held")
    review = needs(isms(COMING, READY[0], READY[2], held), COMING)[1]
    assert (review.met, review.records) == (False, ("REV-2",))


@pytest.mark.parametrize(
    "open_one",
    [
        Nonconformity(ref="NC-1", title="N", grade="major"),
        Nonconformity(ref="NC-1", title="N", grade="minor", raised_by_body="The body"),
    ],
    ids=["a major", "one of the body"],
)
def test_what_is_open_stands_in_the_way(open_one: Nonconformity) -> None:
    found = [each for each in needs(isms(COMING, *READY, open_one), COMING) if not each.met]
    assert found
    assert all(each.records == ("NC-1",) for each in found)


def test_the_next_visit_is_the_first_that_is_not_held() -> None:
    over = replace(COMING, ref="VIS-0", planned_on=date(2025, 5, 1), held_on=date(2025, 5, 1), state="held")
    assert next_visit(isms(over, COMING)) == COMING


@pytest.mark.django_db(transaction=True)
def test_the_cycle_is_planned_in_one_act_and_not_twice(firm: Firm) -> None:
    today = ports.now().date()
    held = replace(HELD, ref="", issued_on=today - timedelta(days=30), expires=today + timedelta(days=1065))
    made = certificates.add(firm.ada, held)
    ada = signed_in(firm.ada)
    answer = ada.post("/certification/plan/")
    assert answer.headers["Location"] == "/certification/"
    page = ada.get("/certification/").content.decode()
    for ref in ("VIS-1", "VIS-2", "VIS-3"):
        assert ref in page
    with pytest.raises(RefusedError, match="planned already"):
        plan_visits(firm.ada, made.ref, [("surveillance 1", today)])


@pytest.mark.django_db(transaction=True)
def test_without_a_certificate_the_page_says_how_to_begin(firm: Firm) -> None:
    page = signed_in(firm.ada).get("/certification/").content.decode()
    assert "No certificate, and none applied for" in page


@pytest.mark.django_db(transaction=True)
def test_visitors_are_let_in_from_the_page_of_the_visit(firm: Firm) -> None:
    who = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    visit = visits.add(firm.ada, Visit(title="Stage 1", visit_kind="stage 1", visitors=(who.ref,), opens=("risk",)))
    ada = signed_in(firm.ada)
    page = ada.get(f"/certification/visits/{visit.ref}/").content.decode()
    assert "Let Vera Visitor in" in page
    ada.post(f"/certification/visits/{visit.ref}/let-in/", {f"email-{who.ref}": "vera@example.org"})
    page = ada.get(f"/certification/visits/{visit.ref}/").content.decode()
    assert "Let in" in page
    assert "The visitor named at the visit is in." in page
    assert "Let Vera Visitor in" not in page, "nobody is left to be let in"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("field", "ahead", "told"),
    [("open_from", 3, "let them in from that day on"), ("open_until", -3, "Nobody is let in any more")],
)
def test_visitors_are_let_in_only_while_the_visit_is_open(firm: Firm, field: str, ahead: int, told: str) -> None:
    who = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    held = Visit(title="Stage 1", visit_kind="stage 1", visitors=(who.ref,))
    day = ports.now().date() + timedelta(days=ahead)
    visit = visits.add(
        firm.ada, replace(held, open_from=day) if field == "open_from" else replace(held, open_until=day)
    )
    page = signed_in(firm.ada).get(f"/certification/visits/{visit.ref}/").content.decode()
    assert told in page
    assert "Let Vera Visitor in" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("opens", "told"),
    [
        ((), "The visit opens everything"),
        (("log", "risk"), "“Journal” tells of more"),
        (("risk",), ""),
    ],
)
def test_whoever_lets_visitors_in_is_told_first_what_more_they_open(
    firm: Firm, opens: tuple[str, ...], told: str
) -> None:
    who = enter_person(firm.ada, kinds.Person(employment="external"), name="Vera Visitor")
    visit = visits.add(firm.ada, Visit(title="Stage 1", visit_kind="stage 1", visitors=(who.ref,), opens=opens))
    shown = signed_in(firm.ada).get(f"/certification/visits/{visit.ref}/").content.decode()
    assert (told in shown) if told else ("note-warn" not in shown and "tell of more" not in shown)
