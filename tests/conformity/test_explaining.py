"""`plumbline rule KEY`: what a clause, requirement or control is for, what an auditor asks, and the rules on it."""

from __future__ import annotations

import json

from click.testing import CliRunner

from plumbline.apps.conformity.commands import rule_
from plumbline.engine.standard.catalogue import standard


def told(*words: str) -> str:
    found = CliRunner().invoke(rule_, words)
    assert found.exit_code == 0, found.output
    assert max(map(len, found.stdout.splitlines())) <= 100
    return found.stdout


def test_a_control_is_explained_before_its_rules() -> None:
    said = told("a.5.20")
    words = standard().guidance("A.5.20")
    assert " ".join(words.purpose.split()) in " ".join(said.split())
    assert said.count("An auditor would ask") == 2
    assert said.index("What it is for") < said.index("SUP002")


def test_a_control_without_a_rule_of_its_own_says_who_looks_at_it() -> None:
    assert "No rule is about this one alone" in told("A.5.4")


def test_a_clause_lists_the_rules_of_all_below_it() -> None:
    assert "AUD000" in told("9.2")


def test_programs_get_words_and_rules_together() -> None:
    found = json.loads(CliRunner().invoke(rule_, ["A.5.20", "--format", "json"]).stdout)
    assert found["key"] == "A.5.20"
    assert "SUP002" in [each["code"] for each in found["rules"]]
    assert len(found["guidance"]["questions"]) == 2
