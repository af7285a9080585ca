"""What the rules find now: level with the journal, at once where it is small, in the background where it is large."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings

from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.conformity import standing
from plumbline.apps.conformity.judged import Judged
from plumbline.apps.conformity.models import Sighting
from plumbline.apps.conformity.upkeep import Upkeep, Work, done_by
from plumbline.apps.improvement.services import actions
from plumbline.apps.journal import ports, reading
from plumbline.apps.organization.services import roles
from plumbline.apps.records import living
from plumbline.apps.records.reading import isms_now
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.rules.runner import audit
from tests.records.histories import STEPS, Step, take
from tests.stories import Firm

TODAY = date(2026, 11, 22)
NO_OWNER = "RSK003"


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    """No report of an earlier test."""
    standing.forget()
    yield
    standing.forget()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Work]]:
    """The work that the thread would do, of a system that counts as large."""
    monkeypatch.setattr(standing, "SMALL", 0)
    held: list[Work] = []
    with done_by(lambda work, look_round: held.append(work)):
        yield held


def report(firm: Firm, on: date = TODAY) -> Judged:
    """What a page is told now."""
    return standing.report(living.system(firm.id), on)


def codes(judged: Judged, ref: str) -> set[str]:
    """The rules that find fault with a record itself."""
    return {each.code for each in judged.about(ref) if each.records[0] == ref}


def test_a_small_system_is_judged_while_the_page_waits(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    first = report(firm)
    assert first.report == audit(isms_now(firm.ada, TODAY))
    assert (first.head, first.level) == (reading.head(firm.id), True)
    assert NO_OWNER in codes(first, flood.ref)
    assert report(firm) is first, "nothing was written since"
    lead = roles.add(firm.ada, kinds.Role(title="Lead"))
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), owner=lead.ref)
    assert NO_OWNER not in codes(report(firm), flood.ref)
    assert report(firm).report == audit(isms_now(firm.ada, TODAY))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=STEPS)
def test_after_every_step_the_report_is_that_of_a_whole_audit(firm: Firm, history: list[Step]) -> None:
    everything = transaction.savepoint()
    for step in history:
        take(firm, step)
        assert report(firm).report == audit(isms_now(firm.ada, TODAY))
    transaction.savepoint_rollback(everything)


def test_a_large_system_is_judged_in_the_background(firm: Firm, waiting: list[Work]) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    being_judged = report(firm)
    assert (being_judged.report, being_judged.level, being_judged.findings) == (None, False, ())
    assert report(firm).report is None
    (work,) = waiting
    work()
    assert report(firm).level
    assert NO_OWNER in codes(report(firm), flood.ref)
    before = report(firm)
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), owner=firm.cleo.person)
    overtaken = report(firm)
    assert (overtaken.report, overtaken.head, overtaken.level) == (before.report, before.head, False)
    waiting[-1]()
    assert report(firm).level
    assert NO_OWNER not in codes(report(firm), flood.ref)


def test_what_another_process_wrote_is_judged_without_being_asked(firm: Firm, waiting: list[Work]) -> None:
    report(firm)
    waiting.pop()()
    risks.add(firm.ada, kinds.Risk(title="Flood"))
    standing.catch_up()
    assert report(firm).level
    assert waiting == []


def test_a_past_day_has_its_own_report(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    then = reading.head(firm.id)
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), owner=firm.cleo.person)
    past = standing.report(living.past(firm.id, then), TODAY, TODAY)
    assert NO_OWNER in codes(past, flood.ref)
    assert past.report is not None
    assert past.report.as_of == TODAY
    assert standing.report(living.past(firm.id, then), TODAY, TODAY) is past
    assert NO_OWNER not in codes(report(firm), flood.ref)
    monkeypatch.setattr(standing, "SMALL", 0)
    held: list[Work] = []
    with done_by(lambda work, look_round: held.append(work)):
        assert standing.report(living.past(firm.id, then - 1), TODAY, TODAY).report is None
    held[0]()
    assert standing.report(living.past(firm.id, then - 1), TODAY, TODAY).level


def test_a_finding_says_since_when_it_stands(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))

    def since(day: int) -> date | None:
        with ports.swapped(clock=lambda: datetime(2026, 11, day, 12, tzinfo=UTC)):
            judged = report(firm, date(2026, 11, day))
        return next((judged.since(each) for each in judged.about(flood) if each.code == NO_OWNER), None)

    assert since(1) == date(2026, 11, 1)
    assert since(3) == date(2026, 11, 1)
    standing.forget()
    assert since(4) == date(2026, 11, 1), "another process knows it too"
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), owner=firm.cleo.person)
    assert since(5) is None
    assert not tenant_rows(Sighting, firm.id).filter(rule=NO_OWNER, subject=flood.ref).exists()
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), owner="")
    assert since(6) == date(2026, 11, 6), "it was mended in between"


def test_a_table_that_cannot_be_written_costs_the_ages_and_not_the_report(firm: Firm) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "conformity_sighting" in sql:
            raise DatabaseError("attempt to write a readonly database")
        return execute(sql, *rest)

    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    with connection.execute_wrapper(refuse):
        judged = report(firm)
    assert NO_OWNER in codes(judged, flood.ref)
    assert all(judged.since(each) is None for each in judged.findings)


def test_findings_are_grouped_for_whoever_looks_for_them(firm: Firm) -> None:
    lead = roles.add(firm.ada, kinds.Role(title="Lead"))
    flood = risks.add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))
    late = kinds.Action(title="Pump", answers=(flood.ref,), owner="LEAD", due=date(2026, 1, 1))
    mine = actions.add(firm.ada, late)
    nobodys = risks.add(firm.ada, kinds.Risk(title="Fire", owner="the landlord"))
    judged = report(firm)
    by_owner = judged.by_owner(isms_now(firm.ada, TODAY))
    assert any(each.records[0] == mine.ref for each in by_owner[lead.ref])
    assert any(each.records[0] == nobodys.ref for each in by_owner["the landlord"])
    assert {each for group in by_owner.values() for each in group} == set(judged.findings)
    assert {each.code[:3] for each in judged.by_subject["RSK"]} == {"RSK"}
    told = {each for clause in judged.clauses for rule in clause.rules for each in rule.findings}
    assert told == set(judged.findings)


def test_the_thread_works_in_turn_goes_on_after_a_fault_and_looks_round() -> None:
    upkeep, looked, did = Upkeep(pause=0.01), Event(), []
    upkeep(lambda: 1 / 0, looked.set)
    upkeep(lambda: did.append("second"), looked.set)
    assert looked.wait(timeout=10)
    assert did == ["second"]
