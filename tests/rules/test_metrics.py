"""Metrics: an answer to one reading of a row answers the others; what recovered asks for nothing."""

from __future__ import annotations

from tests.rules.said import gaps, unjudged

METRIC = """
on = 2026-03-31
[[metric]]
ref = "MET-1"
limit_value = "95"
better = "higher"
frequency = "month"
analysed_every = "quarter"
"""


def reading(number: int, day: str, value: str, more: str = "") -> str:
    return (
        f'[[reading]]\nref = "RDG-{number}"\nmeasures = "MET-1"\nperiod_end = {day}\nmeasured_on = {day}\n'
        f'value = "{value}"\n{more}\n'
    )


def said(code: str, toml: str) -> list[str]:
    """The gaps a rule tells, and after a question mark what was missing to judge."""
    return [*gaps(code, toml), *(f"? {each}" for each in unjudged(code, toml))]


def test_a_row_of_misses_is_told_once_with_its_length() -> None:
    row = reading(1, "2025-12-31", "90") + reading(2, "2026-01-31", "91") + reading(3, "2026-02-28", "92")
    (gap,) = said("MET004", METRIC + row)
    assert gap.startswith("3 readings in a row since 2025-12-31 lie beyond the limit of 95, the last at 92")


def test_an_answer_to_an_earlier_reading_of_the_row_holds_for_all() -> None:
    action = '[[action]]\nref = "ACT-1"\n'
    row = reading(1, "2025-12-31", "90", 'answered_by = ["ACT-1"]') + reading(2, "2026-02-28", "92")
    assert said("MET004", METRIC + action + row) == []
    broken = reading(1, "2025-11-30", "90", 'answered_by = ["ACT-1"]') + reading(2, "2025-12-31", "97")
    assert len(said("MET004", METRIC + action + broken + reading(3, "2026-02-28", "92"))) == 1


def test_a_nonconformity_that_names_the_metric_answers_what_it_came_after() -> None:
    row = reading(1, "2026-02-28", "92")
    later = '[[nonconformity]]\nref = "NC-1"\nrecords = ["MET-1"]\nraised_on = 2026-03-05\n'
    assert said("MET004", METRIC + row + later) == []
    assert len(said("MET004", METRIC + row + later.replace("2026-03-05", "2025-03-05"))) == 1


def test_what_came_back_within_the_limit_asks_for_nothing() -> None:
    assert said("MET004", METRIC + reading(1, "2026-01-31", "90") + reading(2, "2026-02-28", "96")) == []


def test_the_metrics_own_grace_goes_before_the_promise() -> None:
    promise = '[[own_rule]]\nref = "RULE-1"\ntitle = "measure_grace"\nsetting = "90 d"\n'
    assert said("MET002", METRIC + promise + reading(1, "2026-01-31", "96")) == []
    strict = METRIC.replace('frequency = "month"', 'frequency = "month"\ngrace = "14 d"')
    (gap,) = said("MET002", strict + promise + reading(1, "2026-01-31", "96"))
    assert "the next was owed by 2026-03-14, 17 days ago" in gap


def test_a_metric_that_was_never_measured_is_not_judged_before_one_knows_since_when() -> None:
    (told,) = said("MET002", METRIC)
    assert told.startswith("? a dated reading")


def test_an_analysis_without_a_conclusion_is_none() -> None:
    (gap,) = said("MET003", METRIC + reading(1, "2026-03-01", "96", "evaluated_on = 2026-03-05"))
    assert "no conclusion on performance" in gap


def test_readings_of_objectives_are_asked_only_where_the_register_keeps_the_day() -> None:
    objective = (
        '[[objective]]\nref = "OBJ-1"\n[[reading]]\nref = "RDG-9"\nmeasures = "OBJ-1"\nperiod_end = 2025-06-30\n'
    )
    assert said("MET003", objective) == []
    (told,) = said(
        "MET003", METRIC + objective + reading(1, "2026-03-01", "96", 'evaluated_on = 2026-03-05\nconclusion = "x"')
    )
    assert told == "? no promise `analysis_interval`"
