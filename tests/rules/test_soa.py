"""The rules on the Statement of Applicability, beyond the examples of their pages."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Life
from plumbline.engine.domain.kinds import FrozenRow, OwnRule, SoaDeclared, SoaVersion
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import all_rules
from tests.rules.said import gaps


def row(key: str, more: str = "", applicable: str = "yes") -> str:
    return f'[[soa_declared]]\nref = "{key}"\napplicable = "{applicable}"\n{more}\n'


@pytest.mark.parametrize(
    "reason",
    ["n/a", "N.A.", "Not relevant for us.", "nicht anwendbar", "Sans objet", "This control does not apply.", "-", ""],
)
def test_repeating_the_exclusion_is_no_reason_for_it(reason: str) -> None:
    assert gaps("SOA002", row("A.7.4", f'justification = "{reason}"', "no"))


@pytest.mark.parametrize("reason", ["No premises of our own.", "Wir haben keine Büros.", "Pas de locaux."])
def test_saying_what_is_absent_is_a_reason(reason: str) -> None:
    assert not gaps("SOA002", row("A.7.4", f'justification = "{reason}"', "no"))


def test_an_override_goes_before_the_declared_row() -> None:
    override = '[[soa_override]]\nref = "A.7.4"\napplicable = "no"\nreason = "We gave up the office."\n'
    duty = '[[obligation]]\nref = "OBL-1"\ntitle = "Guarded premises"\ncontrols = ["A.7.4"]\n'
    assert not gaps("SOA002", row("A.7.4") + override)
    assert gaps("SOA005", row("A.7.4") + override + duty) == ["A.7.4 is excluded, while OBL-1 names it."]


def test_a_decision_with_a_reason_upholds_a_control_that_nothing_asks_for() -> None:
    text = row("A.5.6", 'justification = "We learn from others."')
    assert gaps("SOA004", text)
    assert not gaps("SOA004", text + '[[soa_override]]\nref = "A.5.6"\napplicable = "yes"\nreason = "Worth the fee."\n')


@pytest.mark.parametrize(
    ("more", "applicable", "says"),
    [
        ("", "", "does not say whether the control applies"),
        ("", "yes", "nothing says how far"),
        ('status = "partly"', "no", "excluded and at the same time stated as “partly”"),
    ],
)
def test_what_a_row_leaves_open_is_named(more: str, applicable: str, says: str) -> None:
    (gap,) = gaps("SOA006", row("A.8.1", more, applicable))
    assert says in gap


def test_words_that_could_not_be_read_as_a_state_are_left_to_another_rule() -> None:
    assert not gaps("SOA006", row("A.8.1", 'unread = [["status", "somehow"]]'))


ACTION = """
[[action]]
ref = "ACT-1"
title = "Second factor"
controls = ["A.8.5"]
"""


@pytest.mark.parametrize(
    ("more", "spoken"),
    [
        ('action_kind = "treat"\ndue = 2026-06-30', True),
        ('action_kind = "treat"', False),
        ('action_kind = "improve"\ndue = 2026-06-30', False),
        ('action_kind = "treat"\ndue = 2026-01-31\nstate = "done"', False),
        ('action_kind = "treat"\ndue = 2026-01-31\nstate = "dropped"', False),
    ],
)
def test_only_a_live_dated_treatment_contradicts_a_control_that_is_done(more: str, spoken: bool) -> None:
    assert bool(gaps("SOA007", row("A.8.5", 'status = "implemented"') + ACTION + more)) is spoken


@pytest.mark.parametrize(("last", "spoken"), [(date(2025, 12, 1), True), (date(2026, 3, 1), False)])
def test_a_difference_counts_from_the_day_its_record_was_written(last: date, spoken: bool) -> None:
    records = [
        SoaDeclared(ref="A.5.1", applicable="no"),
        SoaVersion(
            ref="SOA-1",
            number="1.0",
            approved_on=date(2025, 6, 1),
            state="approved",
            rows=(FrozenRow(key="A.5.1", applicable="yes"),),
        ),
        OwnRule(ref="RULE-1", title="soa_refresh", setting="90 d"),
    ]
    lives = {("soa_declared", "A.5.1"): Life(date(2025, 5, 1), last)}
    isms = assemble(records, on=date(2026, 3, 31), lives=lives)
    drifted = next(each for each in all_rules() if each.code == "SOA009")
    said = [each for subject in drifted.examines.select(isms) for each in drifted.check(isms, subject)]
    assert [isinstance(each, Fault) for each in said] == ([True] if spoken else [])


def test_a_text_that_names_a_record_may_stand_on_many_rows() -> None:
    rows = "".join(row(f"A.8.{n}", 'justification = "The framework, OBL-1"') for n in range(1, 8))
    assert gaps("SOA010", rows)
    assert not gaps("SOA010", rows + '[[obligation]]\nref = "OBL-1"\ntitle = "County framework"\n')


def test_five_rows_with_one_text_are_no_pattern_yet() -> None:
    rows = "".join(row(f"A.8.{n}", 'justification = "Good practice"') for n in range(1, 6))
    assert not gaps("SOA010", rows)
    assert gaps("SOA010", rows + row("A.8.6", 'justification = "good  practice"'))
