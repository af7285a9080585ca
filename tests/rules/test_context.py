"""Context, scope, parties, planning: what their rules tell apart beyond the examples on their pages."""

from tests.rules.said import gaps, unjudged

SCOPE = """
[[scope]]
ref = "SCOPE-1"
title = "Clinic software"
number = "1"
state = "in force"
"""
EDGE = """
[[site]]
ref = "SITE-1"
title = "Boathouse"
verdict = "out"
reason = "No information there."

[[asset]]
ref = "AST-1"
title = "Planner"
depends_on = ["AST-2"]

[[asset]]
ref = "AST-2"
title = "Trackers"
in_scope = false
site = "SITE-1"
"""


def test_climate_is_undecided_while_nobody_said_anything() -> None:
    assert gaps("CTX002", "") == ["No determination on the relevance of climate change is on record."]


def test_a_no_on_climate_needs_a_reason_and_nothing_to_follow() -> None:
    told = '[[climate_decision]]\nref = "CLI-1"\nrelevant = "no"\ndecided_by = "PER-1"\ndecided_on = 2026-01-05\n'
    assert gaps("CTX002", told) == ["The determination CLI-1 lacks its reason."]
    assert gaps("CTX002", told + 'reason = "Two desks and a laptop."\n') == []


def test_the_newest_climate_decision_counts() -> None:
    toml = """
[[climate_decision]]
ref = "CLI-1"
decided_on = 2024-05-01

[[climate_decision]]
ref = "CLI-2"
relevant = "no"
reason = "Asked again, same answer."
decided_by = "ROLE-1"
decided_on = 2025-05-01
"""
    assert gaps("CTX002", toml) == []


def test_a_round_cannot_be_late_where_nobody_promised_an_interval() -> None:
    toml = '[[assessment_round]]\nref = "RND-1"\nled_by = "ROLE-1"\nended = 2020-01-01\nstate = "finished"\n'
    assert gaps("CTX003", toml) == []
    assert unjudged("CTX003", toml) == ["no promise `process_run`"]


def test_a_round_without_a_leader_is_told_whatever_was_promised() -> None:
    toml = '[[assessment_round]]\nref = "RND-1"\nended = 2026-03-01\nstate = "finished"\n'
    assert gaps("CTX003", toml) == ["Nobody is named who leads the assessment of risks."]


def test_a_scope_that_listed_what_it_considered_once_has_to_list_it_again() -> None:
    earlier = '[[scope]]\nref = "SCOPE-0"\nconsidered = ["CTX-1"]\nstate = "superseded"\n'
    assert gaps("SCP001", SCOPE + earlier) == [
        "The list of issues and requirements that the scope considered is empty."
    ]
    assert unjudged("SCP001", SCOPE) == ["no day on which the scope was reviewed or approved"]


def test_what_does_not_touch_the_scope_sends_nobody_back_to_it() -> None:
    issue = '[[issue]]\nref = "CTX-1"\ntouches_scope = false\ndecided_on = 2026-02-01\n'
    assert gaps("SCP001", SCOPE + "approved_on = 2025-01-01\n" + issue) == []


def test_an_interface_to_the_place_covers_what_stands_there() -> None:
    interface = '[[interface]]\nref = "IF-1"\ninside = ["AST-1"]\noutside = ["SITE-1"]\n'
    assert len(gaps("SCP002", EDGE)) == 1
    assert gaps("SCP002", EDGE + interface) == []


def test_an_interface_that_names_one_end_only_covers_nothing() -> None:
    assert len(gaps("SCP002", EDGE + '[[interface]]\nref = "IF-1"\noutside = ["AST-2"]\n')) == 1


def test_information_is_followed_through_what_lies_between() -> None:
    toml = """
[[asset]]
ref = "AST-1"
title = "Host of the parent company"
in_scope = false
holds = ["AST-2"]

[[asset]]
ref = "AST-2"
title = "Virtual machine"
holds = ["AST-3", "AST-1"]

[[asset]]
ref = "AST-3"
title = "Patients"
asset_kind = "information"
"""
    (gap,) = gaps("SCP003", toml)
    assert gap.startswith("The asset lies outside the scope and holds through AST-2 the information AST-3")
    assert gaps("SCP003", toml + '[[interface]]\nref = "IF-1"\ninside = ["AST-2"]\noutside = ["AST-1"]\n') == []


def test_the_scope_gives_no_reason_for_what_it_leaves_out() -> None:
    items = 'items = [{ what = "Shop", verdict = "out" }, { what = "Office", verdict = "in" }]\n'
    assert gaps("SCP004", SCOPE + items) == ["Left out of the scope without a reason: “Shop”."]
    site = '[[site]]\nref = "SITE-1"\ntitle = "Shop"\nverdict = "out"\nreason = "A franchise."\n'
    assert gaps("SCP004", SCOPE + items + site) == []


def test_a_site_outside_says_why() -> None:
    assert gaps("SCP004", '[[site]]\nref = "SITE-1"\nverdict = "out"\n') == [
        "It lies outside the scope, and no reason is given."
    ]


