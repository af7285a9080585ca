"""The sound company is silent; each rule's mutant of it is reported by that rule and by no other."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from plumbline.demo.changes import Change, load_changes
from plumbline.demo.company import as_isms, clean, faults, with_change, with_faults
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.finding import Report, State
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.rules.runner import audit

DAY = date(2026, 3, 31)
FOLDER = Path(__file__).parent / "mutants"


def told(report: Report) -> set[tuple[str, str]]:
    """What a report says, as pairs of rule and record."""
    return {(each.code, each.records[0]) for each in report.findings}


@cache
def mutants() -> Mapping[str, Change]:
    """Every mutant by the code of its rule."""
    found: dict[str, Change] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        changes = load_changes(path)
        assert not set(changes) & set(found), f"{path.name} repeats a mutant"
        found.update(changes)
    return found


@cache
def sound() -> Report:
    """The audit of the sound company."""
    return audit(as_isms(clean(DAY), DAY))


def mutated(code: str) -> Isms:
    """The sound company after the mutant of a rule."""
    return as_isms(with_change(DAY, mutants()[code]), DAY)


def test_sound_company_has_no_finding() -> None:
    assert told(sound()) == set()


@pytest.mark.parametrize("days", [1, 14, 30])
def test_sound_company_stays_silent_for_a_month(days: int) -> None:
    later = DAY + timedelta(days=days)
    assert told(audit(as_isms(clean(DAY), later))) == set()


def test_every_rule_examines_more_than_nothing_there() -> None:
    idle = [each.code for each in sound().rules if each.state in (State.EMPTY, State.NOT_APPLICABLE)]
    assert idle == []


def test_every_rule_has_a_mutant_and_every_mutant_a_rule() -> None:
    assert sorted(mutants()) == [each.code for each in all_rules()]


@pytest.mark.parametrize("code", [each.code for each in all_rules()])
def test_mutant_is_reported_by_its_rule_and_no_other(code: str) -> None:
    new = told(audit(mutated(code))) - told(sound())
    assert {each for each, _ in new} == {code}


def test_the_demonstration_shows_its_planted_faults_and_nothing_else() -> None:
    found = {code for code, _ in told(audit(as_isms(with_faults(DAY), DAY)))}
    assert found == {each.code for each in faults()}
