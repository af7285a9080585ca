"""The register of obligations says by when somebody looks again, and that of exceptions how long each runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.records.writers import writer_of
from plumbline.apps.soa.registers import decided_by, how_long
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def test_an_obligation_says_what_meets_it_and_that_its_look_is_overdue(firm: Firm) -> None:
    duty = kinds.Obligation(title="Data protection law", next_review=date(2026, 10, 1), controls=("A.5.34",))
    made = writer_of(kinds.Obligation).add(firm.ada, duty)
    writer_of(kinds.Action).add(firm.ada, kinds.Action(title="Appoint an officer", answers=(made.ref,)))
    told = signed_in(firm.bob).get("/registers/obligation/").content.decode()
    assert "2026-10-01, overdue" in told
    assert "1 named, 1 action open" in told


@pytest.mark.parametrize(
    ("expires", "words"),
    [(date(2026, 11, 20), "expired 2 days ago"), (date(2026, 11, 23), "1 day left"), (None, "no end stated")],
)
def test_an_exception_says_how_long_it_runs(firm: Firm, expires: date | None, words: str) -> None:
    isms = living.system(firm.id).isms(date(2026, 11, 22))
    assert how_long(isms, kinds.PolicyException(ref="EXC-1", expires=expires)) == words


def test_a_request_waits_for_whom_the_rule_names(firm: Firm) -> None:
    isms = living.system(firm.id).isms(date(2026, 11, 22))
    asked = kinds.PolicyException(ref="EXC-1", state="requested")
    assert how_long(isms, asked) == "waits for a decision"
    assert decided_by(isms, asked) == ""
    assert decided_by(isms, kinds.PolicyException(ref="EXC-2", approvers=(firm.tilda.person,))) == firm.tilda.person
