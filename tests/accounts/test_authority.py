"""Past actions are judged again on the grants that stood before them, so a forged entry is found out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.selectors import organizations
from plumbline.apps.journal import log, ports
from plumbline.apps.journal.verify import verify
from plumbline.apps.records.access import revoke_access
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm, found_firm


def judged(firm: Firm) -> tuple[str, ...]:
    return verify(firm.id, permitted_then(firm.id), STATE_OF).problems


def forge(firm: Firm, actor_id: str, action: str, *steps: str) -> None:
    """An entry as somebody with the rights of the database could append it."""
    log.note_event(firm.id, actor_id=actor_id, actor_kind="person", action=action, steps=steps, via="cli", request="")


def test_everything_that_services_did_was_permitted(firm: Firm) -> None:
    flood = risks.add(firm.cleo, kinds.Risk(title="Flood"))
    with pytest.raises(NotAllowedError):
        risks.add(firm.dan, kinds.Risk(title="Fire"))
    grant = Membership(ref="MEM-3")
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    assert judged(firm) == ()


@pytest.mark.parametrize(
    ("action", "steps", "found"),
    [
        ("risk:write", (), "PER-5 lacked “risk:write” on that day"),
        ("access:denied", ("risk:write",), ""),
        ("made:up", (), "PER-5 lacked “made:up”"),
        ("organization:found", (), "founded once"),
    ],
)
def test_what_dan_could_not_have_done_is_found(firm: Firm, action: str, steps: tuple[str, ...], found: str) -> None:
    forge(firm, firm.dan.id, action, *steps)
    problems = judged(firm)
    assert (len(problems) == 1 and found in problems[0]) if found else problems == ()


def test_a_step_is_judged_like_an_action_and_a_stranger_like_nobody(firm: Firm) -> None:
    forge(firm, firm.bob.id, "improvement:write", "risk:accept")
    forge(firm, "00000000-0000-4000-8000-000000000000", "risk:write")
    lacked, unknown = judged(firm)
    assert "PER-2 lacked “risk:accept”" in lacked
    assert "Nobody here is known" in unknown


def test_what_was_permitted_then_is_judged_by_then(firm: Firm) -> None:
    risks.add(firm.cleo, kinds.Risk(title="Flood"))
    grant = Membership(ref="MEM-3")
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
    assert judged(firm) == (), "what she did before still stands"
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(days=2)):
        forge(firm, firm.cleo.id, "risk:write")
    assert "PER-3 lacked “risk:write”" in judged(firm)[0]


def test_organisations_are_listed_by_name_once_they_are_founded(firm: Firm) -> None:
    other = found_firm("Südwind", "suedwind.example")
    log.create_log(ports.new_id(), "plumbline/unfinished/journal")
    assert organizations() == {firm.id: "Nordwind", other.id: "Südwind"}


def test_a_clock_that_went_back_over_midnight_makes_no_permitted_action_look_forbidden(firm: Firm) -> None:
    late = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)  # half past midnight of 1 April in Berlin
    with ports.swapped(clock=lambda: late):
        grant = Membership(ref="MEM-3")
        revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
    with ports.swapped(clock=lambda: late - timedelta(hours=1)):
        risks.add(firm.cleo, kinds.Risk(title="Flood"))
    assert judged(firm) == ()
