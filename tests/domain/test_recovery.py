"""How a need goes on to everything a thing rests on, and where what is promised or tested falls short of it."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Asset,
    BackupJob,
    ContinuityPlan,
    Exercise,
    ImpactAnalysis,
    Record,
    RestoreTest,
    Site,
    Supplier,
)
from plumbline.engine.domain.recovery import (
    in_one_way,
    jobs_for,
    minutes,
    must_not_fail,
    need_of,
    plans_for,
    reaching,
    shortfalls,
    supports,
)

DAY = date(2026, 3, 31)
CHAIN: tuple[Record, ...] = (
    Asset(ref="AST-1", title="Taking orders", asset_kind="process", recovery_time="4 h", depends_on=("AST-2",)),
    Asset(ref="AST-2", title="Shop", asset_kind="service", recovery_time="1 d", depends_on=("AST-3",), site="SITE-1"),
    Asset(ref="AST-3", title="Server", asset_kind="hardware", supplier="SUP-1", depends_on=("AST-2",)),
    Supplier(ref="SUP-1", title="Rack rental"),
    Site(ref="SITE-1", title="Data room"),
)


def system(*more: Record) -> Isms:
    return assemble([*CHAIN, *more], on=DAY)


def strictest(isms: Isms, ref: str) -> tuple[str, tuple[str, ...]]:
    need = reaching(isms)[ref]["time"]
    return need.words, need.way


@pytest.mark.parametrize(
    ("words", "span"),
    [("15 min", 15), ("4 h", 240), ("1 d", 1440), ("at once", 0), ("30 minutes", 30), ("soon", None), ("", None)],
)
def test_spans_are_read_in_minutes(words: str, span: float | None) -> None:
    assert minutes(words) == span


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("190 min", "3 h 10 min"),
        ("2 h", "2 h"),
        ("5 d", "5 days"),
        ("1 d", "1 day"),
        ("36 h", "1 day 12 h"),
        ("1 m", "a month"),
        ("at once", "at once"),
        ("", ""),
        ("until the tide turns", "until the tide turns"),
    ],
)
def test_a_span_is_written_in_one_way_however_it_was_entered(words: str, told: str) -> None:
    assert in_one_way(words) == told


def test_the_strictest_need_reaches_the_provider_of_the_server_and_circles_end() -> None:
    isms = system()
    assert strictest(isms, "AST-2") == ("4 h", ("AST-1", "AST-2"))
    assert strictest(isms, "SUP-1") == ("4 h", ("AST-1", "AST-2", "AST-3", "SUP-1"))
    assert [each.ref for each in supports(isms)] == ["AST-2", "AST-3", "SUP-1"]


def test_what_people_said_of_an_outage_counts_before_the_inventory() -> None:
    analysis = ImpactAnalysis(ref="BIA-1", subject="AST-1", recovery_time="2 h", recovery_point="1 h", analysed_on=DAY)
    old = ImpactAnalysis(ref="BIA-2", subject="AST-1", recovery_time="1 h", state="superseded")
    isms = system(analysis, old)
    need = need_of(isms, isms.all(Asset)[0])
    assert need is not None
    assert (need.record.ref, need.time, need.point) == ("BIA-1", "2 h", "1 h")
    assert strictest(isms, "AST-3")[0] == "2 h"


def test_a_plan_that_promises_less_than_what_rests_on_it_needs_falls_short() -> None:
    plan = ContinuityPlan(ref="BCP-1", covers=("AST-3",), recovery_time="8 h", state="in force")
    isms = system(plan)
    (short,) = shortfalls(isms, isms.all(Asset)[2])
    assert (short.words, short.need.words, short.answer.record.ref) == ("8 h", "4 h", "BCP-1")
    draft = system(ContinuityPlan(ref="BCP-1", covers=("AST-3",), recovery_time="8 h"))
    assert shortfalls(draft, draft.all(Asset)[2]) == ()


def test_the_newest_trial_counts_whether_an_exercise_or_a_restore() -> None:
    plan = ContinuityPlan(ref="BCP-1", covers=("AST-3",), recovery_time="2 h", state="in force")

    def tried(day: date, reached: str, number: int) -> Exercise:
        return Exercise(ref=f"EXE-{number}", plans=("BCP-1",), held_on=day, reached_time=reached, state="held")

    slow_once = system(plan, tried(date(2025, 1, 1), "9 h", 1), tried(date(2026, 1, 1), "90 min", 2))
    assert shortfalls(slow_once, slow_once.all(Asset)[2]) == ()
    job = BackupJob(ref="BKP-1", assets=("AST-3",))
    restore = RestoreTest(ref="RST-1", backup="BKP-1", tested_on=date(2026, 2, 1), reached_time="5 h")
    restored = system(plan, job, restore)
    assert [each.answer.record.ref for each in shortfalls(restored, restored.all(Asset)[2])] == ["RST-1"]


def test_a_plan_for_the_place_or_the_provider_covers_what_no_plan_names() -> None:
    isms = system(
        ContinuityPlan(ref="BCP-1", covers=("SITE-1",), state="in force"),
        ContinuityPlan(ref="BCP-2", covers=("SUP-1",), state="in force"),
    )
    _, shop, server = isms.all(Asset)
    assert [each.ref for each in plans_for(isms, shop)] == ["BCP-1"]
    assert [each.ref for each in plans_for(isms, server)] == ["BCP-2"]


def test_what_must_not_fail_is_traced_to_its_single_source() -> None:
    isms = system(ImpactAnalysis(ref="BIA-1", subject="AST-1", no_outage=True))
    (supplier,) = isms.all(Supplier)
    steady = must_not_fail(isms, supplier)
    assert steady is not None
    assert steady.ref == "AST-1"
    assert must_not_fail(system(), supplier) is None


def test_a_backup_of_everything_it_holds_is_a_backup_of_it() -> None:
    held = Asset(ref="AST-9", title="Shop database", holds=("AST-10", "AST-11"))
    both = [Asset(ref="AST-10", title="Orders"), Asset(ref="AST-11", title="Prices")]
    half = assemble([held, *both, BackupJob(ref="BKP-1", assets=("AST-10",))], on=DAY)
    assert jobs_for(half, held) == ()
    whole = assemble([held, *both, BackupJob(ref="BKP-1", assets=("AST-10", "AST-11"))], on=DAY)
    assert [each.ref for each in jobs_for(whole, held)] == ["BKP-1"]
