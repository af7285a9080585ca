"""The statement is approved by top management and frozen; leave to depart from it is granted by somebody else."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.journal import reading
from plumbline.apps.journal.ports import today
from plumbline.apps.soa.services import Statement, approve_soa, exceptions, grant_exception, soa_versions
from plumbline.engine.domain import kinds
from tests.stories import Firm

ROWS = (kinds.FrozenRow(key="A.5.1", applicable="yes", status="implemented", drivers=("R-1",)),)
NEW_YEAR = date(2028, 1, 1)


def draft(firm: Firm, number: str) -> kinds.SoaVersion:
    return soa_versions.add(firm.ada, kinds.SoaVersion(number=number))


def statement(at: int, rows: tuple[kinds.FrozenRow, ...] = ROWS) -> Statement:
    return Statement(scope="", rows=rows, computed_at=at, on=today("Europe/Berlin"), json=b"{}", pdf=b"%PDF")


def approve(firm: Firm, version: kinds.SoaVersion) -> kinds.SoaVersion:
    made = statement(reading.head(firm.id))
    return approve_soa(firm.tilda, version.ref, seen=firm.seen(version), statement=made)


def test_tilda_approves_and_the_rows_are_frozen(firm: Firm) -> None:
    first = draft(firm, "1")
    size = reading.head(firm.id)
    approved = approve(firm, first)
    assert (approved.state, approved.rows, approved.computed_at) == ("approved", ROWS, size)
    approve(firm, draft(firm, "2"))
    told = firm.told(first)
    assert isinstance(told, kinds.SoaVersion)
    assert (told.state, told.rows) == ("superseded", ROWS)


def test_an_approved_statement_is_never_edited(firm: Firm) -> None:
    approved = approve(firm, draft(firm, "1"))
    with pytest.raises(RefusedError, match="not written by hand"):
        soa_versions.change(firm.ada, approved.ref, seen=firm.seen(approved), rows=(kinds.FrozenRow(key="A.5.2"),))
    with pytest.raises(RefusedError, match="is approved"):
        approve(firm, approved)


def test_a_statement_without_rows_or_from_the_future_is_not_approved(firm: Firm) -> None:
    version = draft(firm, "1")
    with pytest.raises(InvalidError, match="no rows"):
        approve_soa(firm.tilda, version.ref, seen=firm.seen(version), statement=statement(1, rows=()))
    with pytest.raises(InvalidError, match="no entry 99999"):
        approve_soa(firm.tilda, version.ref, seen=firm.seen(version), statement=statement(99_999))


def test_a_statement_of_another_day_is_computed_anew(firm: Firm) -> None:
    version, old = draft(firm, "1"), dataclasses.replace(statement(1), on=date(2020, 1, 1))
    with pytest.raises(InvalidError, match="Compute it again"):
        approve_soa(firm.tilda, version.ref, seen=firm.seen(version), statement=old)


def test_nobody_but_top_management_approves_the_statement(firm: Firm) -> None:
    version = draft(firm, "1")
    for actor in (firm.ada, firm.bob, firm.cleo, firm.dan):
        with pytest.raises(NotAllowedError):
            approve_soa(actor, version.ref, seen=firm.seen(version), statement=statement(1))


def asked(firm: Firm, **more: str) -> kinds.PolicyException:
    value = kinds.PolicyException(
        title="Old scanner",
        reason="No newer driver.",
        compensation="On a network of its own.",
        requested_by="PER-1",
        owner=more.get("owner", "PER-5"),
        state="requested",
    )
    return exceptions.add(firm.ada, value)


def test_cleo_grants_what_ada_asked_for_until_a_day(firm: Firm) -> None:
    wish = asked(firm)
    granted = grant_exception(firm.cleo, wish.ref, seen=firm.seen(wish), expires=NEW_YEAR)
    assert (granted.state, granted.approvers, granted.expires) == ("live", ("PER-3",), NEW_YEAR)
    assert firm.last_entry() == ("PER-3", "soa:except", (wish.ref,))
    with pytest.raises(RefusedError, match="is live"):
        grant_exception(firm.cleo, wish.ref, seen=firm.seen(granted), expires=NEW_YEAR)


def test_who_needs_it_does_not_grant_it(firm: Firm) -> None:
    wish = asked(firm, owner="PER-3")
    with pytest.raises(DutiesError, match="grant what you asked for"):
        grant_exception(firm.cleo, wish.ref, seen=firm.seen(wish), expires=NEW_YEAR)
    assert grant_exception(firm.tilda, wish.ref, seen=firm.seen(wish), expires=NEW_YEAR).live


def test_an_exception_has_reason_compensation_and_an_end(firm: Firm) -> None:
    bare = exceptions.add(firm.ada, kinds.PolicyException(title="Old scanner", state="requested"))
    with pytest.raises(InvalidError, match="lacks its reason"):
        grant_exception(firm.cleo, bare.ref, seen=firm.seen(bare), expires=NEW_YEAR)
    wish = asked(firm)
    with pytest.raises(InvalidError, match="before it begins"):
        grant_exception(firm.cleo, wish.ref, seen=firm.seen(wish), expires=date(2020, 1, 1))
    with pytest.raises(RefusedError, match="not written by hand"):
        exceptions.add(firm.ada, kinds.PolicyException(title="Straight to live"))
