"""An action is permission, one transaction and journal: what Dan sees, and what is left of a failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_for, actor_of, administrators, names, seats
from plumbline.apps.accounts.tenancy import NoOrganizationError, within
from plumbline.apps.journal import ports, reading
from plumbline.apps.records import store
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.apps.records.tables import table_of
from plumbline.apps.risk.services import assessments, risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm, found_firm


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with ports.swapped(clock=lambda: moment):
        yield


def entries(firm: Firm) -> int:
    return reading.head(firm.id)


def test_what_ada_does_is_written_down(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="Flood"))
    assert firm.last_entry() == ("PER-1", "risk:write", ("R-1",))


def test_dan_is_told_whom_to_ask_and_the_denial_is_written_down(firm: Firm) -> None:
    with pytest.raises(NotAllowedError, match=r"administrator or ISMS manager or owner.*Ask"):
        risks.add(firm.dan, kinds.Risk(title="Flood"))
    assert firm.last_entry() == ("PER-5", "access:denied", ())


def test_a_denial_is_written_once_a_minute_for_each_permission(firm: Firm) -> None:
    before, tomorrow = entries(firm), ports.now() + timedelta(days=1)
    for seconds in (0, 10, 59, 61):
        with at(tomorrow + timedelta(seconds=seconds)), pytest.raises(NotAllowedError):
            risks.add(firm.dan, kinds.Risk(title="Flood"))
    with at(tomorrow + timedelta(seconds=62)), pytest.raises(NotAllowedError):
        grant_access(firm.dan, "PER-5", AccessRole.ADMINISTRATOR)
    assert entries(firm) - before == 3


def test_a_revocation_wins_over_what_the_actor_still_believes(firm: Firm) -> None:
    cleo = firm.cleo
    assert cleo.may(Permission.RISK_WRITE)
    grant = Membership(ref="MEM-3", person=cleo.person)
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She moved to another team.")
    assert cleo.may(Permission.RISK_WRITE), "the old actor is a picture of yesterday"
    with pytest.raises(NotAllowedError):
        risks.add(cleo, kinds.Risk(title="Flood"))


def test_nobody_gains_anything_by_claiming_roles(firm: Firm) -> None:
    imposter = Actor(
        organization_id=firm.id, id=firm.dan.id, person=firm.dan.person, access_roles=frozenset(AccessRole)
    )
    with pytest.raises(NotAllowedError):
        risks.add(imposter, kinds.Risk(title="Flood"))


def test_a_service_called_by_a_service_joins_its_entry_and_shows_as_a_step(firm: Firm) -> None:
    @action(Permission.CONTEXT_WRITE, name="test")
    def assess_at_once(actor: Actor) -> None:
        risk = risks.add(actor, kinds.Risk(title="Flood"))
        assessments.add(actor, kinds.Assessment(risk=risk.ref, score=12))

    before = entries(firm)
    assess_at_once(firm.ada)
    (entry,) = reading.entries_between(firm.id, before, entries(firm))
    assert (entry.action, entry.steps) == ("context:write", ("risk:write",))
    assert [change.ref for change in entry.changes] == ["RAS-1", "R-1"]


def test_a_service_called_by_a_service_needs_its_own_permission(firm: Firm) -> None:
    @action(Permission.IMPROVEMENT_WRITE, name="test")
    def slip_through(actor: Actor) -> None:
        risks.add(actor, kinds.Risk(title="Flood"))

    before = entries(firm)
    with pytest.raises(NotAllowedError):
        slip_through(firm.bob)
    assert entries(firm) == before + 1
    assert firm.last_entry() == ("PER-2", "access:denied", ())


def test_a_service_does_not_act_for_another_person_or_organisation(firm: Firm) -> None:
    other = found_firm("Südwind", "suedwind.example")

    @action(Permission.RISK_WRITE, name="test")
    def lend(actor: Actor, to: Actor) -> None:
        risks.add(to, kinds.Risk(title="Flood"))

    for stranger in (firm.cleo, other.ada):
        with pytest.raises(RuntimeError, match="one person in one organisation"):
            lend(firm.ada, stranger)


def test_a_failure_leaves_neither_row_nor_entry(firm: Firm) -> None:
    @action(Permission.RISK_WRITE, name="test")
    def half(actor: Actor) -> None:
        risks.add(actor, kinds.Risk(title="Flood"))
        raise RefusedError("The second half did not work. Try again.")

    before = entries(firm)
    with pytest.raises(RefusedError, match="second half"):
        half(firm.ada)
    assert entries(firm) == before
    with within(firm.id):
        assert not table_of(kinds.Risk).objects.exists()


def test_an_action_that_changes_nothing_leaves_no_entry(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    before = entries(firm)
    risks.change(firm.ada, risk.ref, seen=firm.seen(risk), title="Flood")
    assert entries(firm) == before


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("troubles", "succeeds"), [(0, True), (3, True), (4, False)])
def test_a_busy_database_is_tried_again_three_times_and_no_more(firm: Firm, troubles: int, succeeds: bool) -> None:
    tries = []

    @action(Permission.RISK_WRITE, name="test")
    def busy(actor: Actor) -> str:
        tries.append(risks.add(actor, kinds.Risk(title="Flood")).ref)
        if len(tries) <= troubles:
            raise OperationalError("database is locked")
        return tries[-1]

    if succeeds:
        assert busy(firm.ada) == "R-1", "what was tried before left no reference behind"
    else:
        with pytest.raises(OperationalError, match="locked"):
            busy(firm.ada)
    assert len(tries) == min(troubles + 1, 4)


def test_another_trouble_of_the_database_is_not_tried_again(firm: Firm) -> None:
    tries = []

    @action(Permission.RISK_WRITE, name="test")
    def broken(actor: Actor) -> None:
        tries.append(1)
        raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError, match="disk"):
        broken(firm.ada)
    assert len(tries) == 1


def test_tables_are_closed_while_no_organisation_is_chosen(firm: Firm) -> None:
    with pytest.raises(NoOrganizationError):
        table_of(kinds.Risk).objects.count()
    with pytest.raises(RuntimeError, match="No action is under way"):
        current_run()


def test_two_organisations_never_see_each_other(firm: Firm) -> None:
    other = found_firm("Südwind", "suedwind.example")
    ours = risks.add(firm.ada, kinds.Risk(title="canary of the north"))
    theirs = risks.add(other.ada, kinds.Risk(title="canary of the south"))
    assert (ours.ref, theirs.ref) == ("R-1", "R-1")
    with within(firm.id):
        assert [risk.title for risk in store.all_of(kinds.Risk)] == ["canary of the north"]
    told = {each.value for each in reading.versions_at(firm.id, reading.head(firm.id))}
    assert not [value for value in told if value and "south" in value]
    stranger = Actor(organization_id=other.id, id=firm.ada.id, person="")
    with pytest.raises(NotAllowedError):
        risks.change(stranger, "R-1", seen=1, title="taken")


def test_an_account_is_a_person_where_it_has_a_seat(firm: Firm) -> None:
    assert actor_for(firm.id, " Cleo@Nordwind.example ").person == "PER-3"
    assert list(seats("cleo@nordwind.example").values()) == ["PER-3"]
    assert administrators(firm.id) == ("ada@nordwind.example",)
    with pytest.raises(RefusedError, match="no access to this organisation"):
        actor_for(firm.id, "dan@nordwind.example")


def test_roles_end_on_their_last_day_in_the_organisations_own_time_zone(firm: Firm) -> None:
    year = ports.now().year + 1
    just_before_midnight_in_berlin = datetime(year, 11, 30, 22, 59, tzinfo=UTC)
    grant = Membership(ref="MEM-3")
    with at(just_before_midnight_in_berlin - timedelta(days=1)):
        assert actor_of(firm.id, "PER-3").access_roles == {AccessRole.OWNER}
    with at(just_before_midnight_in_berlin + timedelta(minutes=2)):
        ended = revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="She left.")
        assert actor_of(firm.id, "PER-3").access_roles == set()
    assert str(ended.until) == f"{year}-12-01"


def test_names_are_looked_up_beside_the_log(firm: Firm) -> None:
    assert names(firm.id)["PER-3"] == "Cleo Brandt"
    stored = {each.value for each in reading.versions_at(firm.id, reading.head(firm.id))}
    assert not [value for value in stored if value and "Cleo" in value]
