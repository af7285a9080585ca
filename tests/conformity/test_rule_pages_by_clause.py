"""An auditor asks by clause: which rules examine 9.2, which examine a control?"""

from __future__ import annotations

from click.testing import CliRunner

from plumbline.apps.conformity.commands import rule_
from plumbline.apps.ui.session import Session


def told(*words: str) -> str:
    return CliRunner().invoke(rule_, words, obj=Session()).stdout


def test_a_control_lists_the_rules_that_examine_it_and_no_others() -> None:
    listed = told("a.5.20")
    assert "SUP002" in listed
    assert "CTX000" not in listed


def test_a_clause_stands_for_what_lies_below_it_and_not_for_its_neighbour() -> None:
    assert "AUD000" in told("9.2")
    assert told("A.5.2") != told("A.5.20")
    assert "SUP002" not in told("A.5.2")


def test_a_code_still_opens_the_page() -> None:
    assert told("SUP002").startswith("# SUP002")
