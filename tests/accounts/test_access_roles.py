"""Who may do what: the table as people read it, and every cell of it tried through a real action."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.access_roles import COLUMNS, GRANTED, TABLE, AccessRole
from plumbline.apps.accounts.action import ACTIONS, action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.writers import gather
from plumbline.engine.domain import kinds
from tests.stories import Firm

HARMLESS = {"read", "verify", "export"}
FOR_ONESELF = {"acknowledge", "review"}
"""What people say in their own name: that they have read a policy, or what they think of a draft put to them."""


def test_permissions_are_one_alphabetical_list() -> None:
    assert [each.value for each in Permission] == sorted(each.value for each in Permission)
    assert all(each.name == each.value.upper().replace(":", "_") for each in Permission)


def test_every_subject_of_a_record_can_be_read_and_written_by_somebody() -> None:
    subjects = {kind.SUBJECT for kind in kinds.KINDS.values()}
    reading = {each.subject for each in Permission if each.verb == "read"}
    writing = {each.subject for each in Permission if each.verb in ("write", "grant", "fork")}
    assert subjects - reading == set()
    assert subjects - writing == set()


def test_every_permission_has_its_row_and_is_granted_to_somebody_save_founding() -> None:
    rows = [line.split()[0] for line in TABLE.strip().splitlines()[1:]]
    assert rows == [each.value for each in Permission]
    nobodys = [each for each in Permission if not any(each in granted for granted in GRANTED.values())]
    assert nobodys == [Permission.ORGANIZATION_FOUND]


def test_whoever_may_change_a_subject_may_read_it() -> None:
    for role, granted in GRANTED.items():
        for each in granted:
            readable = {other for other in Permission if other.subject == each.subject and other.verb == "read"}
            if each.verb not in HARMLESS and each is not Permission.INCIDENT_REPORT:  # whoever works here reports
                assert readable <= granted, f"{role} may {each} and cannot see it"


def test_readers_and_outside_auditors_change_nothing() -> None:
    said = GRANTED[AccessRole.READER] - {Permission.INCIDENT_REPORT}
    assert {each.verb for each in said} <= HARMLESS | FOR_ONESELF
    assert {each.verb for each in GRANTED[AccessRole.EXTERNAL_AUDITOR]} <= HARMLESS


def test_the_auditor_touches_nothing_that_is_audited() -> None:
    written = {each.value for each in GRANTED[AccessRole.AUDITOR] if each.verb not in HARMLESS | FOR_ONESELF}
    assert written == {
        *("audit:sign", "audit:write", "evidence:write", "improvement:close", "improvement:write"),
        *("incident:report", "waiver:write"),
    }


def test_administrators_and_managers_prepare_and_others_approve() -> None:
    decided = {"document:approve", "risk:accept", "risk:adopt", "risk:approve", "scope:approve", "soa:approve"}
    decided |= {"soa:except", "waiver:approve", "audit:approve", "review:approve", "continuity:approve"}
    decided |= {"improvement:approve"}
    for role in (AccessRole.ADMINISTRATOR, AccessRole.ISMS_MANAGER):
        assert decided.isdisjoint(each.value for each in GRANTED[role])
    assert decided <= {each.value for each in GRANTED[AccessRole.TOP_MANAGEMENT]}


@pytest.mark.parametrize("role", list(AccessRole))
def test_every_cell_of_the_table_holds_when_it_is_tried(firm: Firm, role: AccessRole) -> None:
    person = enter_person(firm.ada, kinds.Person(), name=f"Somebody who is {role}")
    grant_access(firm.ada, person.ref, role)
    actor = actor_of(firm.id, person.ref)
    done = {each for each in Permission if _tries(actor, each)}
    assert done == GRANTED[role]


def test_dan_is_nobody_and_may_nothing(firm: Firm) -> None:
    assert not [each for each in Permission if _tries(firm.dan, each)]


def _tries(actor: Actor, permission: Permission) -> bool:
    @action(permission, name="probe")
    def probe(actor: Actor) -> bool:
        return True

    try:
        return probe(actor)
    except NotAllowedError:
        return False
    finally:
        ACTIONS.pop("probe", None)


def test_every_service_asks_for_a_permission_that_is_in_the_table() -> None:
    gather()
    assert len(ACTIONS) > 200
    assert {*ACTIONS.values()} <= set(Permission)


def test_the_columns_of_the_table_are_the_access_roles() -> None:
    assert list(COLUMNS.values()) == list(AccessRole)
    assert TABLE.strip().splitlines()[0].split() == list(COLUMNS)
