"""The rules on evidence and controls in operation, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

ROW = '[[soa_declared]]\nref = "A.8.15"\napplicable = "yes"\nstatus = "implemented"\n'
QUARTERLY = (
    '[[control_state]]\nref = "A.8.15"\ncadence = "quarter"\ngrace = "30 d"\n'
    'cadence_from = 2025-07-01\nmax_age = "120 d"\n'
)


def seen(on: str, more: str = "", ref: str = "EVD-1") -> str:
    return f'[[evidence_item]]\nref = "{ref}"\ntitle = "Logs"\ncontrols = ["A.8.15"]\nobserved_on = {on}\n{more}\n'


PLAN = """
[[document]]
ref = "DOC-1"
title = "Incident Response Plan"
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
state = "in force"
"""


@pytest.mark.parametrize("words", ["DOC-1", "Incident Response Plan", "IRP", "Incident Response Plan, section 4"])
def test_a_document_in_force_may_be_named_as_people_name_it(words: str) -> None:
    row = ROW + f'documents = ["{words}"]\n'
    assert gaps("EVD001", row)
    assert not gaps("EVD001", row + PLAN)


def test_a_draft_shows_nothing() -> None:
    row = ROW + 'documents = ["DOC-1"]\n'
    assert gaps("EVD001", row + PLAN.replace("in force", "draft"))


@pytest.mark.parametrize(("words", "found"), [("Asset register", True), ("SecOps register", False)])
def test_a_register_counts_where_it_is_one_and_holds_something(words: str, found: bool) -> None:
    row = ROW + f'documents = ["{words}"]\n'
    assert gaps("EVD001", row)
    assert bool(gaps("EVD001", row + '[[asset]]\nref = "AST-1"\ntitle = "Log server"\n')) is not found


def test_evidence_without_a_day_is_not_judged_by_when_it_was_filed() -> None:
    undated = '[[evidence_item]]\nref = "EVD-1"\ncontrols = ["A.8.15"]\ncollected_on = 2026-03-30\n'
    assert unjudged("EVD002", ROW + QUARTERLY + undated) == ["day of observation"]


def test_evidence_without_an_interval_cannot_be_too_old() -> None:
    assert unjudged("EVD002", ROW + seen("2019-01-01")) == ["maximum age of evidence"]


def test_a_missing_quarter_is_told_though_the_newest_evidence_is_fresh() -> None:
    held = seen("2025-09-10") + seen("2026-03-20", ref="EVD-2")
    assert not gaps("EVD002", ROW + QUARTERLY + held)
    assert gaps("EVD003", ROW + QUARTERLY + held) == ["No evidence of A.8.15 covers 2025-10-01 to 2025-12-31, 92 days."]


def test_late_evidence_is_called_late() -> None:
    held = "".join(
        seen(day, f"collected_on = {collected}", f"EVD-{n}")
        for n, (day, collected) in enumerate([("2025-08-01", "2025-08-02"), ("2025-12-30", "2026-03-01")])
    )
    (gap,) = gaps("EVD003", ROW + QUARTERLY + held)
    assert gap == "The evidence of A.8.15 for 2025-10-01 to 2025-12-31 was collected only after its grace of 30 days."


def test_a_quarter_that_is_still_running_is_not_owed() -> None:
    assert not gaps("EVD003", ROW + QUARTERLY.replace("2025-07-01", "2026-01-01"))


@pytest.mark.parametrize(("result", "word"), [("fails", "ineffective"), ("holds in part", "only partly effective")])
def test_what_was_seen_contradicts_what_is_stated(result: str, word: str) -> None:
    (gap,) = gaps("EVD004", ROW + QUARTERLY + seen("2026-03-20", f'result = "{result}"'))
    assert word in gap


def test_the_newest_of_a_series_counts() -> None:
    held = seen("2026-02-20", 'result = "fails"') + seen("2026-03-20", 'result = "holds"', "EVD-2")
    assert not gaps("EVD004", ROW + QUARTERLY + held)


def test_one_item_of_our_own_is_enough_beside_claims() -> None:
    claimed = seen("2026-03-20", "claimed_only = true")
    assert gaps("EVD005", ROW + claimed)
    assert not gaps("EVD005", ROW + claimed + seen("2026-03-21", ref="EVD-2"))


def test_an_action_without_a_day_does_not_plan_the_rest() -> None:
    row = '[[soa_declared]]\nref = "A.8.12"\napplicable = "yes"\nstatus = "partly"\n'
    action = '[[action]]\nref = "ACT-1"\ncontrols = ["A.8.12"]\n'
    (gap,) = gaps("CTL004", row + action)
    assert gap.endswith("names it: ACT-1 has no due date.")
    assert not gaps("CTL004", row + action + "due = 2026-06-30\n")
    assert gaps("CTL004", row + action + 'due = 2026-06-30\nstate = "done"\n')
