"""Suppliers in the browser: what binds them, when somebody looked, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plumbline.apps.journal import ports
from plumbline.apps.records.writers import writer_of
from plumbline.apps.suppliers.standing import Standing
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def host(firm: Firm) -> kinds.Supplier:
    value = kinds.Supplier(
        title="Velloway",
        service="Runs our machines",
        criticality="critical",
        sees_information=True,
        personal_data=True,
        service_began=date(2025, 1, 1),
        review_interval="year",
    )
    return writer_of(kinds.Supplier).add(firm.ada, value)


def standing(firm: Firm) -> Standing:
    (group,) = signed_in(firm.bob).get("/suppliers/").context["groups"]
    (found,) = group.standings
    assert isinstance(found, Standing)
    return found


def test_without_a_supplier_the_page_says_who_belongs_here(firm: Firm) -> None:
    assert "No supplier serves you yet" in signed_in(firm.ada).get("/suppliers/").content.decode()


def test_nothing_bound_nobody_looked_and_it_is_overdue(firm: Firm, host: kinds.Supplier) -> None:
    found = standing(firm)
    assert (found.in_force, found.last, found.data_agreement) == (False, None, "missing")
    assert (found.due, found.overdue, found.needs_somebody) == (date(2026, 1, 1), True, True)
    told = signed_in(firm.bob).get("/suppliers/?show=overdue").content.decode()
    assert "none on record" in told
    assert "1 <small>of 1</small>" in told


def test_an_agreement_is_read_for_what_it_does_not_say(firm: Firm, host: kinds.Supplier) -> None:
    agreed = kinds.SupplierAgreement(
        supplier=host.ref,
        starts=date(2025, 1, 1),
        ends=date(2027, 6, 30),
        is_data_agreement=True,
        terms_examined=True,
        terms=("security measures", "confidentiality", "audit right"),
    )
    writer_of(kinds.SupplierAgreement).add(firm.ada, agreed)
    found = standing(firm)
    assert (found.in_force, found.until, found.data_agreement) == (True, date(2027, 6, 30), "in force")
    assert found.absent == ("notice of incidents", "sub-suppliers", "return and deletion")


def test_a_review_moves_the_next_look_and_leaves_its_remark_open(firm: Firm, host: kinds.Supplier) -> None:
    look = kinds.SupplierReview(
        supplier=host.ref, reviewed_on=date(2026, 6, 1), result="with remarks", remark="No report of the outage."
    )
    writer_of(kinds.SupplierReview).add(firm.ada, look)
    found = standing(firm)
    assert (found.looked, found.due, found.overdue) == (date(2026, 6, 1), date(2027, 6, 1), False)
    assert found.open_remark == "No report of the outage."
    page = signed_in(firm.bob).get(f"/registers/supplier/{host.ref}/").content.decode()
    assert "No report of the outage." in page
    assert "How it stands" in page


def test_the_page_costs_the_same_for_many(firm: Firm, host: kinds.Supplier) -> None:
    bob = signed_in(firm.bob)
    bob.get("/suppliers/")
    with CaptureQueriesContext(connection) as few:
        bob.get("/suppliers/")
    for number in range(15):
        writer_of(kinds.Supplier).add(firm.ada, kinds.Supplier(title=f"Supplier {number}", criticality="low"))
    bob.get("/suppliers/")
    with CaptureQueriesContext(connection) as many:
        assert bob.get("/suppliers/").context["total"] == 16
    assert len(many) <= max(len(few), 10)


def test_a_past_day_shows_those_of_that_day(firm: Firm, host: kinds.Supplier) -> None:
    bob = signed_in(firm.bob)
    session = bob.session
    session["as_of"] = "2026-11-21"
    session.save()
    assert bob.get("/suppliers/").context["total"] == 0
    assert Client().get("/suppliers/").status_code == 302
