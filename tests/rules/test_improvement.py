"""Nonconformities: what their rules tell apart beyond the examples on their pages."""

from datetime import date

import pytest

from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.pages import example_isms
from plumbline.engine.rules.rule import RULES, all_rules

CAPA = """
[[nonconformity]]
ref = "CAPA-2026-001"
title = "Accounts without approval"
cause = "No gate in the checklist"
corrective_action = "Add the gate"
due = 2026-02-15
effect_criterion = "Audit sample"
state = "in progress"
"""


def said(code: str, toml: str) -> list[Fault | Unjudged]:
    assert all_rules()
    rule, isms = RULES[code], example_isms(toml)
    return [each for subject in rule.examines.select(isms) for each in rule.check(isms, subject)]


def faults(code: str, toml: str) -> list[str]:
    return [each.record.ref for each in said(code, toml) if isinstance(each, Fault)]


def test_a_row_that_describes_its_action_is_overdue_itself() -> None:
    (fault,) = said("NCA005", CAPA)
    assert isinstance(fault, Fault)
    assert fault.gap == "The corrective action is 44 days overdue and “in progress”."


def test_a_row_with_an_action_of_its_own_leaves_the_date_to_that_action() -> None:
    toml = CAPA + '[[action]]\nref = "ACT-1"\nanswers = ["CAPA-2026-001"]\ndue = 2026-06-01\n'
    assert faults("NCA005", toml) == []


def test_an_action_that_also_treats_a_risk_belongs_to_the_treatment_plan() -> None:
    toml = (
        CAPA
        + '[[risk]]\nref = "R-1"\n[[action]]\nref = "ACT-1"\nanswers = ["CAPA-2026-001", "R-1"]\ndue = 2026-02-01\n'
    )
    assert faults("NCA005", toml) == []


def test_closing_before_the_action_is_done_is_told_with_that_action() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
actions = ["ACT-1"]
effect_criterion = "No repeat"
effect = "effective"
closed_on = 2026-03-01
state = "closed"
[[action]]
ref = "ACT-1"
state = "open"
"""
    (fault,) = said("NCA006", toml)
    assert isinstance(fault, Fault)
    assert fault.gap == "It was closed while its action ACT-1 had still to be done."


def test_a_closed_one_without_a_judgement_of_its_effect_is_told() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
corrective_action = "Add the gate"
effect_criterion = "Audit sample"
state = "closed"
"""
    assert faults("NCA006", toml) == ["NC-1"]
    assert faults("NCA006", toml + "effect_judged_on = 2026-03-15\n") == []


@pytest.mark.parametrize(("done_on", "at_fault"), [("2025-12-20", True), ("2026-03-01", False)])
def test_the_effect_is_judged_within_the_promised_time_after_the_action(done_on: str, at_fault: bool) -> None:
    toml = f"""
[[own_rule]]
ref = "RULE-1"
title = "effect_check"
setting = "90 d"
[[nonconformity]]
ref = "NC-1"
actions = ["ACT-1"]
effect_criterion = "No repeat"
[[action]]
ref = "ACT-1"
done_on = {done_on}
state = "done"
"""
    assert bool(faults("NCA006", toml)) is at_fault


def test_without_a_promise_a_done_action_leaves_the_effect_unjudged() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
actions = ["ACT-1"]
effect_criterion = "No repeat"
[[action]]
ref = "ACT-1"
done_on = 2026-01-01
state = "done"
"""
    (answer,) = said("NCA006", toml)
    assert isinstance(answer, Unjudged)
    assert "effect_check" in answer.missing


def test_a_fresh_nonconformity_may_wait_for_its_cause_as_long_as_promised() -> None:
    rule = '[[own_rule]]\nref = "RULE-1"\ntitle = "finding_answer"\nsetting = "14 d"\n'
    fresh = '[[nonconformity]]\nref = "NC-1"\nraised_on = 2026-03-20\n'
    assert faults("NCA002", rule + fresh) == []
    assert faults("NCA002", rule + fresh.replace("03-20", "03-01")) == ["NC-1"]
    (unjudged,) = said("NCA002", fresh)
    assert isinstance(unjudged, Unjudged)


def test_consequences_are_asked_for_only_where_the_register_keeps_them() -> None:
    bare = '[[nonconformity]]\nref = "NC-1"\ncorrection = "Locked"\n'
    other = '[[nonconformity]]\nref = "NC-2"\ncorrection = "Locked"\nconsequences = "None"\n'
    assert faults("NCA001", bare) == []
    assert faults("NCA001", bare + other) == ["NC-1"]


def test_the_same_record_at_fault_again_recurs_as_well_as_the_same_cause() -> None:
    toml = """
[[own_rule]]
ref = "RULE-1"
title = "recurrence"
setting = "3 in a year"
[[asset]]
ref = "AST-1"
title = "Billing"
[[nonconformity]]
ref = "NC-1"
requirement = "A.8.13"
records = ["AST-1"]
closed_on = 2025-12-01
state = "closed"
[[nonconformity]]
ref = "NC-2"
requirement = "a.8.13"
records = ["Billing"]
raised_on = 2026-01-10
"""
    (fault,) = said("NCA007", toml)
    assert isinstance(fault, Fault)
    assert "with the same requirement and record at fault" in fault.gap


def test_what_was_closed_before_the_audit_cycle_is_not_examined_any_more() -> None:
    old = '[[nonconformity]]\nref = "NC-1"\nclosed_on = 2021-05-01\nstate = "closed"\n'
    assert said("NCA001", old) == []
    assert faults("NCA001", old.replace("2021", "2025")) == ["NC-1"]


def test_a_closed_finding_of_a_body_without_date_is_not_held_open() -> None:
    toml = '[[nonconformity]]\nref = "NC-1"\nraised_by_body = "Registrar"\nstate = "closed"\n'
    assert said("NCA010", toml) == []
    assert len(said("NCA010", toml.replace("closed", "open"))) == 1


def test_the_first_year_of_a_system_is_not_blamed_for_silence() -> None:
    young = f'[[organization]]\nref = "ORG-1"\nstarted = {date(2025, 8, 1)}\n'
    assert said("NCA011", young) == []
    assert said("NCA011", young.replace("2025", "2023"))
