"""Objectives: what their rules tell apart beyond the examples on their pages."""

from datetime import date
from decimal import Decimal

import pytest

from plumbline.engine.domain.computed_metrics import COMPUTED as DERIVATIONS
from plumbline.engine.domain.derivations import Asked
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.domain.measuring import reaches_target, span_of
from plumbline.engine.rules.pages import example_isms
from tests.rules.said import gaps, unjudged

GRACE = '[[own_rule]]\nref = "RULE-1"\ntitle = "measure_grace"\nsetting = "14 d"\n'


def objective(**fields: str) -> str:
    return '[[objective]]\nref = "OBJ-1"\n' + "".join(f"{name} = {value}\n" for name, value in fields.items())


def reading(end: str, value: str = "50", **fields: str) -> str:
    rest = "".join(f"{name} = {held}\n" for name, held in fields.items())
    return f'[[reading]]\nref = "RDG-1"\nmeasures = "OBJ-1"\nperiod_end = {end}\nvalue = "{value}"\n{rest}'


# --- measuring ------------------------------------------------------------------------------------------------------


def test_without_a_grace_a_quarter_is_late_after_a_whole_further_quarter() -> None:
    assert gaps("OBJ003", objective(frequency='"quarterly"') + reading("2025-10-31")) == []
    assert gaps("OBJ003", objective(frequency='"quarterly"') + reading("2025-09-29"))


def test_with_a_grace_a_quarter_is_late_when_the_grace_is_over() -> None:
    assert gaps("OBJ003", objective(frequency='"quarterly"') + reading("2025-12-31") + GRACE) == []
    (gap,) = gaps("OBJ003", objective(frequency='"quarterly"') + reading("2025-12-01") + GRACE)
    assert "every quarter" in gap
    assert "120 days" in gap


def test_an_objective_never_measured_counts_from_the_day_it_is_measured_since() -> None:
    assert gaps("OBJ003", objective(frequency='"month"', measured_since="2025-11-01"))
    assert unjudged("OBJ003", objective(frequency='"month"'))


def test_a_reading_of_the_future_monitors_nothing_today() -> None:
    assert gaps("OBJ003", objective(frequency='"month"', measured_since="2025-11-01") + reading("2026-06-30"))


# --- deciding -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"decision": '"met"'}, "no reason is given"),
        ({"decision": '"met"', "decision_reason": '"Done."'}, "no final reading"),
        ({"decision": '"extended"', "decided_on": "2025-03-01"}, "before that day"),
        ({}, "no decision"),
    ],
)
def test_each_missing_piece_of_a_decision_is_named(fields: dict[str, str], told: str) -> None:
    (gap,) = gaps("OBJ004", objective(target_date="2026-01-31", **fields))
    assert told in gap


def test_what_was_dropped_with_a_reason_needs_no_reading() -> None:
    assert gaps("OBJ004", objective(target_date="2026-01-31", decision='"dropped"', decision_reason='"Sold."')) == []


def test_a_reading_of_the_target_day_is_final_without_being_called_so() -> None:
    decided = objective(target_date="2026-01-31", decision='"met"', decision_reason='"Done."')
    assert gaps("OBJ004", decided + reading("2026-01-31")) == []


def test_what_was_closed_in_an_earlier_cycle_is_left_alone() -> None:
    assert gaps("OBJ004", objective(state='"met"', decided_on="2020-01-31")) == []


# --- reporting ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "better", "value", "contradicts"),
    [
        ("met", "higher", "99", True),
        ("met", "higher", "100", False),
        ("met", "lower", "100", False),
        ("behind", "higher", "100", True),
        ("behind", "higher", "67", False),
        ("pending", "higher", "10", False),
    ],
)
def test_the_status_is_held_against_the_target(status: str, better: str, value: str, contradicts: bool) -> None:
    told = objective(status=f'"{status}"', target_value='"100"', better=f'"{better}"')
    assert bool(gaps("OBJ005", told + reading("2026-02-28", value))) is contradicts


