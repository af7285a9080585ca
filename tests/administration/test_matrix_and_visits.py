"""The matrix of permissions as people read it, and auditors from outside, who are let in for a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from plumbline.apps.accounts.access_roles import GRANTED, OWN_ONLY, AccessRole
from plumbline.apps.accounts.action import ACTIONS
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.accounts.subjects import SUBJECTS
from plumbline.apps.administration.access.matrix import NOBODYS, VERBS, matrix
from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import LONGEST_VISIT, VISIT, grant_access
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def visitor(firm: Firm, until: date | None = None) -> Actor:
    person = enter_person(firm.ada, kinds.Person(), name="Vera Visit")
    grant_access(firm.ada, person.ref, AccessRole.EXTERNAL_AUDITOR, email="vera@audits.example", until=until)
    return actor_of(firm.id, person.ref)


def test_the_matrix_says_what_the_table_says_cell_by_cell() -> None:
    told = {(row.permission, role): mark for _, rows in matrix() for row in rows for role, mark in row.cells}
    assert {permission for permission, _ in told} == set(Permission) - NOBODYS
    for (permission, role), mark in told.items():
        assert bool(mark) is (permission in GRANTED[role]), (permission, role)
        assert (mark == "own") is (permission in OWN_ONLY[role]), (permission, role)


def test_every_permission_has_words_and_every_word_is_used() -> None:
    assert {each.verb for each in set(Permission) - NOBODYS} == set(VERBS)
    assert {each.subject for each in Permission} == set(SUBJECTS)
    assert set(ACTIONS.values()) <= set(Permission)


def test_everybody_inside_reads_the_matrix_and_nobody_else(firm: Firm) -> None:
    page = signed_in(firm.cleo).get("/access/matrix/").content.decode()
    assert page.count("matrix-mark") == (len(Permission) - 1) * len(AccessRole)
    assert "Nobody who owns it, or ever owned it." in page
    assert 'href="/access/"' not in page, "owners see no list of people"


def test_a_visiting_auditor_reads_what_the_table_says_and_writes_nothing(firm: Firm) -> None:
    vera = visitor(firm)
    browser = signed_in(vera)
    assert browser.get("/registers/risk/").status_code == 200
    assert browser.get("/journal/").status_code == 200
    for address in ("/registers/risk/new/", "/access/invite/", "/import/"):
        assert browser.get(address).status_code == 403, address
    with pytest.raises(NotAllowedError):
        risks.add(vera, kinds.Risk(title="Doubt"))


def test_a_visit_ends_by_itself_and_with_the_next_click(firm: Firm) -> None:
    end = ports.today("Europe/Berlin") + timedelta(days=10)
    vera = visitor(firm, until=end)
    assert signed_in(vera).get("/registers/risk/").status_code == 200
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(days=11)):
        assert signed_in(vera).get("/registers/risk/").status_code == 403
        assert not actor_of(firm.id, vera.person).may(Permission.RISK_READ)


def test_an_external_auditor_is_never_let_in_for_good(firm: Firm) -> None:
    today = ports.today("Europe/Berlin")
    person = enter_person(firm.ada, kinds.Person(), name="Vera Visit")
    with pytest.raises(RefusedError, match="within a year"):
        grant_access(firm.ada, person.ref, AccessRole.EXTERNAL_AUDITOR, until=today + LONGEST_VISIT + timedelta(days=1))
    with pytest.raises(RefusedError, match="before it begins"):
        grant_access(firm.ada, person.ref, AccessRole.READER, until=today)
    assert grant_access(firm.ada, person.ref, AccessRole.EXTERNAL_AUDITOR).until == today + VISIT
    assert grant_access(firm.ada, person.ref, AccessRole.READER).until is None
