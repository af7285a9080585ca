"""`plumbline adopt`: what may be promised is listed, what was adopted stands, and nothing is adopted twice."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from plumbline.apps.organization.commands import adopt
from plumbline.apps.ui.session import Session
from plumbline.engine.domain.promises import catalogue
from tests.stories import Firm


def ask(firm: Firm, *words: str, who: str = "ada") -> Result:
    return CliRunner().invoke(adopt, words, obj=Session(email=f"{who}@nordwind.example"))


def listed(firm: Firm) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in json.loads(ask(firm, "--list", "--format", "json").stdout)}


def test_the_list_names_every_promise_and_setting_and_says_what_stands(firm: Firm) -> None:
    before = listed(firm)
    assert set(before) == set(catalogue())
    assert before["waiver_max"] | {"stands": []} == {
        "name": "waiver_max",
        "kind": "setting",
        "means": catalogue()["waiver_max"].means,
        "clause": None,
        "unit": "interval",
        "starter": None,
        "default": "12 m",
        "stands": [],
    }
    ask(firm, "risk_review", "year")
    ask(firm, "risk_review", "half a year", "--applies-to", "high", "--stated-in", "DOC-1")
    assert listed(firm)["risk_review"]["stands"] == [
        {"applies_to": None, "value": "year", "stated": "own rule RULE-1"},
        {"applies_to": "high", "value": "half a year", "stated": "own rule RULE-2, DOC-1"},
    ]


def test_the_list_fits_a_terminal_and_shows_the_default_of_a_setting(firm: Firm) -> None:
    lines = ask(firm, "--list").stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("waiver_max") and "12 m, default of the tool" in line for line in lines)


def test_the_starters_leave_alone_what_is_stated_already(firm: Firm) -> None:
    ask(firm, "policy_review", "half-yearly")
    made = json.loads(ask(firm, "--starters", "--format", "json").stdout)
    assert {each["title"] for each in made} == {
        each.name for each in catalogue().values() if each.starter and each.name != "policy_review"
    }
    again = ask(firm, "--starters")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "Nothing to adopt" in again.stderr
    assert firm.last_entry()[:2] == (firm.ada.person, "organization:adopt")


def test_what_was_adopted_is_told_on_the_side_so_that_output_stays_clean(firm: Firm) -> None:
    told = ask(firm, "risk_review", "half a year", "--applies-to", "high")
    assert (told.stdout, told.stderr) == ("", "RULE-1: risk_review (high) is half a year.\n")


def test_half_a_sentence_is_refused_with_what_to_say(firm: Firm) -> None:
    for words in ((), ("policy_review",), ("--list", "--starters"), ("--list", "--applies-to", "high")):
        refused = ask(firm, *words)
        assert refused.exit_code == 2
        assert "Say one thing" in refused.stderr


def test_a_misspelt_promise_is_met_with_the_one_that_was_meant(firm: Firm) -> None:
    refused = ask(firm, "policy_revew", "year")
    assert "Perhaps you mean policy_review" in str(refused.exception)


def test_cleo_may_not_promise_anything_in_the_name_of_the_firm(firm: Firm) -> None:
    refused = ask(firm, "policy_review", "year", who="cleo")
    assert refused.exit_code == 1
    assert "organization:adopt" in str(refused.exception)
    assert listed(firm)["policy_review"]["stands"] == []
