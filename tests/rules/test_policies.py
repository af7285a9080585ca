"""Policies and roles: what their rules tell apart beyond the examples on their pages."""

import pytest

from tests.rules.said import gaps, unjudged

POLICY = """
[[document]]
ref = "DOC-1"
title = "Information security policy"
document_kind = "policy"

[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
number = "2"
approved_on = 2025-09-01
approvers = ["PER-1"]
state = "in force"
"""
TOP = """
[[person]]
ref = "PER-1"

[[person]]
ref = "PER-2"

[[role]]
ref = "ROLE-1"
title = "Managing director"
role_kind = "top management"
"""


def promised(name: str, setting: str) -> str:
    return f'[[own_rule]]\nref = "RULE-1"\ntitle = "{name}"\nsetting = "{setting}"\n'


def held(by: str, since: str, until: str = "", ref: str = "ASG-1", role: str = "ROLE-1") -> str:
    span = f"since = {since}\n" + (f"until = {until}\n" if until else "")
    return f'[[assignment]]\nref = "{ref}"\nrole = "{role}"\nperson = "{by}"\n{span}'


def test_who_led_the_company_on_the_day_may_have_handed_over_since() -> None:
    handed_over = held("PER-1", "2020-01-01", "2025-12-31") + held("PER-2", "2026-01-01", ref="ASG-2")
    assert gaps("POL001", POLICY + TOP + handed_over) == []


def test_who_leads_the_company_today_did_not_on_the_day() -> None:
    late = held("PER-2", "2020-01-01", "2025-12-31") + held("PER-1", "2026-01-01", ref="ASG-2")
    (gap,) = gaps("POL001", POLICY + TOP + late)
    assert gap.endswith("1 approver on record, of whom none held a role of top management on that day.")


def test_approval_cannot_be_judged_while_nobody_leads() -> None:
    assert unjudged("POL001", POLICY + TOP) == ["nobody holds a role of top management"]


def test_a_policy_nobody_marked_is_not_judged_and_a_half_marked_one_is() -> None:
    assert unjudged("POL002", POLICY) == ["the marks of what the policy holds"]
    assert gaps("POL002", POLICY + "fits_purpose = true\nholds_objectives = true\ncommits_to_improve = true\n") == [
        "Some marks of the policy are set; left open is the commitment to applicable requirements."
    ]


def test_a_policy_is_outlived_by_a_change_of_purpose() -> None:
    marks = "fits_purpose = true\nholds_objectives = true\ncommits_to_requirements = true\ncommits_to_improve = true\n"
    change = '[[organization]]\nref = "ORG-1"\npurpose_changes = [{ on = 2025-11-01, what = "We sell software." }]\n'
    assert gaps("POL002", POLICY + marks + change) == [
        "The purpose of the organisation changed on 2025-11-01; the policy was last reviewed on 2025-09-01."
    ]
    assert gaps("POL002", POLICY + marks + "reviewed_on = 2025-11-20\n" + change) == []


def test_a_review_follows_from_the_promise_where_the_policy_states_none() -> None:
    assert unjudged("POL003", POLICY) == ["no promise `policy_review`"]
    assert gaps("POL003", POLICY + promised("policy_review", "half a year")) == [
        "The review of the policy was due on 2026-03-01, 30 days ago."
    ]
    assert gaps("POL003", POLICY + "next_review = 2026-03-31\n" + promised("policy_review", "half a year")) == []


def test_a_review_day_that_is_no_day_is_not_judged() -> None:
    assert unjudged("POL003", POLICY + 'unread = [["next_review", "Continuous"]]\n') == [
        "“Continuous” is no day for its next review"
    ]


def test_whoever_takes_a_role_later_has_the_time_from_then_on() -> None:
    toml = POLICY.replace('document_kind = "policy"', 'document_kind = "policy"\nmust_acknowledge = ["ROLE-1"]') + TOP
    toml += promised("acknowledge_within", "30 d")
    assert gaps("POL004", toml + held("PER-2", "2026-03-15")) == []
    assert gaps("POL004", toml + held("PER-2", "2025-01-01")) == [
        "PER-2 owed the acknowledgement of DOC-1, version 2, by 2025-10-01, 181 days ago."
    ]


def test_having_read_the_earlier_version_does_not_count() -> None:
    toml = POLICY.replace('document_kind = "policy"', 'document_kind = "policy"\nmust_acknowledge = ["PER-2"]') + TOP
    toml += '[[acknowledgement]]\nref = "ACK-1"\ndocument = "DOC-1"\nnumber = "1"\n'
    toml += 'person = "PER-2"\ngiven_on = 2025-01-01\n'
    assert len(gaps("POL004", toml + promised("acknowledge_within", "30 d"))) == 1
    assert unjudged("POL004", toml) == ["no promise `acknowledge_within` (DOC-1)"]


@pytest.mark.parametrize(
    ("binds", "audience", "told"),
    [
        (["All employees"], ["HR", "All employees"], 0),
        (["Everybody who works here"], ["Whole company"], 0),
        (["All personnel"], ["IT", "Department Heads"], 1),
        (["Developers", "Testers"], ["Developers"], 1),
        (["Developers"], ["developers", "Testers"], 0),
    ],
)
def test_a_policy_reaches_those_it_binds(binds: list[str], audience: list[str], told: int) -> None:
    stated = f'document_kind = "policy"\nbinds = {binds}\naudience = {audience}'
    assert len(gaps("POL005", POLICY.replace('document_kind = "policy"', stated))) == told


