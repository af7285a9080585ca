"""What one rule says of a small system written as TOML: the gaps it tells, and what it could not judge."""

from __future__ import annotations

from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.pages import example_isms
from plumbline.engine.rules.rule import all_rules


def gaps(code: str, toml: str) -> list[str]:
    """The gaps a rule tells, in the order of its population."""
    return [each.gap for each in _answers(code, toml) if isinstance(each, Fault)]


def unjudged(code: str, toml: str) -> list[str]:
    """What was missing for the records that a rule could not judge."""
    return [each.missing for each in _answers(code, toml) if isinstance(each, Unjudged)]


def _answers(code: str, toml: str) -> list[Fault | Unjudged]:
    rule = next(each for each in all_rules() if each.code == code)
    isms = example_isms(toml)
    return [each for subject in rule.examines.select(isms) for each in rule.check(isms, subject)]
