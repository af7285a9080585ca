"""The rules on risk assessment, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

LEVELS = """
bands = [
  { level = "low", low = 1, high = 4 },
  { level = "medium", low = 5, high = 9 },
  { level = "high", low = 10, high = 25 },
]
"""
CRITERIA = f"""
[[criteria]]
ref = "CRIT-1"
number = "1.0"
approved_on = 2024-01-08
state = "in force"
accept_levels = ["low"]
{LEVELS}
"""
RISK = """
[[risk]]
ref = "R-1"
title = "Flood in the data room"
"""


def assessed(stage: str = "inherent", *, more: str = "", ref: str = "RAS-1", risk: str = "R-1") -> str:
    return f'[[assessment]]\nref = "{ref}"\nrisk = "{risk}"\nstage = "{stage}"\n{more}\n'


# --- the method -----------------------------------------------------------------------------------------------------


def test_a_draft_that_waits_for_approval_is_named() -> None:
    (gap,) = gaps("RSK001", '[[criteria]]\nref = "CRIT-4"\nprocess = "As ever."\n')
    assert gap == "No approved risk criteria are in force on this day; CRIT-4 waits for approval."


def test_a_document_that_serves_the_clause_describes_the_method_as_well() -> None:
    described = """
    [[document]]
    ref = "DOC-1"
    serves = ["6.1.2"]
    [[document_version]]
    ref = "DOV-1"
    document = "DOC-1"
    state = "in force"
    """
    assert gaps("RSK001", CRITERIA)
    assert not gaps("RSK001", CRITERIA + described)


def scales(more: str) -> str:
    """Criteria with whole scales of two levels each, and what is said of bands and rules."""
    steps = "{ number = 1, label = 'a', definition = 'b' }, { number = 2, label = 'c', definition = 'd' }"
    return f"""
    [[criteria]]
    ref = "CRIT-1"
    approved_on = 2025-01-01
    state = "in force"
    likelihood = [{steps}]
    dimensions = [{{ key = "integrity", levels = [{steps}] }}]
    {more}
    """


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("accept_up_to = 2\nbands = [{ level = 'low', low = 1, high = 2 }]", "No band holds the score 4."),
        (
            "accept_up_to = 0\nbands = [{ level = 'low', low = 1, high = 4 }]",
            "Scores up to 0 are accepted, and scores run from 1 to 4.",
        ),
        (
            "accept_up_to = 2\nbands = [{ level = 'low', low = 1, high = 2 }, { level = 'high', low = 2, high = 4 }]",
            "The bands low (to 2) and high (from 2) overlap.",
        ),
        (
            "accept_levels = ['low']\nscoring = 'matrix'\ncells = [{ likelihood = 1, impact = 1, level = 'low' }]",
            "3 of 4 cells of the matrix have no level, the first at 1/2.",
        ),
        (
            "accept_levels = ['dire']\nbands = [{ level = 'low', low = 1, high = 4 }]",
            "The acceptance rule speaks of “dire”, which is no level of risk here.",
        ),
        ("bands = [{ level = 'low', low = 1, high = 4 }]", "No rule says which risks are accepted."),
        ("accept_up_to = 2", "No bands turn a score into a level."),
    ],
)
def test_each_gap_of_the_criteria_is_told_with_its_place(more: str, told: str) -> None:
    assert gaps("RSK002", scales(more)) == [told]


def test_a_band_between_scores_that_cannot_occur_is_no_gap() -> None:
    fitting = "accept_up_to = 2\nbands = [{ level = 'low', low = 1, high = 2 }, { level = 'high', low = 4, high = 4 }]"
    assert not gaps("RSK002", scales(fitting))


# --- scores ---------------------------------------------------------------------------------------------------------


def test_case_of_a_level_does_not_matter() -> None:
    assert not gaps("RSK004", CRITERIA + RISK + assessed(more='level = "MEDIUM"'))


def test_a_stored_combined_impact_is_held_against_the_impacts() -> None:
    impacts = 'impacts = [{ dimension = "integrity", number = 4 }, { dimension = "availability", number = 2 }]'
    (gap,) = gaps("RSK005", CRITERIA + RISK + assessed(more=f"{impacts}\ncombined = 2"))
    assert gap == "Combined impact 2 is stored, 4 follows from the impacts."


def test_an_off_scale_level_is_told_once_and_not_as_a_contradiction_too() -> None:
    system = CRITERIA + RISK + assessed(more='likelihood = 2\ncombined = 2\nlevel = "grave"')
    assert gaps("RSK004", system)
    assert not gaps("RSK005", system)


def test_a_superseded_assessment_is_history_and_not_examined() -> None:
    assert not gaps("RSK004", CRITERIA + RISK + assessed(more='level = "grave"\nstate = "superseded"'))


def test_without_a_promised_grace_nobody_is_late_under_new_criteria() -> None:
    old = '[[criteria]]\nref = "CRIT-0"\napproved_on = 2022-01-01\nuntil = 2024-01-08\nstate = "superseded"\n'
    system = old + CRITERIA + RISK + assessed(more='criteria = "CRIT-0"\nassessed_on = 2023-05-01')
    assert unjudged("RSK006", system) == ["no promise `criteria_grace`"]


def test_likes_are_found_by_asset_threat_and_weakness() -> None:
    alike = "".join(
        f'[[risk]]\nref = "R-{n}"\nassets = ["Server 1"]\nthreats = ["Flood"]\nweaknesses = ["Cellar"]\n'
        + assessed(ref=f"RAS-{n}", risk=f"R-{n}", more=f"likelihood = {n}\ncombined = 3")
        for n in (1, 2)
    )
    assert gaps("RSK007", alike) == [
        "The inherent likelihood (2 and 1) of one scenario differ, and no reason says why."
    ]
    assert not gaps("RSK007", alike.replace('weaknesses = ["Cellar"]\n', ""))


def test_scores_of_two_methods_are_not_compared() -> None:
    old = '[[criteria]]\nref = "CRIT-0"\napproved_on = 2022-01-01\nuntil = 2024-01-08\nstate = "superseded"\n'
    later = assessed("residual", ref="RAS-2", more='criteria = "CRIT-1"\nscore = 9')
    system = old + CRITERIA + RISK + assessed(more='criteria = "CRIT-0"\nscore = 6') + later
    assert not gaps("RSK014", system)
    assert gaps("RSK014", system.replace('criteria = "CRIT-0"', 'criteria = "CRIT-1"'))


# --- what is covered and evaluated ----------------------------------------------------------------------------------


def test_an_importance_may_be_a_class_of_ones_own() -> None:
    system = """
    [[organization]]
    ref = "ORG-1"
    classes = [{ name = "Open" }, { name = "Inner" }, { name = "Sealed" }]
    [[own_rule]]
    ref = "RULE-1"
    title = "important_from"
    setting = "inner"
    [[asset]]
    ref = "AST-1"
    title = "Contracts"
    classification = "Sealed"
    [[asset]]
    ref = "AST-2"
    title = "Leaflets"
    classification = "Open"
    """
    assert len(gaps("RSK009", system)) == 1


def test_without_a_promise_no_asset_and_no_threat_is_called_important() -> None:
    system = '[[asset]]\nref = "AST-1"\ncriticality = "critical"\n[[threat]]\nref = "THR-1"\nrelevance = "high"\n'
    assert unjudged("RSK009", system) == ["no promise `important_from`"]
    assert unjudged("RSK010", system) == ["no promise `threat_from`"]


def test_a_rejected_risk_needs_a_place_in_the_queue_unless_it_is_kept() -> None:
    system = CRITERIA + RISK + "{option}" + assessed(more="likelihood = 3\ncombined = 3")
    (gap,) = gaps("RSK011", system.replace("{option}", ""))
    assert gap == "At level “medium” the rules do not accept it, and no priority or day says when it is dealt with."
    assert not gaps("RSK011", system.replace("{option}", 'option = "retain"\n'))
    assert not gaps("RSK011", system.replace("{option}", "treat_by = 2026-07-01\n"))


def test_a_verdict_of_after_the_treatment_is_as_true_as_one_of_before() -> None:
    done = assessed("residual", ref="RAS-2", more="likelihood = 1\ncombined = 3")
    for verdict in ("acceptable", "to be treated"):
        risk = f'{RISK}verdict = "{verdict}"\n'
        assert not gaps("RSK011", CRITERIA + risk + assessed(more="likelihood = 3\ncombined = 3") + done)


LOWERED = assessed(more="score = 9") + assessed("current", ref="RAS-2", more="score = 4")


@pytest.mark.parametrize(
    ("linked", "more", "told"),
    [
        ("", "", ["It is taken down from score 9 to score 4, and no control is linked to it."]),
        ('controls = ["A.8.7"]', "", []),
        (
            'controls = ["A.8.7"]',
            '[[soa_declared]]\nref = "A.8.7"\napplicable = "no"\n',
            ["It is taken down from score 9 to score 4 by nothing that works: A.8.7 is excluded."],
        ),
        (
            'controls = ["A.8.7"]',
            '[[evidence_item]]\nref = "EVD-1"\ncontrols = ["A.8.7"]\nobserved_on = 2026-03-01\nresult = "fails"\n',
            ["It is taken down from score 9 to score 4 by nothing that works: A.8.7 is ineffective."],
        ),
        ("", '[[action]]\nref = "ACT-1"\nanswers = ["R-1"]\ncontrols = ["A.8.7"]\nstate = "done"\n', []),
    ],
)
def test_what_holds_a_risk_down_has_to_work(linked: str, more: str, told: list[str]) -> None:
    assert gaps("RSK015", f"{RISK}{linked}\n{LOWERED}{more}") == told


def test_controls_told_in_words_only_cannot_be_judged() -> None:
    system = f'{RISK}existing_controls = "Offline copies"\n{LOWERED}'
    assert unjudged("RSK015", system) == ["a link from the controls it describes to controls on record"]


# --- in time --------------------------------------------------------------------------------------------------------


def test_a_risk_without_a_day_of_assessment_is_unjudged_and_not_clear() -> None:
    assert unjudged("RSK012", RISK + assessed(more="score = 8")) == ["the day of its assessment"]


def test_the_interval_of_the_level_comes_before_the_promise() -> None:
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "risk_review"\nsetting = "year"\n'
    halves = CRITERIA + 'intervals = [{ level = "high", interval = "6 m" }]\n'
    system = RISK + assessed(more='level = "high"\nassessed_on = 2025-08-31')
    assert not gaps("RSK012", promised + CRITERIA + system)
    (gap,) = gaps("RSK012", promised + halves + system)
    assert gap == "A new assessment was due on 2026-02-28, 31 days ago; the last assessment is of 2025-08-31."


STRUCK = """
[[own_rule]]
ref = "RULE-1"
title = "event_grace"
setting = "30 d"
[[own_rule]]
ref = "RULE-2"
title = "lesson_from"
setting = "high"
[[risk]]
ref = "R-1"
controls = ["A.8.7"]
[[assessment]]
ref = "RAS-1"
risk = "R-1"
assessed_on = 2025-10-01
[[evidence_item]]
ref = "EVD-1"
title = "Scanner test"
controls = ["A.8.7"]
observed_on = 2026-02-10
result = "fails"
"""


def test_a_control_that_fell_calls_for_a_new_assessment() -> None:
    (gap,) = gaps("RSK013", STRUCK)
    assert gap == (
        "On 2026-02-10 A.8.7, which holds this risk down, was found ineffective; "
        "the latest assessment is of 2025-10-01, 132 days before that."
    )


def test_within_the_grace_nobody_is_late() -> None:
    assert not gaps("RSK013", STRUCK.replace("2026-02-10", "2026-03-10"))
    assert not unjudged("RSK013", STRUCK.replace("2026-02-10", "2026-03-10"))


def test_a_register_of_bare_titles_is_told_once() -> None:
    assert gaps("RSK000", RISK) == ["The register holds 1 live risk, and none has an assessment."]
    assert not gaps("RSK008", RISK)
