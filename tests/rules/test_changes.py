"""Changes: what their rules tell apart beyond the examples on their pages."""

from __future__ import annotations

import pytest

from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.pages import example_isms
from plumbline.engine.rules.rule import RULES, all_rules

STATEMENTS = """
[[soa_version]]
ref = "SOA-1"
approved_on = 2025-01-10
rows = [{ key = "A.8.30", applicable = "no" }, { key = "A.8.1", applicable = "yes" }]
state = "superseded"
[[soa_version]]
ref = "SOA-2"
approved_on = 2026-01-10
rows = [{ key = "A.8.30", applicable = "yes" }, { key = "A.8.1", applicable = "yes" }]
state = "approved"
"""
SITES = """
[[site]]
ref = "SITE-1"
verdict = "in"
[[site]]
ref = "SITE-2"
verdict = "in"
[[recorded]]
ref = "SITE-1"
first = 2025-01-10
[[recorded]]
ref = "SITE-2"
first = 2026-02-10
"""
LIVE = """
[[person]]
ref = "PER-1"
[[role]]
ref = "ROLE-1"
[[assignment]]
ref = "ASG-1"
role = "ROLE-1"
person = "PER-1"
[[change]]
ref = "CHG-1"
live_on = 2026-02-01
approved_on = 2026-01-20
"""
PROMISE = '[[own_rule]]\nref = "RULE-1"\ntitle = "emergency_review"\nsetting = "5 d"\n'


def said(code: str, toml: str) -> list[Fault | Unjudged]:
    assert all_rules()
    rule, isms = RULES[code], example_isms(toml)
    return [each for subject in rule.examines.select(isms) for each in rule.check(isms, subject)]


def gaps(code: str, toml: str) -> list[str]:
    return [each.gap for each in said(code, toml) if isinstance(each, Fault)]


def test_a_statement_that_turned_on_a_control_is_a_step_and_one_that_did_not_is_none() -> None:
    (gap,) = gaps("CHG002", STATEMENTS)
    turned, opened = "The approved Statement changed on whether A.8.30 applies on 2026-01-10", "no change was opened"
    assert gap == f"{turned}, and {opened} for it before."
    assert gaps("CHG002", STATEMENTS.replace('"no"', '"yes"')) == []


@pytest.mark.parametrize("subject", ["SOA-2", "A.8.30"])
def test_a_change_names_the_statement_or_the_control_that_turned(subject: str) -> None:
    change = f'[[change]]\nref = "CHG-1"\nsubjects = ["{subject}"]\nrequested_on = '
    assert gaps("CHG002", STATEMENTS + change + "2025-12-01\n") == []
    (gap,) = gaps("CHG002", STATEMENTS + change + "2026-02-01\n")
    assert gap.endswith("and CHG-1, which names it, was opened only afterwards.")


def test_a_site_that_came_later_than_the_first_is_a_step() -> None:
    (fault,) = said("CHG002", SITES)
    assert isinstance(fault, Fault)
    assert fault.record.ref == "SITE-2"
    assert gaps("CHG002", SITES.replace("2026-02-10", "2025-01-10")) == []


def test_a_change_that_was_turned_down_opens_nothing() -> None:
    change = '[[change]]\nref = "CHG-1"\nsubjects = ["SOA-2"]\nrequested_on = 2025-12-01\nstate = "rejected"\n'
    assert len(gaps("CHG002", STATEMENTS + change)) == 1


@pytest.mark.parametrize("who", ["PER-1", "ROLE-1"])
def test_who_approves_by_name_or_role_is_not_who_does_it(who: str) -> None:
    assert gaps("CHG004", f'{LIVE}approved_by = ["{who}"]\ndone_by = ["PER-1"]\n') == [
        "PER-1 approved what they carried out themselves."
    ]


def test_an_emergency_is_approved_afterwards_and_others_before() -> None:
    late = LIVE.replace("2026-01-20", "2026-02-03") + 'approved_by = ["PER-1"]\n'
    assert gaps("CHG004", late) == ["It was approved 2 days after it had gone live, and was no emergency."]
    assert gaps("CHG004", late + "emergency = true\n") == []
    assert gaps("CHG004", '[[change]]\nref = "CHG-1"\nlive_on = 2026-02-01\nemergency = true\n') != []


@pytest.mark.parametrize(
    ("asked", "clause"),
    [('change_kind = "project"', "A.5.8"), ("needs_test = true", "A.8.29"), ("needs_fallback = true", "A.8.32")],
)
def test_what_its_class_asks_for_is_told_at_its_control(asked: str, clause: str) -> None:
    (fault,) = said("CHG004", f'{LIVE}approved_by = ["PER-1"]\n{asked}\n')
    assert isinstance(fault, Fault)
    assert fault.clause == clause


def test_a_change_that_caused_an_incident_is_looked_back_on() -> None:
    incident = '[[incident]]\nref = "INC-1"\ncaused_by_change = "CHG-1"\n'
    (gap,) = gaps("CHG005", PROMISE + LIVE + incident)
    assert gap == "It was the cause of an incident, and nobody looked back by 2026-02-06."
    (answer,) = said("CHG005", LIVE + incident)
    assert isinstance(answer, Unjudged)


def test_a_look_back_without_a_result_shows_nothing() -> None:
    assert gaps("CHG005", f"{PROMISE}{LIVE}emergency = true\nreviewed_on = 2026-02-03\n") == [
        "Somebody looked back on it, and what that showed is not on record."
    ]


def test_a_criterion_set_after_the_deed_is_told_until_it_is_judged() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
actions = ["ACT-1"]
effect_criterion = "No repeat"
effect_criterion_on = 2026-03-20
effect_due = 2026-06-01
[[action]]
ref = "ACT-1"
done_on = 2026-03-10
state = "done"
"""
    assert gaps("NCA006", toml) == [
        "Its criterion was set 10 days after an action was done, so it may follow the outcome."
    ]
    assert gaps("NCA006", toml.replace("2026-03-20", "2026-03-01")) == []
    assert gaps("NCA006", toml.replace("effect_due", 'effect = "effective"\neffect_due')) == []
