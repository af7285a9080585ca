"""The rules on suppliers, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

FIRM = '[[supplier]]\nref = "SUP-1"\ntitle = "Fernwell"\n'
SEES = FIRM + "sees_information = true\n"
PROCEDURE = """
[[document]]
ref = "DOC-1"
serves = ["A.5.19"]
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
effective = 2025-01-01
state = "in force"
"""


def agreement(more: str, ref: str = "SAG-1") -> str:
    return f'[[supplier_agreement]]\nref = "{ref}"\nsupplier = "SUP-1"\n{more}\n'


def review(day: str, more: str = 'result = "satisfactory"', ref: str = "SRV-1") -> str:
    return f'[[supplier_review]]\nref = "{ref}"\nsupplier = "SUP-1"\nreviewed_on = {day}\n{more}\n'


def promised(name: str, setting: str) -> str:
    return f'[[own_rule]]\nref = "RULE-1"\ntitle = "{name}"\nsetting = "{setting}"\n'


# --- whom it concerns ------------------------------------------------------------------------------------------------


def test_nobody_is_blamed_for_a_supplier_of_which_nothing_is_known() -> None:
    assert not gaps("SUP002", FIRM)
    assert unjudged("SUP002", FIRM) == ["whether it processes or can affect in-scope information"]


def test_a_supplier_that_runs_an_asset_of_ours_reaches_information() -> None:
    hosted = '[[asset]]\nref = "AST-1"\nhosting = "cloud"\nsupplier = "SUP-1"\n'
    assert gaps("SUP002", FIRM + hosted) == ["It serves with no agreement on record."]


def test_a_service_yet_to_begin_is_not_examined() -> None:
    assert not gaps("SUP002", SEES + "service_began = 2026-06-01\n")
    assert not gaps("SUP002", SEES + 'state = "proposed"\n')


# --- assessments and reviews -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("began", "told"), [("2025-03-01", True), ("2024-03-01", False)])
def test_only_who_came_under_the_procedure_had_to_be_assessed_first(began: str, told: bool) -> None:
    late = SEES + f"service_began = {began}\n" + review("2025-06-01")
    assert bool(gaps("SUP001", late + PROCEDURE)) is told
    assert not gaps("SUP001", late)


def test_a_review_after_its_date_keeps_the_date_even_if_nobody_moved_it() -> None:
    kept = FIRM + "next_review = 2026-01-10\n" + review("2026-01-12")
    assert not gaps("SUP004", kept)
    assert unjudged("SUP004", kept) == ["the day of its next review"]
    assert not unjudged("SUP004", promised("supplier_review", "year") + kept)


def test_a_supplier_never_reviewed_is_late_from_the_start_of_its_service() -> None:
    new = FIRM + "service_began = 2025-01-01\n"
    assert not gaps("SUP004", new)
    assert gaps("SUP004", promised("supplier_review", "year") + new) == [
        "Its review was due on 2026-01-01, 89 days ago."
    ]


REMARK = FIRM + review("2026-03-20", 'result = "with remarks"')


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("", True),
        (review("2026-03-25", ref="SRV-2"), False),
        (review("2026-03-25", 'result = "with remarks"', ref="SRV-2"), True),
        ('[[nonconformity]]\nref = "NC-1"\nsource_refs = ["SRV-1"]\n', False),
        ('[[action]]\nref = "ACT-1"\ntitle = "Have Fernwell close its ports"\n', False),
        ('[[action]]\nref = "ACT-1"\ntitle = "Ask SUP-11 for its report"\n', True),
        (promised("finding_answer", "14 d"), False),
    ],
)
def test_a_remark_is_answered_by_what_names_it_or_a_better_review(answer: str, told: bool) -> None:
    assert any("2026-03-20" in each for each in gaps("SUP005", REMARK + answer)) is told


def test_an_acceptance_with_conditions_asks_for_an_answer_as_well() -> None:
    bound = '[[supplier_assessment]]\nref = "SAS-1"\nsupplier = "SUP-1"\nresult = "accepted with conditions"\n'
    assert gaps("SUP005", FIRM + bound) == [
        "The assessment left something open, and no action, risk, nonconformity or later review answers it."
    ]


# --- agreements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contract", "told"),
    [
        ("rolling = true\nends = 2025-01-01", []),
        ("starts = 2025-01-01", []),
        ("ends = 2026-03-01", ["It has served for 30 days since SAG-1 ended, with no agreement in force."]),
        ("starts = 2026-05-01", ["It serves already, and its agreement SAG-1 begins only on 2026-05-01."]),
        (
            'ends = 2027-01-01\nstate = "terminated"',
            ["It still serves after SAG-1 was terminated, with no other agreement in force."],
        ),
    ],
)
def test_an_agreement_is_in_force_or_the_gap_says_since_when_not(contract: str, told: list[str]) -> None:
    assert gaps("SUP002", SEES + agreement(contract)) == told


def test_an_agreement_on_data_does_not_stand_for_the_one_on_the_service() -> None:
    lapsed = SEES + agreement("ends = 2026-03-01")
    assert gaps("SUP002", lapsed + agreement("rolling = true\nis_data_agreement = true", "SAG-2"))
    assert not gaps("SUP002", lapsed + agreement("rolling = true", "SAG-2"))


ALL = '"security", "confidentiality", "incidents", "subcontractors", "audit", "return"'


def test_terms_are_recognised_in_the_words_of_contracts() -> None:
    assert not gaps("SUP003", SEES + agreement(f"terms = [{ALL}]"))


def test_who_develops_for_us_needs_rules_of_development() -> None:
    maker = SEES + "develops = true\n" + agreement(f"terms = [{ALL}]")
    assert gaps("SUP003", maker) == ["SAG-1 has no term on rules of development."]


def test_a_term_may_stand_in_an_agreement_nobody_has_read() -> None:
    half = SEES + agreement('terms = ["security"]')
    assert gaps("SUP003", half)
    unread = half + agreement("rolling = true", "SAG-2")
    assert not gaps("SUP003", unread)
    assert unjudged("SUP003", unread) == ["the terms of SAG-2"]


PERSONAL = FIRM + "personal_data = true\n"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('data_agreement = "yes"', False),
        ('data_agreement = "not needed"', True),
        ('data_agreement = "not needed"\ndata_agreement_note = "Advises on its own account"', False),
        ("", True),
        ('data_agreement = "yes"\n' + agreement("is_data_agreement = true\nends = 2025-12-31"), True),
    ],
)
def test_personal_data_goes_nowhere_without_an_agreement_or_a_reason(more: str, told: bool) -> None:
    assert bool(gaps("SUP006", PERSONAL + more)) is told


# --- cloud services and providers ------------------------------------------------------------------------------------

CLOUD = FIRM + 'service_kind = "cloud"\n'


def test_what_the_register_does_not_keep_is_not_asked_of_a_cloud_service() -> None:
    assert not gaps("SUP007", CLOUD)
    assert unjudged("SUP007", CLOUD) == ["whether it was assessed as a cloud service"]
    another = '[[supplier]]\nref = "SUP-2"\nservice_kind = "cloud"\nassessed_as_cloud = true\nway_out = "Export"\n'
    assert gaps("SUP007", CLOUD + another) == [
        "For this cloud service the register lacks its assessment as a cloud service and the way out."
    ]


def test_a_supplier_that_has_ended_is_still_known_as_a_provider() -> None:
    named = '[[risk]]\nref = "R-1"\nprovider = "%s"\n[[supplier]]\nref = "SUP-2"\ntitle = "Old"\nstate = "ended"\n'
    assert not gaps("SUP008", FIRM + named % "Old")
    assert gaps("SUP008", FIRM + named % "Stripewell") == ["Its provider “Stripewell” is no registered supplier."]


def test_an_empty_list_of_suppliers_is_told_by_another_rule() -> None:
    assert not gaps("SUP008", '[[risk]]\nref = "R-1"\nprovider = "Stripewell"\n')
