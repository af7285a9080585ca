"""What is due by a day, and what no longer is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plumbline.engine.domain.agenda import agenda, called
from plumbline.engine.domain.kinds import (
    AccessEntry,
    AccessReview,
    Account,
    Asset,
    ControlState,
    EvidenceItem,
    Objective,
    OwnRule,
    Reading,
    Record,
)
from tests.domain.records import system

DAY = date(2026, 3, 31)


def due(*readings: Reading) -> list[tuple[str, str]]:
    aim = Objective(
        ref="OBJ-1", title="No lost laptop", target_value=Decimal(0), better="lower", target_date=date(2026, 3, 1)
    )
    return [(each.record.ref, each.what) for each in agenda(system(aim, *readings, on=DAY), DAY)]


def test_an_objective_that_meets_its_target_is_not_late_in_reaching_it() -> None:
    assert due() == [("OBJ-1", "reach the target")]
    first = Reading(ref="RDG-1", measures="OBJ-1", value=Decimal(2), measured_on=date(2026, 1, 31))
    assert due(first) == [("OBJ-1", "reach the target")]
    assert due(first, Reading(ref="RDG-2", measures="OBJ-1", value=Decimal(0), measured_on=date(2026, 2, 28))) == []


def owed(*records: Record, until: date = DAY) -> list[tuple[date, str, str, str]]:
    return [(each.day, each.record.ref, each.what, each.who) for each in agenda(system(*records, on=DAY), until)]


FORGE = Asset(ref="AST-1", title="Code forge", owner="ROLE-1")
LOGIN = Account(ref="ACN-1", login="mor", system="AST-1")
REVIEW = AccessReview(
    ref="ARV-1", covers=("AST-1",), reviewer="PER-2", due=date(2026, 3, 20), remove_by=date(2026, 3, 25)
)


def test_a_review_of_access_waits_for_whoever_decides_and_what_is_to_go_for_who_owns_the_system() -> None:
    open_one = replace(REVIEW, state="under way")
    assert owed(FORGE, LOGIN, open_one) == [(date(2026, 3, 20), "ARV-1", "decide on every line", "PER-2")]
    done = replace(REVIEW, state="finished", finished_on=date(2026, 3, 19))
    line = AccessEntry(ref="ARE-1", access_review="ARV-1", account="ACN-1", decision="remove")
    assert owed(FORGE, LOGIN, done, line) == [(date(2026, 3, 25), "ARE-1", "take the access away", "ROLE-1")]
    assert owed(FORGE, LOGIN, done, replace(line, executed_on=date(2026, 3, 22))) == []


def test_the_next_review_of_a_system_comes_round_while_none_is_under_way() -> None:
    rule = OwnRule(ref="RULE-1", title="access_review", setting="quarterly")
    done = replace(REVIEW, state="finished", finished_on=date(2025, 12, 19))
    assert owed(rule, FORGE, LOGIN, done) == [(date(2026, 3, 19), "AST-1", "review who may sign in", "ROLE-1")]
    assert owed(rule, FORGE, LOGIN, done, replace(REVIEW, ref="ARV-2", due=None)) == []


def test_evidence_is_to_be_renewed_by_the_last_day_on_which_it_is_fresh() -> None:
    control = ControlState(ref="A.8.13", status="implemented", owner="ROLE-1", max_age="3 m")
    shown = EvidenceItem(ref="EVD-1", title="Report", controls=("A.8.13",), observed_on=date(2025, 12, 20))
    renew = [(date(2026, 3, 20), "A.8.13", "renew the evidence", "ROLE-1")]
    assert owed(control, shown) == renew
    assert called(system(control, on=DAY), control) == "Information backup"
    assert owed(replace(control, status="planned"), shown) == []
    assert owed(control, shown, replace(shown, ref="EVD-2", observed_on=date(2026, 3, 19))) == []
