"""The statement as a whole: what is in force, what has drifted, and where the chain is broken in either direction."""

from __future__ import annotations

from datetime import timedelta

from plumbline.engine.domain.applicability import all_excluded, excluded
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    ControlState,
    FrozenRow,
    Risk,
    SoaDeclared,
    SoaOverride,
    SoaVersion,
)
from plumbline.engine.domain.soa import approved, comparison, declared_rows, drift, frozen_rows, in_force, orphans
from tests.domain.records import DAY, system

RISK = Risk(ref="R-1", title="Flood", controls=("A.7.5",))


def version(number: str, *frozen: FrozenRow, days_ago: int = 10, ref: str = "SOA-1") -> SoaVersion:
    approved_on = DAY - timedelta(days=days_ago)
    return SoaVersion(ref=ref, number=number, state="approved", approved_on=approved_on, rows=frozen)


def test_the_declared_rows_come_first_and_the_approved_ones_stand_in_for_them() -> None:
    frozen = version("1", FrozenRow(key="A.5.9", applicable="yes", status="implemented", justification="Asked for"))
    assert [each.ref for each in declared_rows(system(frozen, SoaDeclared(ref="A.5.1", applicable="yes")))] == ["A.5.1"]
    only = declared_rows(system(frozen))
    assert [(each.ref, each.applicable, each.status, each.justification) for each in only] == [
        ("A.5.9", "yes", "implemented", "Asked for")
    ]
    assert declared_rows(system(RISK)) == ()


def test_the_latest_approved_version_is_in_force_and_not_one_of_a_later_day() -> None:
    old, new = version("1", days_ago=90), version("2", days_ago=5, ref="SOA-2")
    assert approved(system(old, new)) is new
    assert approved(system(old, new, on=DAY - timedelta(days=30))) is old
    assert approved(system(SoaVersion(ref="SOA-1", state="draft"))) is None


def test_what_is_in_force_is_the_approved_row_then_the_decision_then_the_declaration() -> None:
    frozen = version("1", FrozenRow(key="A.5.9", applicable="no"))
    later = SoaOverride(ref="A.5.9", applicable="yes", reason="x")
    assert in_force(system(frozen, later), "A.5.9") == "no"
    assert in_force(system(later, SoaDeclared(ref="A.5.9", applicable="no")), "A.5.9") == "yes"
    assert in_force(system(SoaDeclared(ref="A.5.9", applicable="no")), "A.5.9") == "no"
    assert in_force(system(RISK), "A.7.5") == "undecided"


def test_controls_without_a_source_are_orphans_unless_a_person_gave_a_reason() -> None:
    declared = (SoaDeclared(ref="A.5.1", applicable="yes"), SoaDeclared(ref="A.5.2", applicable="yes"))
    found = orphans(system(*declared, SoaOverride(ref="A.5.2", applicable="yes", reason="Our customers expect it")))
    assert [each.key for each in found.undriven] == ["A.5.1"]


def test_controls_that_records_ask_for_are_orphans_where_the_statement_leaves_them_out_or_lacks_them() -> None:
    asks = Risk(ref="R-2", title="Fire", controls=("A.7.5", "A.7.8", "OC-7"))
    found = orphans(system(asks, SoaDeclared(ref="A.7.5", applicable="no")))
    assert [each.key for each in found.excluded] == ["A.7.5"]
    assert {key: [each.ref for each in asking] for key, asking in found.absent.items()} == {
        "A.7.8": ["R-2"],
        "OC-7": ["R-2"],
    }


def test_a_chain_that_holds_has_no_orphans() -> None:
    found = orphans(system(RISK, SoaDeclared(ref="A.7.5", applicable="yes")))
    assert (found.undriven, found.excluded, dict(found.absent)) == ((), (), {})


def test_the_declared_statement_is_compared_row_by_row() -> None:
    held = (
        SoaDeclared(ref="A.7.5", applicable="no", status="none"),
        SoaDeclared(ref="A.5.1", applicable="yes", status="implemented"),
        SoaDeclared(ref="A.18.1.1", applicable="yes"),
        ControlState(ref="A.7.5", status="planned"),
    )
    by_key = {each.key: each for each in comparison(system(RISK, *held))}
    said = [(each.field, each.stated, each.computed) for each in by_key["A.7.5"].differences]
    assert said == [("applicable", "no", "yes"), ("status", "none", "planned")]
    assert by_key["A.5.1"].differences == ()
    assert by_key["A.18.1.1"].row is None
    assert [each.stated for each in by_key["A.5.2"].differences] == ["no row"]


def test_a_frozen_statement_agrees_with_itself_until_a_record_moves() -> None:
    frozen = version("1", *frozen_rows(system(RISK)))
    assert drift(system(RISK, frozen)) == ()
    more = Action(ref="ACT-1", action_kind="treat", answers=("R-1",), controls=("A.7.5",))
    (moved,) = drift(system(RISK, frozen, more))
    assert (moved.key, [each.field for each in moved.differences]) == ("A.7.5", ["drivers"])
    assert moved.differences[0].computed == "R-1 and ACT-1"


def test_an_exclusion_holds_only_while_no_fact_stands_against_it() -> None:
    out = SoaDeclared(ref="A.5.9", applicable="no")
    assert excluded(system(out), "A.5.9")
    assert not excluded(system(out, Asset(ref="AST-1")), "A.5.9")
    assert not all_excluded(system(out), ("A.5.9", "6.1.2"))
