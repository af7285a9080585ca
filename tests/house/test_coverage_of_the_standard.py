"""No requirement of clauses 4 to 10 is left out in silence: a rule speaks for it, or a reason says why none does."""

from __future__ import annotations

from click.testing import CliRunner

from plumbline.apps.conformity.commands import rule_
from plumbline.engine.rules.asked import asked
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.standard.catalogue import short_key, standard

EXAMINED = {short_key(each) for rule in all_rules() for each in rule.clauses}
REQUIREMENTS = set(standard().requirements)
NEVER = {"5.1.f", "5.1.h"}
"""What happens between people and leaves no record: these two wait for no register."""


def test_every_requirement_has_a_rule_or_a_reason() -> None:
    left_out = sorted(REQUIREMENTS - EXAMINED - set(asked()))
    assert not left_out, f"Write a rule, or say why not in asked.toml: {', '.join(left_out)}"


def test_nothing_is_asked_that_a_rule_examines_or_that_does_not_exist() -> None:
    stale = sorted(set(asked()) & EXAMINED)
    assert not stale, f"A rule speaks for these now, delete them from asked.toml: {', '.join(stale)}"
    assert set(asked()) <= REQUIREMENTS


def test_only_what_no_record_can_show_waits_for_nothing() -> None:
    assert {key for key, each in asked().items() if not each.awaits} == NEVER


def test_each_reason_is_a_sentence_and_each_question_can_be_asked_once() -> None:
    for key, each in asked().items():
        assert each.reason.endswith("."), key
        assert each.question.endswith(("?", ".")), key
        assert "?" in each.question, key
        assert len(each.reason.split()) >= 10, key
    assert len({each.reason for each in asked().values()}) == len(asked())
    assert len({each.question for each in asked().values()}) == len(asked())


def test_somebody_who_looks_for_a_rule_on_it_is_told_what_to_ask() -> None:
    told = CliRunner().invoke(rule_, ["5.1.f"]).stdout
    assert "no rule examines this" in told
    assert asked()["5.1.f"].question.split(":")[0] in told
