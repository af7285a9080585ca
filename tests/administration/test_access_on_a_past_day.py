"""A past day is shown as it was: neither today's accounts nor today's findings are laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from plumbline.apps.conformity import standing
from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.risk.services import risks
from plumbline.apps.ui.visit import Visit
from plumbline.config.navigation import astray
from plumbline.engine.domain import kinds
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def firm() -> Iterator[Firm]:
    """The firm as it was founded in March, looked at three days later."""
    moment = [FIRST]
    with ports.swapped(clock=lambda: moment[0]):
        found = found_firm()
        moment[0] += timedelta(days=3)
        yield found


def test_who_may_act_is_shown_of_the_day_and_how_they_get_in_of_today_only(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    assert "Last signed in" in ada.get("/access/").content.decode()
    ada.post("/day/", {"as_of": FIRST.date().isoformat()})
    listed = ada.get("/access/").content.decode()
    assert "Cleo Brandt" in listed
    assert "cleo@nordwind.example" not in listed
    assert "Last signed in" not in listed
    assert "not day by day" in listed
    one = ada.get(f"/access/{firm.cleo.person}/").content.decode()
    assert "cleo@nordwind.example" not in one
    assert "owner, since" in one


def test_todays_findings_do_not_bend_the_plumb_line_of_a_past_day(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="Flood"))
    today, then = Visit(firm.ada), Visit(firm.ada, as_of=FIRST.date())
    standing.report(living.system(firm.id), today.on)
    assert astray(today)
    assert not astray(then), "nobody has judged that day yet"
    found = standing.report(then.system, then.on, then.as_of).report
    assert found is not None
    assert astray(then) is any(each.severity.value == "major" for each in found.findings)
