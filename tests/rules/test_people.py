"""People: what the rules on competence, training and papers tell apart beyond the examples on their pages."""

import pytest

from tests.rules.said import gaps, unjudged

HOLDER = """
[[role]]
ref = "ROLE-1"
title = "Systems administrator"
role_kind = "administration"
needs_screening = true

[[person]]
ref = "PER-1"
employment = "employed"
started = 2024-01-15
unit = "Field"

[[assignment]]
ref = "ASG-1"
role = "ROLE-1"
person = "PER-1"
since = 2025-09-01

[[competence_need]]
ref = "CPN-1"
role = "ROLE-1"

[[competence_need]]
ref = "CPN-2"
role = "ROLE-1"
state = "dropped"
"""
YEARLY = '[[own_rule]]\nref = "RULE-1"\ntitle = "awareness_interval"\nsetting = "year"\n'
BRIEFING = '[[course]]\nref = "CRS-1"\ntitle = "Briefing"\ncourse_kind = "awareness"\n'


def table(kind: str, ref: str, **fields: str) -> str:
    return f'[[{kind}]]\nref = "{ref}"\n' + "".join(f"{name} = {value}\n" for name, value in fields.items())


def proof(ref: str = "CPP-1", **fields: str) -> str:
    return table("competence_proof", ref, person='"PER-1"', need='"CPN-1"', **fields)


# --- competence -----------------------------------------------------------------------------------------------------


def test_a_role_that_serves_as_another_shares_its_needs() -> None:
    deputy = table("role", "ROLE-2", role_kind='"administration"', also='["ROLE-1"]')
    assert gaps("PEO001", HOLDER + deputy) == []


def test_an_outside_body_sees_to_its_own_competence() -> None:
    assert gaps("PEO001", table("role", "ROLE-1", role_kind='"auditor"', held_outside="true")) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"evidence": '"Certificate"', "expires": "2026-03-01"}, "expired on 2026-03-01, 30 days ago"),
        ({"evidence_ref": '"Certificate of the vendor"'}, "not on record"),
        ({}, "names no evidence"),
    ],
)
def test_a_proof_that_proves_nothing_says_why(fields: dict[str, str], told: str) -> None:
    (gap,) = gaps("PEO002", HOLDER + proof(**fields))
    assert told in gap


def test_a_proof_that_is_still_to_be_obtained_proves_nothing_today() -> None:
    (gap,) = gaps("PEO002", HOLDER + proof(evidence='"Certificate"', obtained_on="2026-05-01"))
    assert "nothing proves" in gap


def test_a_second_proof_replaces_the_expired_one() -> None:
    renewed = proof(evidence='"A"', expires="2026-03-01") + proof("CPP-2", evidence='"B"', expires="2029-03-01")
    assert gaps("PEO002", HOLDER + renewed) == []


def test_where_nothing_at_all_is_shown_the_single_needs_are_not_told_as_well() -> None:
    assert gaps("PEO002", HOLDER) == []


def test_a_recorded_gap_is_told_as_a_gap_and_not_as_a_missing_proof() -> None:
    open_gap = HOLDER + proof(verdict='"gap"')
    assert gaps("PEO002", open_gap) == []
    assert gaps("PEO003", open_gap) == ["The gap is on record and nothing is planned to close it."]


def test_a_late_action_keeps_a_gap_open() -> None:
    late = proof(verdict='"gap"', actions='["ACT-1"]') + table("action", "ACT-1", due="2026-03-01")
    (gap,) = gaps("PEO003", late)
    assert "was due on 2026-03-01, 30 days ago" in gap


def test_the_effect_of_training_is_owed_after_the_promised_time() -> None:
    trained = proof(verdict='"gap"', actions='["TRN-1"]') + table("training", "TRN-1", completed_on="2025-11-01")
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "effect_check"\nsetting = "90 d"\n'
    assert unjudged("PEO003", trained) == ["no promise `effect_check`"]
    assert "its effect is unjudged" in gaps("PEO003", trained + promised)[0]


# --- training -------------------------------------------------------------------------------------------------------


def duty(ref: str, **fields: str) -> str:
    return table("training", ref, person='"PER-1"', course='"CRS-1"', **fields)


def test_a_later_round_that_is_done_heals_the_one_that_was_missed() -> None:
    missed = duty("TRN-1", due="2025-03-01")
    assert gaps("PEO004", HOLDER + BRIEFING + missed)
    assert gaps("PEO004", HOLDER + BRIEFING + missed + duty("TRN-2", due="2026-02-01", completed_on="2026-01-20")) == []


def test_a_planned_duty_answers_a_refresh_and_no_missed_round() -> None:
    planned = duty("TRN-2", due="2026-05-01")
    done = duty("TRN-1", due="2025-03-01", completed_on="2025-03-01", next_refresh="2026-03-01")
    assert gaps("PEO004", HOLDER + BRIEFING + done)
    assert gaps("PEO004", HOLDER + BRIEFING + done + planned) == []
    assert gaps("PEO004", HOLDER + BRIEFING + duty("TRN-1", due="2025-03-01") + planned)


