"""Founding an organisation, adopting its rules, approving its scope."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import names
from plumbline.apps.journal import reading
from plumbline.apps.journal.models import Log
from plumbline.apps.organization.services import (
    _found,
    adopt_rule,
    approve_scope,
    create_organization,
    organizations,
    own_rules,
    scopes,
)
from plumbline.apps.records.reading import isms_now
from plumbline.engine.domain import kinds
from plumbline.engine.domain.promises import promise
from tests.stories import Firm


@pytest.mark.django_db
def test_whoever_founds_an_organisation_administers_it(home: Path) -> None:
    ada = create_organization(kinds.Organization(title="Nordwind"), founder="Ada Winter", email="Ada@Nordwind.example")
    assert ada.access_roles == {AccessRole.ADMINISTRATOR}
    assert ada.organization == "Nordwind"
    assert names(ada.organization_id) == {"PER-1": "Ada Winter"}
    (entry,) = reading.entries_between(ada.organization_id, 0, reading.head(ada.organization_id))
    assert (entry.action, entry.actor.id) == ("organization:found", ada.id)
    assert [change.ref for change in entry.changes] == ["MEM-1", "ORG-1", "PER-1"]
    assert (home / "keys" / str(ada.organization_id) / "log.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_an_organisation_has_a_name_and_a_time_zone_that_exists() -> None:
    for value in (kinds.Organization(), kinds.Organization(title="Nordwind", time_zone="Mars/Olympus")):
        with pytest.raises(InvalidError):
            create_organization(value, founder="Ada", email="ada@nordwind.example")
    assert not Log.objects.exists()


def test_a_log_is_founded_once(firm: Firm) -> None:
    stranger = Actor(organization_id=firm.id, id=firm.dan.id, person="PER-9")
    for actor in (firm.ada, stranger):
        with pytest.raises(NotAllowedError, match="for nobody"):
            _found(actor, kinds.Organization(title="Taken over"), "Mallory", "mallory@elsewhere.example")


def test_a_promise_of_the_catalogue_is_adopted_and_replaced(firm: Firm) -> None:
    first = adopt_rule(firm.ada, "policy_review", "year", adopted_by=firm.tilda.person)
    assert (first.ref, first.adopted_by, first.state) == ("RULE-1", "PER-4", "in force")
    adopt_rule(firm.tilda, "policy_review", "half-yearly", stated_in="DOC-1")
    isms = isms_now(firm.ada, date(2026, 11, 22))
    assert [(each.ref, each.state) for each in isms.all(kinds.OwnRule)] == [
        ("RULE-1", "withdrawn"),
        ("RULE-2", "in force"),
    ]
    assert str(promise(isms, "policy_review")) == "policy_review: half-yearly, own rule RULE-2, DOC-1"


def test_a_rule_that_nobody_could_keep_is_not_adopted(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="no promise of the catalogue"):
        adopt_rule(firm.ada, "world_peace", "year")
    with pytest.raises(RefusedError, match="no span of time"):
        adopt_rule(firm.ada, "policy_review", "whenever")
    with pytest.raises(RefusedError, match="has no value"):
        adopt_rule(firm.ada, "policy_review", " ")
    for name, words in (("systemic_count", "some"), ("systemic_share", "2"), ("tolerance", "a little")):
        with pytest.raises(RefusedError, match=r"is no (count|share)"):
            adopt_rule(firm.ada, name, words)
    adopt_rule(firm.ada, "policy_review", "year")
    with pytest.raises(RefusedError, match="RULE-1 says so already"):
        adopt_rule(firm.ada, "policy_review", "year")
    assert adopt_rule(firm.ada, "systemic_share", "0.75").setting == "0.75"


def test_the_auditor_and_dan_adopt_nothing(firm: Firm) -> None:
    for actor in (firm.bob, firm.cleo, firm.dan):
        with pytest.raises(NotAllowedError):
            adopt_rule(actor, "policy_review", "year")


def test_an_own_rule_is_withdrawn_with_its_reason(firm: Firm) -> None:
    rule = adopt_rule(firm.ada, "policy_review", "year")
    ended = own_rules.end(firm.ada, rule.ref, seen=firm.seen(rule), reason="The policy says it now.")
    assert (ended.state, ended.note) == ("withdrawn", "The policy says it now.")


def test_top_management_approves_the_scope_that_somebody_else_wrote(firm: Firm) -> None:
    first = scopes.add(firm.ada, kinds.Scope(number="1", statement="The office in Kiel."))
    with pytest.raises(NotAllowedError):
        approve_scope(firm.ada, first.ref, seen=firm.seen(first))
    approved = approve_scope(firm.tilda, first.ref, seen=firm.seen(first))
    assert (approved.state, approved.approved_by) == ("in force", ("PER-4",))
    second = scopes.add(firm.ada, kinds.Scope(number="2", statement="Kiel and Lübeck."))
    approve_scope(firm.tilda, second.ref, seen=firm.seen(second))
    told = firm.told(approved)
    assert isinstance(told, kinds.Scope)
    assert told.state == "superseded"
    with pytest.raises(RefusedError, match="is superseded"):
        approve_scope(firm.tilda, first.ref, seen=firm.seen(first))


def test_where_the_organisation_named_who_approves_nobody_else_does(firm: Firm) -> None:
    organization = kinds.Organization(ref="ORG-1")
    rules = (kinds.ApprovalRule(what="scope", approver="PER-3"),)
    organizations.change(firm.ada, "ORG-1", seen=firm.seen(organization), approval_rules=rules)
    draft = scopes.add(firm.ada, kinds.Scope(number="1"))
    with pytest.raises(DutiesError, match="named PER-3 to approve the scope"):
        approve_scope(firm.tilda, draft.ref, seen=firm.seen(draft))
