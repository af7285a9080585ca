"""Cleo owns the risk, so she approves its plan and accepts it; nobody accepts what they asked for themselves."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError, StaleError
from plumbline.apps.controls.services import control_states
from plumbline.apps.improvement.services import actions
from plumbline.apps.organization.services import assignments, roles
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.reading import isms_now
from plumbline.apps.risk.services import (
    accept_risk,
    acceptances,
    adopt_criteria,
    approve_plan,
    assessments,
    criteria,
    risks,
)
from plumbline.engine.domain import kinds
from plumbline.engine.domain.fingerprints import plan_of, state_of
from tests.stories import Firm

NEW_YEAR = date(2028, 1, 1)
TODAY = date(2026, 11, 22)


@pytest.fixture
def flood(firm: Firm) -> kinds.Risk:
    control_states.add(firm.ada, kinds.ControlState(ref="A.8.13", status="planned"))
    value = kinds.Risk(title="Flood", owner="PER-3", option="modify", planned_controls=("A.8.13",), aliases=("Nr 4",))
    risk = risks.add(firm.ada, value)
    assessments.add(firm.ada, kinds.Assessment(risk=risk.ref, stage="inherent", score=16, level="high"))
    assessments.add(firm.ada, kinds.Assessment(risk="nr 4", stage="residual", score=6, level="low"))
    actions.add(firm.ada, kinds.Action(title="Move the server upstairs", answers=(risk.ref,), owner="PER-1"))
    return risk


def accept(firm: Firm, risk: kinds.Risk) -> kinds.Acceptance:
    return accept_risk(firm.cleo, risk.ref, seen=firm.seen(risk), until=NEW_YEAR, reason="Insured.")


def test_the_owner_accepts_and_it_is_written_down(firm: Firm, flood: kinds.Risk) -> None:
    accepted = accept(firm, flood)
    assert (accepted.accepted_by, accepted.expires, accepted.level) == ("PER-3", NEW_YEAR, "low")
    assert firm.last_entry() == ("PER-3", "risk:accept", (accepted.ref,))


def test_the_state_accepted_is_the_one_that_rules_will_compare(firm: Firm, flood: kinds.Risk) -> None:
    """The service looks at a few rows, a rule at the whole system; both must see the same state."""
    accepted = accept(firm, flood)
    approved = approve_plan(firm.cleo, flood.ref, seen=firm.seen(flood))
    isms = isms_now(firm.ada, TODAY)
    risk = isms.at(kinds.Risk, flood.ref)
    assert risk is not None
    assert accepted.form == state_of(isms, risk)
    assert approved.form == plan_of(isms, risk)


def test_what_the_acceptance_rests_on_changes_its_fingerprint(firm: Firm, flood: kinds.Risk) -> None:
    forms = [accept(firm, flood).form]
    state = kinds.ControlState(ref="A.8.13")
    control_states.change(firm.ada, "A.8.13", seen=firm.seen(state), status="implemented")
    forms.append(accept(firm, flood).form)
    assessments.add(
        firm.ada, kinds.Assessment(risk=flood.ref, stage="residual", score=3, level="low", assessed_on=TODAY)
    )
    forms.append(accept(firm, flood).form)
    flood = risks.change(firm.ada, flood.ref, seen=firm.seen(flood), option="retain")
    forms.append(accept(firm, flood).form)
    assert len(set(forms)) == 4
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar", priority="2")
    assert accept(firm, flood).form == forms[-1], "a better title changes nothing that was accepted"


def test_progress_leaves_a_plan_as_approved_and_a_new_date_does_not(firm: Firm, flood: kinds.Risk) -> None:
    first = approve_plan(firm.cleo, flood.ref, seen=firm.seen(flood))
    action = kinds.Action(ref="ACT-1")
    actions.change(firm.ada, "ACT-1", seen=firm.seen(action), state="in progress", result="Half of it stands.")
    assert approve_plan(firm.cleo, flood.ref, seen=firm.seen(flood)).form == first.form
    actions.change(firm.ada, "ACT-1", seen=firm.seen(action), due=NEW_YEAR)
    assert approve_plan(firm.cleo, flood.ref, seen=firm.seen(flood)).form != first.form


def test_nobody_else_accepts_not_even_top_management(firm: Firm, flood: kinds.Risk) -> None:
    with pytest.raises(DutiesError, match=r"Only who answers for it \(PER-3\) may accept it"):
        accept_risk(firm.tilda, flood.ref, seen=firm.seen(flood), until=NEW_YEAR, reason="Insured.")
    for actor in (firm.ada, firm.bob, firm.dan):
        with pytest.raises(NotAllowedError):
            accept_risk(actor, flood.ref, seen=firm.seen(flood), until=NEW_YEAR, reason="Insured.")


def test_who_takes_a_risk_from_its_owner_does_not_decide_about_it(firm: Firm, flood: kinds.Risk) -> None:
    for role in (AccessRole.OWNER, AccessRole.ISMS_MANAGER):  # who writes only their own could not take it at all
        grant_access(firm.ada, "PER-5", role)
    taken = risks.change(firm.dan, flood.ref, seen=firm.seen(flood), owner="PER-5")
    with pytest.raises(DutiesError, match="made yourself the owner of R-1"):
        accept_risk(firm.dan, flood.ref, seen=firm.seen(taken), until=NEW_YEAR, reason="It will be fine.")
    with pytest.raises(DutiesError, match="made yourself the owner of R-1"):
        approve_plan(firm.dan, flood.ref, seen=firm.seen(taken))
    given = risks.change(firm.dan, flood.ref, seen=firm.seen(taken), owner="PER-3")
    assert accept(firm, given).accepted_by == "PER-3", "it was given to her by somebody else"


def test_who_finds_a_risk_of_their_own_decides_about_it(firm: Firm) -> None:
    own = risks.add(firm.cleo, kinds.Risk(title="Theft", owner="PER-3"))
    assert accept(firm, own).accepted_by == "PER-3"


def test_a_risk_without_an_owner_is_accepted_by_nobody(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    with pytest.raises(DutiesError, match="nobody yet"):
        accept(firm, risk)


def test_the_holder_of_the_owning_role_accepts_while_holding_it(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of logistics"))
    held = assignments.add(firm.ada, kinds.Assignment(role=role.ref, person="PER-3", since=date(2020, 1, 1)))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=role.ref))
    assert accept(firm, risk).accepted_by == "PER-3"
    assignments.change(firm.ada, held.ref, seen=firm.seen(held), until=date(2021, 1, 1))
    with pytest.raises(DutiesError):
        accept(firm, risk)


def test_the_requester_is_somebody_else(firm: Firm, flood: kinds.Risk) -> None:
    accepted = accept_risk(
        firm.cleo, flood.ref, seen=firm.seen(flood), until=NEW_YEAR, reason="Insured.", requested_by="PER-1"
    )
    assert accepted.requested_by == "PER-1"
    with pytest.raises(DutiesError, match="accept what you asked for"):
        accept_risk(
            firm.cleo, flood.ref, seen=firm.seen(flood), until=NEW_YEAR, reason="Insured.", requested_by="PER-3"
        )


def test_a_risk_that_changed_since_is_not_accepted(firm: Firm, flood: kinds.Risk) -> None:
    seen = firm.seen(flood)
    risks.change(firm.ada, flood.ref, seen=seen, description="Twice as likely as we thought.")
    with pytest.raises(StaleError, match="Description"):
        accept_risk(firm.cleo, flood.ref, seen=seen, until=NEW_YEAR, reason="Insured.")


def test_an_acceptance_has_a_reason_and_an_end_to_come(firm: Firm, flood: kinds.Risk) -> None:
    seen = firm.seen(flood)
    with pytest.raises(InvalidError, match="before it begins"):
        accept_risk(firm.cleo, flood.ref, seen=seen, until=date(2020, 1, 1), reason="Insured.")
    with pytest.raises(InvalidError, match="Say why"):
        accept_risk(firm.cleo, flood.ref, seen=seen, until=NEW_YEAR, reason=" ")
    closed = risks.end(firm.ada, flood.ref, seen=seen, reason="We moved.", state="closed")
    with pytest.raises(RefusedError, match="is closed"):
        accept(firm, closed)


def test_an_acceptance_is_withdrawn_and_never_written_by_hand(firm: Firm, flood: kinds.Risk) -> None:
    accepted = accept(firm, flood)
    with pytest.raises(RefusedError, match="not written by hand"):
        acceptances.change(firm.cleo, accepted.ref, seen=firm.seen(accepted), expires=date(2099, 1, 1))
    with pytest.raises(RefusedError, match="not written by hand"):
        acceptances.add(firm.cleo, kinds.Acceptance(risk=flood.ref))
    withdrawn = acceptances.end(firm.cleo, accepted.ref, seen=firm.seen(accepted), reason="The cellar flooded.")
    assert withdrawn.state == "withdrawn"


def test_top_management_adopts_criteria_that_somebody_else_wrote(firm: Firm) -> None:
    first = criteria.add(firm.ada, kinds.Criteria(number="1"))
    second = criteria.add(firm.ada, kinds.Criteria(number="2"))
    with pytest.raises(NotAllowedError):
        adopt_criteria(firm.ada, first.ref, seen=firm.seen(first))
    adopt_criteria(firm.tilda, first.ref, seen=firm.seen(first))
    adopted = adopt_criteria(firm.tilda, second.ref, seen=firm.seen(second))
    assert (adopted.state, adopted.approved_by) == ("in force", ("PER-4",))
    told = firm.told(first)
    assert isinstance(told, kinds.Criteria)
    assert (told.state, told.until) == ("superseded", adopted.approved_on)


def test_who_takes_the_owning_role_from_its_holder_does_not_decide_about_the_risk(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of logistics"))
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person="PER-3", since=date(2020, 1, 1)))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=role.ref))
    taken = assignments.add(firm.tilda, kinds.Assignment(role=role.ref, person="PER-4", since=date(2020, 1, 1)))
    with pytest.raises(DutiesError, match=f"You gave yourself {role.ref}"):
        accept_risk(firm.tilda, risk.ref, seen=firm.seen(risk), until=NEW_YEAR, reason="It will be fine.")
    assert accept(firm, risk).accepted_by == "PER-3", "the one who held it before still does"
    assignments.end(firm.ada, taken.ref, seen=firm.seen(taken), reason="She is not.", state="ended")
    assignments.add(firm.ada, kinds.Assignment(role=role.ref, person="PER-4", since=date(2020, 1, 1)))
    done = accept_risk(firm.tilda, risk.ref, seen=firm.seen(risk), until=NEW_YEAR, reason="It will be fine.")
    assert done.accepted_by == "PER-4", "it was given to her by somebody else"


def test_a_role_is_not_taken_by_letting_one_s_own_serve_as_it_either(firm: Firm) -> None:
    other, mine = (roles.add(firm.ada, kinds.Role(title=each)) for each in ("Head of logistics", "Director"))
    for role, person in ((other, "PER-3"), (mine, "PER-4")):
        assignments.add(firm.ada, kinds.Assignment(role=role.ref, person=person, since=date(2020, 1, 1)))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=other.ref))
    roles.change(firm.tilda, mine.ref, seen=firm.seen(mine), also=(other.ref,))
    with pytest.raises(DutiesError, match=f"You gave yourself {other.ref}"):
        accept_risk(firm.tilda, risk.ref, seen=firm.seen(risk), until=NEW_YEAR, reason="It will be fine.")


def test_a_role_that_nobody_held_was_taken_from_nobody(firm: Firm) -> None:
    role = roles.add(firm.tilda, kinds.Role(title="Director"))
    assignments.add(firm.tilda, kinds.Assignment(role=role.ref, person="PER-4", since=date(2020, 1, 1)))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=role.ref))
    done = accept_risk(firm.tilda, risk.ref, seen=firm.seen(risk), until=NEW_YEAR, reason="Insured.")
    assert done.accepted_by == "PER-4"