def test_a_group_is_done_when_all_of_it_are() -> None:
    group = table(
        "training", "TRN-1", group='"All staff"', due="2026-01-31", completed_on="2026-01-31", done="41", out_of="42"
    )
    (gap,) = gaps("PEO004", group)
    assert "41 of 42" in gap


def test_who_left_owes_no_training() -> None:
    gone = table("person", "PER-1", left="2026-01-31", state='"left"')
    assert gaps("PEO004", gone + BRIEFING + duty("TRN-1", due="2026-01-10")) == []


@pytest.mark.parametrize("group", ['"All employees"', '"Field"'])
def test_a_round_for_everybody_or_for_the_unit_makes_each_aware(group: str) -> None:
    round_held = table("training", "TRN-1", group=group, course='"CRS-1"', completed_on="2025-11-01")
    assert gaps("PEO005", HOLDER + YEARLY + BRIEFING + round_held) == []


def test_a_round_that_some_missed_makes_nobody_in_particular_aware() -> None:
    partly = table(
        "training", "TRN-1", group='"Field"', course='"CRS-1"', completed_on="2025-11-01", done="6", out_of="7"
    )
    assert gaps("PEO005", HOLDER + YEARLY + BRIEFING + partly)


def test_a_course_that_says_nothing_on_consequences_is_told() -> None:
    marked = BRIEFING + "covers_policy = true\ncovers_contribution = true\n"
    (gap,) = gaps("PEO005", HOLDER + YEARLY + marked + duty("TRN-1", completed_on="2025-11-01"))
    assert "does not cover consequences" in gap


def test_nobody_is_judged_by_an_interval_nobody_promised() -> None:
    assert unjudged("PEO005", HOLDER) == ["no promise `awareness_interval`"]


def test_who_began_last_month_still_has_time() -> None:
    assert gaps("PEO005", table("person", "PER-1", started="2026-03-01") + YEARLY) == []


# --- papers ---------------------------------------------------------------------------------------------------------


def signed(day: str, kind: str = "both", **fields: str) -> str:
    return table("agreement_signed", "NDA-1", person='"PER-1"', agreement_kind=f'"{kind}"', signed_on=day, **fields)


def screened(day: str, **fields: str) -> str:
    return table("screening", "SCR-1", person='"PER-1"', done_on=day, **fields)


def test_screening_counts_from_the_day_the_role_was_taken_up() -> None:
    assert gaps("PEO006", HOLDER + signed("2024-01-10") + screened("2025-08-20", result='"clear"')) == []
    (gap,) = gaps("PEO006", HOLDER + signed("2024-01-10") + screened("2025-10-01", result='"clear"'))
    assert "30 days after the start on 2025-09-01" in gap


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        (signed("2024-01-10"), "The screening that the role asks for is not on record."),
        (signed("2024-01-10") + screened("2023-12-01", result='"not clear"'), "was not clear"),
        (signed("2024-01-10") + screened("2023-12-01", expires="2026-01-01"), "lapsed on 2026-01-01"),
        (signed("2024-01-10", "confidentiality") + screened("2023-12-01"), "The signed terms are not on record."),
        (signed("2024-01-10", expires="2025-12-31") + screened("2023-12-01"), "lapsed on 2025-12-31"),
    ],
)
def test_each_paper_that_is_wrong_is_named(papers: str, told: str) -> None:
    (gap,) = gaps("PEO006", HOLDER + papers)
    assert told in gap


def test_a_late_signature_of_long_ago_is_history() -> None:
    old = table("person", "PER-1", employment='"employed"', started="2015-01-01")
    assert gaps("PEO006", old + signed("2015-02-01")) == []


def test_an_outsider_signs_only_where_confidential_things_are_seen() -> None:
    others = table("agreement_signed", "NDA-9", person='"PER-9"')
    outsider = table("person", "PER-1", employment='"external"', started="2025-01-01", sees_confidential="false")
    provider = table("supplier", "SUP-1", sees_confidential="true")
    assert gaps("PEO006", outsider + others) == []
    assert gaps("PEO006", provider + others) == ["The confidentiality agreement is not on record."]


LEFT = '[[own_rule]]\nref = "RULE-1"\ntitle = "leaver_within"\nsetting = "5 d"\n'


def leaver(ref: str = "PER-1", **fields: str) -> str:
    return table("person", ref, left="2026-02-01", state='"left"', **fields)


def test_an_asset_still_held_is_not_handed_back_whatever_the_day_says() -> None:
    laptop = table("asset", "AST-1", holder='"PER-1"')
    (gap,) = gaps("PEO007", LEFT + leaver(assets_returned_on="2026-02-01") + laptop)
    assert "1 live asset is still held" in gap


def test_what_came_back_after_the_deadline_came_back_late() -> None:
    (gap,) = gaps("PEO007", LEFT + leaver(assets_returned_on="2026-02-16"))
    assert "10 days late" in gap


def test_days_that_the_register_keeps_for_nobody_are_not_asked_of_one() -> None:
    assert gaps("PEO007", LEFT + leaver()) == []
    assert unjudged("PEO007", leaver()) == ["no promise `leaver_within`"]
