"""Evidence ages from what was observed, says what it says with counts, and leaves gaps where periods have none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plumbline.engine.domain.coverage import coverage, longest_gap
from plumbline.engine.domain.evidence import freshness, items, only_claimed, status
from plumbline.engine.domain.kinds import ControlState, EvidenceItem, OwnControl, OwnRule
from tests.domain.records import DAY, system

QUARTERLY = ControlState(ref="A.8.13", cadence="quarter", grace="14 d", cadence_from=date(2026, 1, 1))


def item(n: int, seen: date | None, **fields: object) -> EvidenceItem:
    held = {"title": f"Restore test {n}", "controls": ("A.8.13",), "observed_on": seen, **fields}
    return EvidenceItem(ref=f"EVD-{n}", **held)  # type: ignore[arg-type]  # each test names the fields it is about


# --- freshness -------------------------------------------------------------------------------------------------------


def test_without_evidence_there_is_none() -> None:
    found = freshness(system(QUARTERLY), "A.8.13")
    assert (found.verdict, found.count, found.newest) == ("none", 0, None)


def test_evidence_is_fresh_up_to_its_last_day_and_stale_from_the_next() -> None:
    state = ControlState(ref="A.8.13", max_age="30 d")
    assert freshness(system(state, item(1, DAY - timedelta(days=30))), "A.8.13").verdict == "fresh"
    stale = freshness(system(state, item(1, DAY - timedelta(days=31))), "A.8.13")
    assert (stale.verdict, stale.good_until) == ("stale", DAY - timedelta(days=1))


def test_without_an_age_of_its_own_evidence_is_good_for_one_interval_and_the_grace() -> None:
    found = freshness(system(QUARTERLY, item(1, date(2026, 8, 1))), "A.8.13")
    assert found.good_until == date(2026, 11, 15)


def test_the_day_of_collection_is_no_day_of_observation() -> None:
    found = freshness(system(QUARTERLY, item(1, None, collected_on=DAY)), "A.8.13")
    assert (found.verdict, found.missing) == ("unjudged", "day of observation")


def test_without_any_age_evidence_is_not_judged() -> None:
    found = freshness(system(item(1, DAY)), "A.8.13")
    assert (found.verdict, found.missing, found.observed) == ("unjudged", "maximum age of evidence", DAY)


def test_withdrawn_superseded_and_future_items_do_not_count() -> None:
    seen = DAY - timedelta(days=1)
    gone = (item(1, seen, state="withdrawn"), item(2, seen, state="superseded"), item(3, DAY + timedelta(days=1)))
    assert items(system(*gone), "A.8.13") == ()


def test_evidence_of_an_own_control_is_found_by_its_alias() -> None:
    own = OwnControl(ref="OC-1", title="Seal", aliases=("SEAL",), max_age="year")
    assert freshness(system(own, item(1, DAY, controls=("SEAL",))), "OC-1").verdict == "fresh"


# --- status ----------------------------------------------------------------------------------------------------------


def test_items_without_a_result_say_nothing_about_a_control() -> None:
    found = status(system(QUARTERLY, item(1, DAY)), "A.8.13")
    assert (found.status, found.reason) == ("no evidence", "1 item on record, none with a result.")


def test_what_a_vendor_claims_counts_once_somebody_has_reviewed_it() -> None:
    claimed = item(1, DAY, result="holds", claimed_only=True)
    assert status(system(QUARTERLY, claimed), "A.8.13").status == "no evidence"
    assert only_claimed(system(QUARTERLY, claimed), "A.8.13") == (claimed,)
    reviewed = item(1, DAY, result="holds", claimed_only=True, reviewed_on=DAY)
    assert status(system(QUARTERLY, reviewed), "A.8.13").status == "effective"


@pytest.mark.parametrize(
    ("fields", "verdict", "reason"),
    [
        ({"result": "holds"}, "effective", "1 of 1 looked at in 1 item held."),
        ({"result": "holds", "examined": 41, "faulted": 0}, "effective", "41 of 41 looked at in 1 item held."),
        ({"result": "holds", "examined": 100, "faulted": 2}, "effective", "98 of 100 looked at in 1 item held."),
        (
            {"result": "holds", "examined": 41, "faulted": 8},
            "partly",
            "33 of 41 looked at in 1 item held; not all of EVD-1.",
        ),
        ({"result": "holds in part"}, "partly", "0.5 of 1 looked at in 1 item held; not all of EVD-1."),
        ({"result": "fails"}, "ineffective", "Only 0 of 1 looked at in 1 item held."),
        ({"result": "fails", "examined": 42, "faulted": 30}, "ineffective", "Only 12 of 42 looked at in 1 item held."),
    ],
)
def test_the_status_follows_from_the_counts(fields: dict[str, object], verdict: str, reason: str) -> None:
    found = status(system(QUARTERLY, item(1, DAY, **fields)), "A.8.13")
    assert (found.status, found.reason) == (verdict, reason)


def test_a_newer_look_at_the_same_thing_replaces_the_older() -> None:
    older = item(1, DAY - timedelta(days=20), result="fails", title="Restore test")
    newer = item(2, DAY - timedelta(days=2), result="holds", title="restore  TEST")
    assert status(system(QUARTERLY, older, newer), "A.8.13").status == "effective"


def test_old_results_make_a_control_stale_and_never_effective() -> None:
    found = status(system(QUARTERLY, item(1, DAY - timedelta(days=300), result="holds")), "A.8.13")
    assert found.status == "stale"


# --- coverage --------------------------------------------------------------------------------------------------------


def said(*held: EvidenceItem, on: date = DAY, state: ControlState = QUARTERLY) -> list[tuple[date, str]]:
    return [(each.start, each.verdict) for each in coverage(system(state, *held, on=on), state.ref)]


def test_each_calendar_quarter_due_is_covered_late_missing_or_not_due() -> None:
    held = (
        item(1, date(2026, 2, 10), collected_on=date(2026, 2, 10)),
        item(2, date(2026, 5, 10), collected_on=date(2026, 11, 20)),
    )
    assert said(*held) == [
        (date(2026, 1, 1), "covered"),
        (date(2026, 4, 1), "late"),
        (date(2026, 7, 1), "missing"),
        (date(2026, 10, 1), "not due"),
    ]


def test_the_grace_after_a_period_belongs_to_it() -> None:
    assert said(on=date(2026, 4, 14)) == [(date(2026, 1, 1), "not due"), (date(2026, 4, 1), "not due")]
    assert said(on=date(2026, 4, 15))[0] == (date(2026, 1, 1), "missing")


def test_a_span_covers_a_period_whole_or_in_part() -> None:
    part = item(1, None, evidence_kind="span", covers_from=date(2026, 1, 1), covers_to=date(2026, 2, 28))
    rest = item(2, None, evidence_kind="span", covers_from=date(2026, 2, 20), covers_to=date(2026, 3, 31))
    assert said(part)[0] == (date(2026, 1, 1), "partly")
    assert said(part, rest)[0] == (date(2026, 1, 1), "covered")


def test_a_cadence_that_begins_within_a_quarter_is_first_due_for_the_next() -> None:
    begun = ControlState(ref="A.8.13", cadence="quarter", cadence_from=date(2026, 2, 10))
    assert said(state=begun)[0][0] == date(2026, 4, 1)


def test_intervals_that_no_calendar_knows_are_counted_from_their_beginning() -> None:
    begun = ControlState(ref="A.8.13", cadence="every 45 days", cadence_from=date(2026, 9, 1))
    assert [start for start, _ in said(state=begun)] == [date(2026, 9, 1), date(2026, 10, 16)]


def test_no_cadence_and_no_beginning_give_no_periods() -> None:
    assert said(state=ControlState(ref="A.8.13", cadence="quarter")) == []
    assert said(state=ControlState(ref="A.8.13", cadence="on event", cadence_from=date(2026, 1, 1))) == []


def test_one_looks_back_over_the_audit_cycle_and_not_for_ever() -> None:
    old = ControlState(ref="A.8.13", cadence="year", cadence_from=date(2010, 1, 1))
    assert [start.year for start, _ in said(state=old)] == [2024, 2025, 2026]
    cycle = OwnRule(ref="RULE-1", title="audit_cycle", setting="1 y")
    found = coverage(system(old, cycle), "A.8.13")
    assert [each.start.year for each in found] == [2026]


def test_a_continuous_source_shows_its_longest_gap() -> None:
    state = ControlState(ref="A.8.13", cadence="continuous", max_age="7 d", cadence_from=DAY - timedelta(days=29))
    held = (item(1, DAY - timedelta(days=29)), item(2, DAY - timedelta(days=24)), item(3, DAY - timedelta(days=1)))
    found = coverage(system(state, *held), "A.8.13")
    assert [(each.verdict, each.days) for each in found] == [
        ("covered", 7),
        ("covered", 5),
        ("missing", 16),
        ("covered", 2),
    ]
    gap = longest_gap(found)
    assert gap is not None
    assert gap.days == 16
    assert sum(each.days for each in found) == 30
