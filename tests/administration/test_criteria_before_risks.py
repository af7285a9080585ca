"""Getting started keeps the order that matters: risks are judged by criteria, so these come first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags

from plumbline.apps.journal import ports
from plumbline.apps.records.living import system
from plumbline.apps.risk.services import adopt_criteria
from plumbline.beginning.proposing import propose
from plumbline.engine.rules.runner import audit
from tests.administration.test_getting_started import answered, confirm_all, records
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
RISKS = "/beginning/proposals/risks/"


@pytest.fixture
def days() -> Iterator[list[datetime]]:
    """The moment that it is, to be moved on by a story."""
    moment = [datetime.now(UTC)]
    with ports.swapped(clock=lambda: moment[0]):
        yield moment


def words(answer: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(strip_tags(answer.content.decode()).split())


def in_force(firm: Firm) -> None:
    (criteria,) = system(firm.id).state.records["criteria"].values()
    adopt_criteria(firm.tilda, criteria.ref, seen=firm.seen(criteria))


def findings(firm: Firm, rule: str, day: datetime) -> int:
    return sum(each.code == rule for each in audit(system(firm.id).isms(day.date())).findings)


def test_confirming_risks_before_criteria_are_in_force_says_how_many_and_writes_nothing(firm: Firm) -> None:
    ada = answered(firm)
    proposed = ada.get(RISKS).context["section"].total
    answer = ada.post(RISKS, {"act": "confirm:all"})
    page = words(answer)
    assert answer.context["early"].again == "all"
    assert f"{proposed} risks would be assessed under no criteria" in page
    assert "Confirm the criteria first" in page
    assert not records(firm, "risk")
    one = answer.context["cards"][0].card.key
    alone = ada.post(RISKS, {"act": f"confirm:{one}"})
    assert "1 risk would be assessed under no criteria" in words(alone)


def test_who_confirms_them_all_the_same_confirms_their_criteria_in_the_same_entry(firm: Firm) -> None:
    ada = answered(firm)
    before = system(firm.id).head
    answer = ada.post(RISKS, {"act": "anyway:all"}, follow=True)
    assert system(firm.id).head == before + 1
    assert "Confirmed with it, because it rests on it" in answer.content.decode()
    (criteria,) = records(firm, "criteria").values()
    assert {each.criteria for each in records(firm, "assessment").values()} == {criteria.ref}


def test_confirmed_criteria_wait_for_their_approval_and_the_page_says_where(firm: Firm) -> None:
    ada = answered(firm)
    confirm_all(ada, "method")
    (criteria,) = records(firm, "criteria").values()
    page = ada.get(RISKS).content.decode()
    assert "are confirmed but not approved" in page
    assert f"/registers/criteria/{criteria.ref}/" in page
    for section in ("organisation", "competence", "promises", "scope", "context", "obligations", "assets"):
        confirm_all(ada, section)
    confirm_all(ada, "suppliers")
    confirm_all(ada, "threats")
    overview = ada.get("/beginning/").content.decode()
    assert "Have the risk criteria approved" in overview
    in_force(firm)
    assert "assessed under no criteria" not in words(ada.get(RISKS))
    assert ada.post(RISKS, {"act": "confirm:all"}).status_code == 302
    assert records(firm, "risk")


def test_the_proposed_order_raises_no_finding_about_criteria_and_the_other_one_does(
    firm: Firm, days: list[datetime]
) -> None:
    ada = answered(firm)
    ada.post(RISKS, {"act": "anyway:all"})
    days[0] += timedelta(days=1)
    in_force(firm)
    assert records(firm, "risk")
    assert findings(firm, "RSK006", days[0]) >= len(records(firm, "risk"))


def test_criteria_first_and_approved_leaves_no_risk_under_criteria_that_were_not_in_force(
    firm: Firm, days: list[datetime]
) -> None:
    ada = answered(firm)
    confirm_all(ada, "method")
    in_force(firm)
    confirm_all(ada, "risks")
    days[0] += timedelta(days=1)
    assert records(firm, "risk")
    assert findings(firm, "RSK006", days[0]) == 0


def test_the_overview_proposes_once_however_many_days_were_confirmed_on(firm: Firm, days: list[datetime]) -> None:
    answered(firm)
    for section in ("scope", "assets", "suppliers", "threats"):
        days[0] += timedelta(days=1)
        confirm_all(signed_in(firm.ada), section)
    propose.cache_clear()
    assert signed_in(firm.ada).get("/beginning/").context["beginning"].totals["confirmed"] > 10
    assert propose.cache_info().misses == 1