def test_a_target_in_words_contradicts_nothing() -> None:
    assert reaches_target(Objective(ref="OBJ-1", target="as few as possible"), Decimal(3)) is None


def test_an_objective_told_as_part_of_a_document_counts_as_told() -> None:
    document = """
    [[document]]
    ref = "DOC-1"
    serves = ["6.2"]
    [[document_version]]
    ref = "DOCV-1"
    document = "DOC-1"
    state = "in force"
    [[acknowledgement]]
    ref = "ACK-1"
    document = "DOC-1"
    given_on = 2026-01-10
    """
    silent = objective() + '[[objective]]\nref = "OBJ-2"\ncommunicated = true\n'
    assert gaps("OBJ006", silent)
    assert gaps("OBJ006", silent + document) == []


# --- deriving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-04", date(2026, 4, 1), date(2026, 4, 30)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2026-01-05/2026-02-04", date(2026, 1, 5), date(2026, 2, 4)),
    ],
)
def test_periods_are_read_as_people_name_them(period: str, first: date, last: date) -> None:
    assert span_of(Reading(period=period)) == (first, last)


@pytest.mark.parametrize("period", ["last winter", "2026-13", "2026-Q5", ""])
def test_a_period_that_is_none_spans_nothing(period: str) -> None:
    assert span_of(Reading(period=period)) is None


def derived(name: str, toml: str, subject: str = "", unit: str = "") -> Decimal | None:
    asked = Asked(subject, date(2026, 1, 1), date(2026, 3, 31), unit)
    return DERIVATIONS[name].compute(example_isms(toml), asked).value


SUPPLIERS = """
[[own_rule]]
ref = "RULE-1"
title = "supplier_review"
setting = "year"

[[supplier]]
ref = "SUP-1"
criticality = "critical"
[[supplier]]
ref = "SUP-2"
criticality = "critical"
[[supplier]]
ref = "SUP-3"
criticality = "low"

[[supplier_review]]
ref = "SRV-1"
supplier = "SUP-1"
reviewed_on = 2025-06-01
[[supplier_review]]
ref = "SRV-2"
supplier = "SUP-2"
reviewed_on = 2024-06-01
"""
WEAKNESSES = """
[[vulnerability]]
ref = "VUL-1"
deadline = 2026-02-01
closed_on = 2026-01-20
state = "closed"
[[vulnerability]]
ref = "VUL-2"
deadline = 2026-02-01
closed_on = 2026-02-20
state = "closed"
[[vulnerability]]
ref = "VUL-3"
deadline = 2026-05-01
"""
INCIDENTS = """
[[incident]]
ref = "INC-1"
occurred_at = 2026-01-05T08:00:00Z
detected_at = 2026-01-05T10:00:00Z
[[incident]]
ref = "INC-2"
occurred_at = 2026-02-05T08:00:00Z
detected_at = 2026-02-05T14:00:00Z
[[incident]]
ref = "INC-3"
occurred_at = 2025-02-05T08:00:00Z
detected_at = 2025-02-06T14:00:00Z
"""
LEAVERS = """
[[own_rule]]
ref = "RULE-1"
title = "leaver_within"
setting = "5 d"
[[person]]
ref = "PER-1"
left = 2026-02-01
assets_returned_on = 2026-02-03
duties_confirmed_on = 2026-02-01
[[person]]
ref = "PER-2"
left = 2026-02-01
assets_returned_on = 2026-02-13
duties_confirmed_on = 2026-02-01
"""
ACTIONS = """
[[action]]
ref = "ACT-1"
due = 2026-02-01
[[action]]
ref = "ACT-2"
due = 2026-02-01
done_on = 2026-05-01
state = "done"
[[action]]
ref = "ACT-3"
due = 2026-02-01
done_on = 2026-02-20
state = "done"
[[nonconformity]]
ref = "NC-1"
due = 2026-02-01
closed_on = 2026-03-01
state = "closed"
"""
CONTROLS = """
[[soa_declared]]
ref = "A.5.1"
applicable = "yes"
status = "implemented"
[[soa_declared]]
ref = "A.5.2"
applicable = "yes"
status = "planned"
[[soa_declared]]
ref = "A.8.30"
applicable = "no"
"""
READ = """
[[document]]
ref = "DOC-1"
title = "Rules of use"
[[acknowledgement]]
ref = "ACK-1"
document = "DOC-1"
due = 2026-02-01
given_on = 2026-01-15
[[acknowledgement]]
ref = "ACK-2"
document = "DOC-1"
due = 2026-02-01
[[acknowledgement]]
ref = "ACK-3"
document = "DOC-1"
due = 2026-06-01
"""