def test_a_statement_is_not_judged_by_a_scope_that_is_missing() -> None:
    toml = '[[soa_version]]\nref = "SOA-1"\nscope = "SCOPE-9"\napproved_on = 2026-01-01\nstate = "approved"\n'
    assert unjudged("SCP005", toml) == ["no scope in force"]


def test_an_obligation_or_a_word_on_what_it_expects_is_a_requirement_of_a_party() -> None:
    party = '[[party]]\nref = "PTY-1"\ntitle = "Regulator"\n'
    assert len(gaps("PTY001", party)) == 1
    assert gaps("PTY001", party + 'expectations = "Timely notice."\n') == []
    assert gaps("PTY001", party + '[[obligation]]\nref = "OBL-1"\nparty = "Regulator"\n') == []
    ended = '[[party_requirement]]\nref = "REQ-1"\nparty = "PTY-1"\nstate = "withdrawn"\n'
    assert len(gaps("PTY001", party + ended)) == 1


def test_a_requirement_with_an_answer_is_decided_even_where_nobody_ticked_the_box() -> None:
    requirement = '[[party_requirement]]\nref = "REQ-1"\n'
    assert gaps("PTY002", requirement) == ["Nobody has decided whether the system addresses this requirement."]
    assert gaps("PTY002", requirement + 'controls = ["A.5.20"]\n') == []
    assert len(gaps("PTY002", requirement + 'addressed = "undecided"\ncontrols = ["A.5.20"]\n')) == 1
    assert gaps("PTY002", requirement + 'addressed = "no"\n') == []


def test_an_issue_is_answered_from_either_end() -> None:
    issue = '[[issue]]\nref = "CTX-1"\neffect = "Fewer hands."\n'
    assert len(gaps("PLN001", issue)) == 1
    assert gaps("PLN001", issue + '[[action]]\nref = "ACT-1"\nanswers = ["CTX-1"]\n') == []
    assert gaps("PLN001", issue + 'no_follow_reason = "Already counted in R-1."\n') == []


def test_a_live_action_on_an_opportunity_belongs_to_somebody_or_something() -> None:
    opportunity = '[[improvement]]\nref = "IMP-1"\nimprovement_kind = "opportunity"\nactions = ["ACT-1"]\n'
    assert len(gaps("PLN003", opportunity + '[[action]]\nref = "ACT-1"\n')) == 1
    assert gaps("PLN003", opportunity + '[[action]]\nref = "ACT-1"\nowner = "ROLE-1"\n') == []


def test_the_effect_of_a_done_action_is_judged_within_the_promised_time() -> None:
    done = """
[[improvement]]
ref = "IMP-1"
improvement_kind = "system risk"

[[action]]
ref = "ACT-1"
answers = ["IMP-1"]
done_on = 2025-12-01
state = "done"
"""
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "effect_check"\nsetting = "90 d"\n'
    assert unjudged("PLN003", done) == ["no promise `effect_check`"]
    assert gaps("PLN003", done + promised) == [
        "The action was done on 2025-12-01; its effect was to be judged by 2026-03-01, 30 days ago."
    ]
    judged = done.replace('state = "done"', 'state = "done"\neffect_judged_on = 2026-01-10')
    assert gaps("PLN003", judged + promised) == []


def test_what_was_done_before_the_audit_cycle_is_left_in_peace() -> None:
    old = """
[[improvement]]
ref = "IMP-1"
improvement_kind = "opportunity"
actions = ["ACT-1"]

[[action]]
ref = "ACT-1"
done_on = 2021-12-01
state = "done"
"""
    assert gaps("PLN003", old) == unjudged("PLN003", old) == []


def test_one_contact_serves_every_duty_towards_an_authority() -> None:
    toml = """
[[obligation]]
ref = "OBL-1"
reports_to = "Data Protection Commission"

[[obligation]]
ref = "OBL-2"
reports_to = "data protection commission"
contact_owner = "ROLE-1"
contact_confirmed_on = 2026-01-01
"""
    assert gaps("COM002", toml) == []
    assert gaps("COM002", toml.replace('contact_owner = "ROLE-1"\n', "")) == [
        "A duty to report to Data Protection Commission is on record; the contact lacks somebody who keeps it."
    ]


def test_a_process_is_reached_through_what_it_rests_on_at_any_depth() -> None:
    toml = """
[[asset]]
ref = "AST-1"
title = "Billing"
asset_kind = "process"
depends_on = ["AST-2"]

[[asset]]
ref = "AST-2"
title = "Billing software"
holds = ["AST-3"]

[[asset]]
ref = "AST-3"
title = "Invoices"
"""
    assert gaps("LDR001", toml) == [
        "The process is inside the scope, and no live risk names it or the 1 thing it rests on."
    ]
    assert gaps("LDR001", toml + '[[risk]]\nref = "R-1"\nassets = ["Invoices"]\n') == []
