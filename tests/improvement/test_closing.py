"""A nonconformity is closed by somebody who does not own it, when what was done has worked."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.improvement.services import close_nonconformity, nonconformities, plan_action, set_criterion
from plumbline.apps.journal import ports
from plumbline.apps.organization.services import create_organization
from plumbline.apps.records import living
from plumbline.apps.records.access import grant_access
from plumbline.engine.domain import kinds
from plumbline.engine.rules.runner import audit
from tests.stories import ANSWERED, Firm
from tests.visiting import signed_in


@pytest.fixture
def gap(firm: Firm) -> kinds.Nonconformity:
    return nonconformities.add(firm.bob, ANSWERED)


@pytest.fixture
def fresh(firm: Firm) -> kinds.Nonconformity:
    """Nobody has done anything about it."""
    return nonconformities.add(firm.bob, kinds.Nonconformity(title="No backup test", owner="PER-1"))


def test_bob_judges_what_ada_corrected(firm: Firm, gap: kinds.Nonconformity) -> None:
    shown = "Restored on 3 March."
    closed = close_nonconformity(firm.bob, gap.ref, seen=firm.seen(gap), effect="effective", reason=shown)
    assert (closed.state, closed.effect, closed.effect_judged_by) == ("closed", "effective", "PER-2")
    assert closed.closed_on == closed.effect_judged_on
    assert closed.note == shown
    with pytest.raises(RefusedError, match="is closed"):
        close_nonconformity(firm.bob, gap.ref, seen=firm.seen(closed), effect="effective", reason=shown)


def test_what_did_not_work_stays_open(firm: Firm, gap: kinds.Nonconformity) -> None:
    judged = close_nonconformity(
        firm.bob, gap.ref, seen=firm.seen(gap), effect="not effective", reason="It failed again."
    )
    assert (judged.state, judged.effect, judged.closed_on) == ("in progress", "not effective", None)


def test_ada_does_not_judge_her_own(firm: Firm, gap: kinds.Nonconformity) -> None:
    grant_access(firm.ada, "PER-4", AccessRole.ADMINISTRATOR)
    grant_access(firm.tilda, "PER-1", AccessRole.ISMS_MANAGER)
    ada = actor_of(firm.id, "PER-1")
    with pytest.raises(DutiesError, match="judge its effect"):
        close_nonconformity(ada, gap.ref, seen=firm.seen(gap), effect="effective", reason="Trust me.")


def test_ada_does_not_judge_what_she_handed_on_a_moment_ago(firm: Firm, gap: kinds.Nonconformity) -> None:
    grant_access(firm.ada, "PER-4", AccessRole.ADMINISTRATOR)
    grant_access(firm.tilda, "PER-1", AccessRole.ISMS_MANAGER)
    handed_on = nonconformities.change(firm.ada, gap.ref, seen=firm.seen(gap), owner="PER-3")
    with pytest.raises(DutiesError, match="judge its effect"):
        close_nonconformity(firm.ada, gap.ref, seen=firm.seen(handed_on), effect="effective", reason="Looks fine.")


def test_a_judgement_rests_on_something_and_is_not_written_by_hand(firm: Firm, gap: kinds.Nonconformity) -> None:
    with pytest.raises(InvalidError, match="Say what shows it"):
        close_nonconformity(firm.bob, gap.ref, seen=firm.seen(gap), effect="effective", reason=" ")
    with pytest.raises(RefusedError, match="not written by hand"):
        nonconformities.end(firm.ada, gap.ref, seen=firm.seen(gap), reason="Done.", state="closed")
    rejected = nonconformities.end(firm.ada, gap.ref, seen=firm.seen(gap), reason="A mistake.", state="rejected")
    assert rejected.state == "rejected"


def test_nothing_is_judged_before_something_was_done(firm: Firm, fresh: kinds.Nonconformity) -> None:
    for effect in ("effective", "not effective"):
        with pytest.raises(InvalidError) as told:
            close_nonconformity(firm.bob, fresh.ref, seen=firm.seen(fresh), effect=effect, reason="It seems fine.")
        assert told.value.problems == (
            "Put right: nothing was put right yet.",
            "Why: no cause found yet.",
            "Where else: not searched yet.",
            "So that it stays away: no action planned.",
            f"Finish these steps of {fresh.ref}, then have its effect judged.",
        )
    assert firm.told(fresh).state == "open"


def test_what_failed_without_an_action_gets_one_and_a_criterion(firm: Firm, gap: kinds.Nonconformity) -> None:
    """It was judged by no criterion, so one that is set for the next attempt follows no outcome."""
    failed = close_nonconformity(firm.bob, gap.ref, seen=firm.seen(gap), effect="not effective", reason="It came back.")
    aim = set_criterion(firm.ada, gap.ref, seen=firm.seen(failed), criterion="Two restores in a row.", due=None)
    assert (aim.effect, aim.effect_criterion_on) == ("not effective", ports.today("Europe/Berlin"))


def test_nothing_is_judged_while_its_action_is_still_to_be_done(firm: Firm, gap: kinds.Nonconformity) -> None:
    action = kinds.Action(title="Restore a copy each quarter", owner="PER-3", due=date(2030, 6, 1))
    planned = plan_action(firm.ada, gap.ref, action, seen=firm.seen(gap))
    with pytest.raises(InvalidError, match="So that it stays away: no criterion set"):
        close_nonconformity(firm.bob, gap.ref, seen=firm.seen(planned), effect="effective", reason="Fine.")
    aim = set_criterion(firm.ada, gap.ref, seen=firm.seen(planned), criterion="Two restores in a row.", due=None)
    with pytest.raises(InvalidError, match="1 action under way"):
        close_nonconformity(firm.bob, gap.ref, seen=firm.seen(aim), effect="effective", reason="Fine.")


def test_what_was_closed_leaves_no_rule_that_asks_for_more(firm: Firm, gap: kinds.Nonconformity) -> None:
    """The service asks for what the rules ask for, so nobody closes into a finding."""
    close_nonconformity(firm.bob, gap.ref, seen=firm.seen(gap), effect="effective", reason="Restored on 3 March.")
    isms = living.system(firm.id).isms(ports.today("Europe/Berlin"))
    answer = ("NCA001", "NCA002", "NCA003", "NCA004", "NCA006", "NCA008")
    assert not audit(isms, answer).findings


def test_the_page_says_what_is_missing_and_leads_there(firm: Firm, fresh: kinds.Nonconformity) -> None:
    bob = signed_in(firm.bob)
    worked = bob.get(f"/improvement/{fresh.ref}/worked/").content.decode()
    assert "Judge the effect" not in worked
    assert f'<a href="/improvement/{fresh.ref}/why/">Why</a>: no cause found yet' in worked
    assert "Judge the effect" not in bob.get(f"/registers/nonconformity/{fresh.ref}/").content.decode()
    url = f"/registers/nonconformity/{fresh.ref}/decide/judge/"
    sent = {"seen": str(firm.seen(fresh)), "effect": "effective", "reason": "Fine."}
    for answer, status in ((bob.get(url), 200), (bob.post(url, sent), 422)):
        page = answer.content.decode()
        assert (answer.status_code, 'name="effect"' in page) == (status, False)
        assert "Why: no cause found yet." in page
        assert f'href="/improvement/{fresh.ref}/right/"' in page
    assert firm.told(fresh).state == "open"


def test_cleo_and_dan_close_nothing(firm: Firm, gap: kinds.Nonconformity) -> None:
    for actor in (firm.cleo, firm.dan):
        with pytest.raises(NotAllowedError):
            close_nonconformity(actor, gap.ref, seen=firm.seen(gap), effect="effective", reason="Done.")


@pytest.mark.django_db
def test_whoever_is_alone_judges_with_a_recorded_compensation() -> None:
    alone = create_organization(kinds.Organization(title="Solo"), founder="Sol", email="sol@solo.example")
    grant_access(alone, "PER-1", AccessRole.ISMS_MANAGER, compensation="A consultant looks yearly.")
    sol = actor_of(alone.organization_id, "PER-1")
    gap = nonconformities.add(sol, ANSWERED)
    seen = 2
    with pytest.raises(DutiesError, match="as there is nobody else"):
        close_nonconformity(sol, gap.ref, seen=seen, effect="effective", reason="Restored.")
    closed = close_nonconformity(
        sol, gap.ref, seen=seen, effect="effective", reason="Restored.", compensation="The consultant saw the log."
    )
    assert "The consultant saw the log." in closed.note