@pytest.mark.parametrize(
    ("name", "toml", "subject", "unit", "value"),
    [
        ("supplier review coverage", SUPPLIERS, "critical", "percent", 50),
        ("remediation in time", WEAKNESSES, "", "percent", 50),
        ("time to detect", INCIDENTS, "", "h", 4),
        ("time to detect", INCIDENTS, "", "minutes", 240),
        ("leavers closed in time", LEAVERS, "", "percent", 50),
        ("actions overdue", ACTIONS, "", "count", 2),
        ("nonconformities overdue", ACTIONS, "", "count", 0),
        ("control implementation", CONTROLS, "", "percent", 50),
        ("acknowledgement", READ, "Rules of use", "percent", 50),
    ],
)
def test_each_derivation_counts_what_its_name_says(name: str, toml: str, subject: str, unit: str, value: int) -> None:
    assert derived(name, toml, subject, unit) == value


def test_risks_above_acceptance_are_counted_or_told_as_a_share() -> None:
    toml = """
    [[criteria]]
    ref = "CRIT-1"
    approved_on = 2025-01-01
    accept_up_to = 4
    state = "in force"
    [[risk]]
    ref = "R-1"
    [[risk]]
    ref = "R-2"
    [[assessment]]
    ref = "RAS-1"
    risk = "R-1"
    stage = "residual"
    score = 8
    [[assessment]]
    ref = "RAS-2"
    risk = "R-2"
    stage = "residual"
    score = 2
    """
    assert derived("risks above acceptance", toml) == 1
    assert derived("risks above acceptance", toml, unit="percent") == 50


DERIVED = objective(derivation='"remediation in time"', unit='"percent"')


def test_a_reading_of_a_quarter_in_which_nothing_was_due_cannot_arise() -> None:
    (gap,) = gaps("OBJ007", DERIVED + reading("2025-12-31", "92", period='"2025-Q4"') + WEAKNESSES)
    assert "nothing it could be counted from" in gap


def test_one_unit_of_the_last_digit_is_forgiven() -> None:
    assert gaps("OBJ007", DERIVED + reading("2026-03-31", "51", period='"2026-Q1"') + WEAKNESSES) == []
    assert gaps("OBJ007", DERIVED + reading("2026-03-31", "52", period='"2026-Q1"') + WEAKNESSES)


def test_a_derivation_nobody_knows_is_not_judged() -> None:
    told = objective(derivation='"gut feeling"') + reading("2026-02-28")
    assert unjudged("OBJ007", told) == ["a derivation called “gut feeling”"]


def test_what_has_no_dates_is_not_judged_once_its_rows_were_written_again() -> None:
    told = objective(derivation='"control implementation"') + reading("2026-02-28", "80", period='"2026-02"')
    later = CONTROLS + '[[recorded]]\nref = "A.5.2"\nfirst = 2025-01-01\nlast = 2026-03-15\n'
    assert gaps("OBJ007", told + CONTROLS)
    assert unjudged("OBJ007", told + later) == ["the state of the register on 2026-02-28"]