def test_the_security_policy_is_given_to_outsiders_who_ask() -> None:
    withheld = POLICY.replace('document_kind = "policy"', 'document_kind = "policy"\nwithheld_from_parties = true')
    assert gaps("POL005", withheld) == [
        "The information security policy is recorded as withheld from interested parties who ask for it."
    ]


def test_a_promise_the_rules_judge_by_is_bound_by_itself() -> None:
    commitment = '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\npromised = "year"\n'
    assert len(gaps("POL006", POLICY + commitment)) == 1
    assert gaps("POL006", POLICY + commitment + 'topic = "policy_review"\n') == []


def test_a_commitment_bound_to_what_has_ended_is_bound_to_nothing() -> None:
    toml = POLICY + '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\nbound_to = ["ACT-1"]\n'
    assert gaps("POL006", toml + '[[action]]\nref = "ACT-1"\nstate = "done"\n') == [
        "The policy promises this, and all it is bound to has ended (1 record)."
    ]


def test_a_commitment_of_an_earlier_version_promises_nothing_any_more() -> None:
    assert gaps("POL006", POLICY + '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\nnumber = "1"\n') == []


def test_two_values_on_one_subject_make_one_finding() -> None:
    commitment = '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\ntopic = "backup_interval"\npromised = "day"\n'
    assert gaps("POL007", POLICY + commitment + promised("backup_interval", "week")) == [
        "On one subject two values are in force: 1 day here and a week in RULE-1."
    ]
    assert gaps("POL007", POLICY + commitment + promised("backup_interval", "24 h")) == []
    other_subject = promised("backup_interval", "week") + 'applies_to = "archive"\n'
    assert gaps("POL007", POLICY + commitment + other_subject) == []


def test_thirty_days_and_a_month_are_one_promise() -> None:
    commitment = '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\npromised = "30 d"\nperformed_every = "month"\n'
    assert gaps("POL007", POLICY + commitment) == []


def test_a_training_planned_again_too_late_breaks_the_promise_it_is_bound_to() -> None:
    toml = POLICY + '[[commitment]]\nref = "CMT-1"\ndocument = "DOC-1"\npromised = "month"\nbound_to = ["TRN-1"]\n'
    toml += '[[training]]\nref = "TRN-1"\ncompleted_on = 2026-01-01\nnext_refresh = 2026-07-01\n'
    assert gaps("POL007", toml) == ["The policy promises “month”, and TRN-1 runs less often: 2026-01-01 to 2026-07-01."]


OWNED = '[[risk]]\nref = "R-1"\nowner = "Managing director"\n'


def test_a_role_is_not_called_vacant_where_no_role_was_ever_assigned() -> None:
    assert gaps("ROL001", TOP + OWNED) == []
    assert unjudged("ROL001", TOP + OWNED) == ["no role assignment on record"]


def test_a_role_whose_only_holder_left_is_vacant() -> None:
    gone = TOP.replace('ref = "PER-1"', 'ref = "PER-1"\nleft = 2026-01-31')
    assert gaps("ROL001", gone + OWNED + held("PER-1", "2020-01-01")) == [
        "1 live record names this role, and nobody holds it."
    ]


def test_a_body_that_needs_no_holder_is_not_asked_for_one() -> None:
    outside = TOP.replace('role_kind = "top management"', "held_outside = true")
    assert gaps("ROL001", outside + OWNED + held("PER-9", "2020-01-01")) == []


def test_acknowledging_a_role_is_asked_only_where_it_is_kept() -> None:
    toml = TOP + OWNED + held("PER-1", "2025-01-01") + promised("acknowledge_within", "30 d")
    assert gaps("ROL001", toml) == []
    kept = toml.replace('role_kind = "top management"', "keeps_acknowledgement = true")
    assert gaps("ROL001", kept) == [
        "The role was assigned on 2025-01-01; its acknowledgement was due on 2025-01-31, 424 days ago."
    ]


def test_incompatible_roles_are_not_judged_where_none_are_stated() -> None:
    second = '[[role]]\nref = "ROLE-2"\ntitle = "Auditor"\n' + held("PER-1", "2020-01-01", ref="ASG-2", role="ROLE-2")
    assert unjudged("ROL002", TOP + second + held("PER-1", "2020-01-01")) == [
        "no pair of incompatible roles recorded for the organisation"
    ]


def test_a_role_that_also_serves_as_its_own_check_is_a_conflict() -> None:
    toml = TOP.replace('role_kind = "top management"', 'also = ["ROLE-2"]') + held("PER-1", "2020-01-01")
    toml += '[[role]]\nref = "ROLE-2"\ntitle = "Auditor"\n'
    toml += '[[organization]]\nref = "ORG-1"\nincompatible_roles = [{ first = "ROLE-1", second = "Auditor" }]\n'
    assert gaps("ROL002", toml) == [
        "One person holds roles recorded as incompatible, and no live exception covers them: ROLE-1 with ROLE-2."
    ]


def test_what_a_leaver_approved_in_the_past_stays_his() -> None:
    gone = '[[person]]\nref = "PER-1"\nleft = 2026-01-31\nstate = "left"\n'
    assert gaps("ROL003", POLICY + gone) == []
    deputy = held("PER-2", "2020-01-01") + 'deputy = "PER-1"\n'
    assert gaps("ROL003", POLICY + gone + deputy) == [
        "The record is live and its deputy PER-1 left on 2026-01-31, 59 days ago."
    ]


def test_a_deputy_of_an_assignment_that_is_over_is_no_deputy() -> None:
    gone = '[[person]]\nref = "PER-1"\nstate = "left"\n'
    assert gaps("ROL003", gone + held("PER-2", "2020-01-01", "2025-01-01") + 'deputy = "PER-1"\n') == []
