"""One asks for a waiver, another approves it, for a time, and never for a record of their own."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, NotFoundError, RefusedError
from plumbline.apps.conformity.services import (
    NEVER_WAIVED,
    approve_waiver,
    request_waiver,
    rule_waivers,
    waive_rule,
)
from plumbline.apps.journal.ports import today
from plumbline.apps.organization.services import adopt_rule, organizations
from plumbline.apps.records.access import grant_access
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import Firm

IN_A_MONTH = today("Europe/Berlin") + timedelta(days=30)
IN_TWO_YEARS = today("Europe/Berlin") + timedelta(days=730)
VALUE = kinds.RuleWaiver(rule="RSK003", records=("R-1",), reason="It goes next month.", compensation="Watched daily.")


@pytest.fixture
def wish(firm: Firm) -> kinds.RuleWaiver:
    risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    return request_waiver(firm.ada, VALUE)


def test_bob_or_ada_ask_and_tilda_approves(firm: Firm, wish: kinds.RuleWaiver) -> None:
    assert (wish.state, wish.requested_by) == ("requested", "PER-1")
    assert request_waiver(firm.bob, VALUE).requested_by == "PER-2"
    waived = approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=IN_A_MONTH)
    assert (waived.state, waived.approved_by, waived.expires) == ("in force", "PER-4", IN_A_MONTH)
    assert waived.granted == today("Europe/Berlin")
    with pytest.raises(RefusedError, match="is in force"):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(waived), expires=IN_A_MONTH)


def test_a_request_says_which_why_and_what_instead(firm: Firm) -> None:
    with pytest.raises(InvalidError) as refused:
        request_waiver(firm.ada, kinds.RuleWaiver())
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize("rule", sorted(NEVER_WAIVED))
def test_a_wrong_record_is_corrected_and_not_excused(firm: Firm, rule: str) -> None:
    with pytest.raises(InvalidError, match="put the record right"):
        request_waiver(firm.ada, kinds.RuleWaiver(rule=rule, records=("R-1",), reason="Why not", compensation="None"))


def test_a_waiver_lasts_a_year_at_most_or_as_the_organisation_set(firm: Firm, wish: kinds.RuleWaiver) -> None:
    with pytest.raises(InvalidError, match="may end after today and until"):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=IN_TWO_YEARS)
    adopt_rule(firm.ada, "waiver_max", "7 d")
    with pytest.raises(InvalidError, match="may end after today and until"):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=IN_A_MONTH)
    with pytest.raises(InvalidError):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=today("Europe/Berlin"))


def test_the_owner_of_the_record_at_fault_does_not_approve(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-4"))
    wish = request_waiver(firm.ada, VALUE)
    with pytest.raises(DutiesError, match="of a record you answer for"):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=IN_A_MONTH)


def test_in_one_step_the_requester_is_named_and_is_somebody_else(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))

    def waive(requester: str) -> kinds.RuleWaiver:
        return waive_rule(
            firm.tilda,
            "RSK003",
            ["R-1"],
            reason="It goes next month.",
            requested_by=requester,
            until=IN_A_MONTH,
            compensation="Watched daily.",
        )

    waived = waive("PER-1")
    assert (waived.state, waived.requested_by, waived.whole_rule) == ("in force", "PER-1", "no")
    assert firm.last_entry() == ("PER-4", "waiver:approve", (waived.ref,))
    with pytest.raises(DutiesError, match="a waiver you asked for"):
        waive("PER-4")
    with pytest.raises(InvalidError, match="Nobody asked for it"):
        waive("")
    for stranger in ("PER-99", "ROLE-99"):
        with pytest.raises(NotFoundError, match=stranger):
            waive(stranger)


@pytest.mark.parametrize(
    ("rule", "records", "told"),
    [
        ("RSK003", (), "waived record by record"),
        ("ZZZ009", ("R-1",), "is no rule"),
        ("CTX000", ("ORG-1",), "has to be put on record"),
    ],
)
def test_nothing_is_accepted_that_the_audit_would_not_heed(
    firm: Firm, rule: str, records: tuple[str, ...], told: str
) -> None:
    with pytest.raises(InvalidError, match=told):
        waive_rule(
            firm.tilda, rule, records, reason="Later.", requested_by="PER-1", until=IN_A_MONTH, compensation="A look."
        )


def test_where_an_authority_is_named_only_they_approve(firm: Firm, wish: kinds.RuleWaiver) -> None:
    rules = (kinds.ApprovalRule(what="waiver", approver="PER-2"),)
    organizations.change(firm.ada, "ORG-1", seen=firm.seen(kinds.Organization(ref="ORG-1")), approval_rules=rules)
    with pytest.raises(DutiesError, match="named PER-2"):
        approve_waiver(firm.tilda, wish.ref, seen=firm.seen(wish), expires=IN_A_MONTH)


def test_nobody_waives_by_hand_and_dan_not_at_all(firm: Firm, wish: kinds.RuleWaiver) -> None:
    with pytest.raises(RefusedError, match="not written by hand"):
        rule_waivers.change(firm.ada, wish.ref, seen=firm.seen(wish), state="in force")
    for actor in (firm.ada, firm.bob, firm.cleo, firm.dan):
        with pytest.raises(NotAllowedError):
            approve_waiver(actor, wish.ref, seen=firm.seen(wish), expires=IN_A_MONTH)
    with pytest.raises(NotAllowedError):
        request_waiver(firm.dan, VALUE)


def test_whoever_wrote_a_request_by_hand_does_not_approve_it(firm: Firm) -> None:
    grant_access(firm.ada, "PER-4", AccessRole.ISMS_MANAGER)
    by_hand = rule_waivers.add(firm.tilda, dataclasses.replace(VALUE, state="requested"))
    with pytest.raises(DutiesError, match="a waiver you asked for"):
        approve_waiver(firm.tilda, by_hand.ref, seen=firm.seen(by_hand), expires=IN_A_MONTH)
