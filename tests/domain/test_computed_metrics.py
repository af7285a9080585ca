"""Figures the registers give: shares with their population, medians with their incidents, nothing where nothing is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plumbline.engine.domain.computed_metrics import COMPUTED, derivation
from plumbline.engine.domain.derivations import Asked, Derived
from plumbline.engine.domain.due_readings import computed_reading, owed
from plumbline.engine.domain.kinds import Metric
from plumbline.engine.domain.ready_metrics import ready_metrics
from plumbline.engine.rules.pages import example_isms

YEAR = Asked("", date(2026, 1, 1), date(2026, 3, 31), "percent")


def given(name: str, toml: str, asked: Asked = YEAR) -> Derived:
    way = derivation(name)
    assert way is not None
    return way.compute(example_isms(toml), asked)


def test_every_ready_metric_names_a_way_to_compute_it_and_is_complete() -> None:
    assert [each.title for each in ready_metrics() if each.derivation not in COMPUTED] == []
    for each in ready_metrics():
        made = each.metric(owner="PER-1", measured_by="PER-1", analysed_by="PER-2", subject="", frequency="")
        assert (made.frequency, made.analysed_every) == (each.frequency, each.frequency)
        assert made.target_value is not None
        assert made.method.endswith(".")
    assert len({each.title for each in ready_metrics()}) == len(ready_metrics())


@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_where_nothing_is_on_record_a_share_has_no_value_and_a_count_is_nought(name: str) -> None:
    found = given(name, "")
    assert found.value in (None, Decimal(0))
    assert found.records == ()


def test_risks_are_treated_in_time_when_every_action_due_then_was() -> None:
    toml = """
[[risk]]
ref = "R-1"
[[risk]]
ref = "R-2"
[[action]]
ref = "ACT-1"
answers = ["R-1"]
action_kind = "treat"
due = 2026-02-01
done_on = 2026-01-30
state = "done"
[[action]]
ref = "ACT-2"
answers = ["R-1", "R-2"]
action_kind = "treat"
due = 2026-02-10
done_on = 2026-02-20
state = "done"
[[action]]
ref = "ACT-3"
answers = ["R-2"]
action_kind = "treat"
due = 2026-06-10
"""
    found = given("risks treated in time", toml)
    assert (found.value, found.how) == (Decimal(0), "0 of 2 risks were treated by the day promised")
    assert given("actions done in time", toml).value == Decimal(50)


def test_a_major_counts_from_the_day_it_was_raised_to_the_day_it_was_closed() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
grade = "major"
raised_on = 2026-02-01
closed_on = 2026-04-02
state = "closed"
[[nonconformity]]
ref = "NC-2"
grade = "major"
raised_on = 2026-04-01
[[nonconformity]]
ref = "NC-3"
grade = "minor"
raised_on = 2026-02-01
[[nonconformity]]
ref = "NC-4"
grade = "major"
raised_on = 2026-02-01
state = "rejected"
"""
    found = given("open majors", toml)
    assert (found.value, [each.ref for each in found.records]) == (Decimal(1), ["NC-1"])


def test_evidence_is_fresh_as_of_the_end_of_the_period_and_later_evidence_does_not_help() -> None:
    toml = """
on = 2026-06-30
[[soa_declared]]
ref = "A.5.9"
applicable = "yes"
[[control_state]]
ref = "A.5.9"
cadence = "quarter"
[[evidence_item]]
ref = "EVD-1"
controls = ["A.5.9"]
observed_on = 2025-11-01
[[evidence_item]]
ref = "EVD-2"
controls = ["A.5.9"]
observed_on = 2026-05-01
"""
    assert given("evidence freshness", toml).value == Decimal(0)
    later = Asked("", date(2026, 4, 1), date(2026, 6, 30), "percent")
    found = given("evidence freshness", toml, later)
    assert (found.value, [each.ref for each in found.records]) == (Decimal(100), ["EVD-2"])


def test_access_reviews_are_in_time_and_their_entries_decided() -> None:
    toml = """
[[access_review]]
ref = "ARV-1"
due = 2026-02-15
finished_on = 2026-02-20
state = "finished"
[[access_entry]]
ref = "ARE-1"
access_review = "ARV-1"
decision = "keep"
decided_on = 2026-02-18
[[access_entry]]
ref = "ARE-2"
access_review = "ARV-1"
"""
    assert given("access reviews in time", toml).value == Decimal(0)
    assert given("access reviewed", toml).value == Decimal(50)


def test_backups_are_tested_by_their_own_interval_or_by_the_promise() -> None:
    toml = """
[[backup_job]]
ref = "BKP-1"
test_interval = "half a year"
[[restore_test]]
ref = "RST-1"
backup = "BKP-1"
tested_on = 2025-12-01
result = "restored"
[[backup_job]]
ref = "BKP-2"
"""
    assert given("backup tests in time", toml).missing == "no promise `restore_test`"
    promised = toml + '[[own_rule]]\nref = "RULE-1"\ntitle = "restore_test"\nsetting = "year"\n'
    assert given("backup tests in time", promised).value == Decimal(50)


def test_a_reading_that_was_missed_is_taken_of_the_last_whole_period() -> None:
    toml = """
on = 2026-03-20
[[metric]]
ref = "MET-1"
derivation = "open majors"
frequency = "month"
measured_since = 2025-12-15
"""
    isms = example_isms(toml)
    (metric,) = isms.all(Metric)
    (waiting,) = owed(isms)
    assert (waiting.period_ends, waiting.late) == (date(2026, 1, 15), True)
    taken = computed_reading(isms, metric, "PER-1")
    assert taken is not None
    assert taken.reading is not None
    assert (taken.reading.period, taken.reading.value) == ("2026-02-16/2026-03-15", Decimal(0))
