"""Empty registers: what counts as being there, and what excuses an absence."""

from datetime import date

import pytest

from plumbline.engine.rules.finding import Fault, State
from plumbline.engine.rules.pages import example_isms
from plumbline.engine.rules.readiness import shown
from plumbline.engine.rules.rule import RULES, all_rules
from plumbline.engine.rules.runner import audit

IN_FORCE = """
[[document]]
ref = "DOC-1"
title = "{title}"
serves = ["{serves}"]
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
effective = 2025-02-01
state = "in force"
"""


def gap(code: str, toml: str, on: date | None = None) -> str:
    assert all_rules()
    isms = example_isms(f"on = {on}\n{toml}" if on else toml)
    found = [each for each in RULES[code].check(isms, isms.organization) if isinstance(each, Fault)]
    return found[0].gap if found else ""


@pytest.mark.parametrize(
    ("code", "serves"),
    [("COM000", "7.4"), ("AUD000", "9.2.2"), ("OPS000", "A.8.13"), ("REV000", "9.3.3"), ("ACC000", "A.5.18")],
)
def test_a_document_in_force_stands_for_a_register_that_is_not_kept(code: str, serves: str) -> None:
    assert gap(code, IN_FORCE.format(title="Something else", serves="10.1"))
    assert not gap(code, IN_FORCE.format(title="Anything", serves=serves))


@pytest.mark.parametrize("code", ["POL000", "AUD000"])
def test_without_any_document_one_hole_is_told_once_and_nothing_behind_it_is_shown(code: str) -> None:
    report = audit(example_isms(""))
    told = {each.code: each for each in report.rules}
    assert "DOC000" in {each.code for each in report.findings}
    assert code not in {each.code for each in report.findings}
    assert told[code].state is State.PARTLY_JUDGED
    assert told[code].unjudged_for == (("ORG-1", "any document in force (DOC000)"),)
    assert not any(shown(clause, report.rules) for clause in told[code].clauses)
    draft = '[[document]]\nref = "DOC-1"\ndocument_kind = "policy"\nserves = ["5.2", "9.2.2"]\n'
    assert gap(code, draft) == ""
    assert gap(code, draft + IN_FORCE.format(title="Handbook", serves="7.4").replace("DOC-1", "DOC-2"))


@pytest.mark.parametrize("code", ["COM000", "REV000"])
def test_what_evidence_can_show_as_well_is_told_although_no_document_is_in_force(code: str) -> None:
    assert gap(code, "")


def test_the_newest_vulnerability_is_named_with_its_day() -> None:
    register = """
[[vulnerability]]
ref = "VUL-2025-001"
discovered = 2025-01-14
[[vulnerability]]
ref = "VUL-2025-020"
discovered = 2025-06-25
"""
    told = gap("VUL000", register, date(2026, 11, 22))
    assert told.startswith("The newest entry is of 2025-06-25, 515 days ago; nothing was looked for since 2025-11-22")
    assert gap("VUL000", register, date(2026, 6, 1)) == ""


def test_an_own_rule_about_scanning_is_stricter_than_silence() -> None:
    rule = '[[own_rule]]\nref = "RULE-1"\ntitle = "scan_interval"\nsetting = "month"\n'
    entry = '[[vulnerability]]\nref = "VUL-1"\ndiscovered = 2026-01-14\n'
    assert gap("VUL000", entry) == ""
    assert "scan_interval says month (own rule RULE-1)" in gap("VUL000", rule + entry)


def test_the_journal_dates_what_carries_no_day_of_its_own() -> None:
    event = '[[event]]\nref = "EVT-1"\n[[recorded]]\nref = "EVT-1"\nfirst = {first}\n'
    assert gap("INC000", event.format(first="2026-01-05")) == ""
    assert "2024-01-05" in gap("INC000", event.format(first="2024-01-05"))


def test_a_note_that_nothing_is_provided_is_believed_until_a_record_names_a_provider() -> None:
    note = '[[organization]]\nref = "ORG-1"\nnothing_external_on = 2026-01-01\n'
    assert gap("SUP000", note) == ""
    asset = '[[asset]]\nref = "AST-1"\nsupplier = "Posthorn"\n'
    assert gap("SUP000", note + asset) == "No supplier is on record, while a provider is named by AST-1."


def test_an_old_review_counts_only_while_no_rule_says_how_often() -> None:
    minutes = IN_FORCE.format(title="Minutes", serves="9.3.3")
    rule = '[[own_rule]]\nref = "RULE-1"\ntitle = "review_interval"\nsetting = "year"\n'
    assert gap("REV000", minutes) == ""
    assert "lies before 2025-03-31" in gap("REV000", minutes + rule)


def test_one_person_may_hold_both_roles_and_each_missing_one_is_named() -> None:
    person = '[[person]]\nref = "PER-1"\n[[assignment]]\nref = "ASG-1"\nrole = "ROLE-1"\nperson = "PER-1"\n'
    officer = '[[role]]\nref = "ROLE-1"\ntitle = "Officer"\nrole_kind = "{kind}"\n'
    assert gap("ROL000", "") == ("Nobody answers for the conformity of the system and reporting on its performance.")
    assert "the conformity of the system" in gap("ROL000", officer.format(kind="reporting") + person)
    pair = '[[role]]\nref = "ROLE-2"\nrole_kind = "reporting"\n'
    assert gap("ROL000", officer.format(kind="conformity") + 'also = ["ROLE-2"]\n' + person + pair) == ""


def test_personal_data_alone_asks_for_a_record_of_processing() -> None:
    assert gap("PRV000", '[[asset]]\nref = "AST-1"\n') == ""
    assert "AST-1 and SUP-1" in gap(
        "PRV000", '[[asset]]\nref = "AST-1"\npersonal_data = true\n[[supplier]]\nref = "SUP-1"\npersonal_data = true\n'
    )


def test_roles_without_holders_need_no_proof_of_competence() -> None:
    assert gap("PEO000", '[[role]]\nref = "ROLE-1"\n') == ""


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ('state = "draft"', "marked “draft”"),
        ('state = "in force"\nuntil = 2026-01-31', "in force until 2026-01-31 only"),
        ('state = "in force"\neffective = 2026-05-01', "in force from 2026-05-01 only"),
    ],
)
def test_a_scope_that_does_not_hold_today_says_why(scope: str, says: str) -> None:
    assert says in gap("SCP000", f'[[scope]]\nref = "SCOPE-1"\n{scope}\n')
