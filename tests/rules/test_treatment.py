"""The rules on treatment and acceptance, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

FIRM = """
[[role]]
ref = "ROLE-1"
title = "Head of Operations"
[[role]]
ref = "ROLE-2"
title = "Managing Director"
[[role]]
ref = "ROLE-3"
title = "Project Lead"
[[person]]
ref = "PER-1"
[[person]]
ref = "PER-2"
[[person]]
ref = "PER-3"
[[assignment]]
ref = "ASG-1"
role = "ROLE-1"
person = "PER-1"
since = 2025-01-01
until = 2025-12-31
[[assignment]]
ref = "ASG-2"
role = "ROLE-1"
person = "PER-3"
since = 2026-01-01
[[assignment]]
ref = "ASG-3"
role = "ROLE-2"
person = "PER-2"
since = 2020-01-01
"""
CRITERIA = """
[[criteria]]
ref = "CRIT-1"
approved_on = 2024-01-08
state = "in force"
accept_levels = ["low"]
never_accept = ["dire"]
authority = [{ role = "ROLE-1", up_to = "medium" }, { role = "ROLE-2", up_to = "high" }]
bands = [
  { level = "low", low = 1, high = 4 }, { level = "medium", low = 5, high = 9 },
  { level = "high", low = 10, high = 16 }, { level = "dire", low = 20, high = 25 },
]
"""


def risk(more: str = 'option = "retain"', likelihood: int = 3, impact: int = 3) -> str:
    return f"""
    [[risk]]
    ref = "R-1"
    title = "Sole carrier"
    owner = "ROLE-1"
    {more}
    [[assessment]]
    ref = "RAS-1"
    risk = "R-1"
    stage = "residual"
    likelihood = {likelihood}
    combined = {impact}
    assessed_on = 2025-06-01
    """


def acceptance(more: str) -> str:
    return f'[[acceptance]]\nref = "ACC-1"\nrisk = "R-1"\naccepted_on = 2025-07-01\n{more}\n'


# --- who accepts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('accepted_by = "PER-1"', []),
        (
            'accepted_by = "PER-3"',
            ["On 2025-07-01 its accepter was neither the owner of R-1 nor acting on the owner's behalf."],
        ),
        ('accepted_by = "PER-2"\ndelegated_from = "ROLE-1"', []),
        ('accepted_by = "PER-1"\nrequested_by = "ROLE-1"', ["Who asked for the acceptance of R-1 also gave it."]),
        ('accepted_by = "PER-1"\nlevel = "high"', ["“high” is above what CRIT-1 lets its accepter accept."]),
        (
            'accepted_by = "PER-1"\nlevel = "Dire"',
            ["CRIT-1 never accepts level “Dire”; the risk was accepted on 2025-07-01."],
        ),
    ],
)
def test_an_acceptance_counts_by_who_held_which_role_on_its_day(more: str, told: list[str]) -> None:
    assert gaps("TRT006", FIRM + CRITERIA + risk() + acceptance(more)) == told


def test_an_accepter_nobody_knows_cannot_be_judged() -> None:
    system = FIRM + CRITERIA + risk() + acceptance('accepted_by = "Somebody"')
    assert unjudged("TRT006", system) == ["an accepter and an owner of the risk on record"]


def test_an_acceptance_that_the_rules_make_needless_is_not_relied_on() -> None:
    lapsed = acceptance('accepted_by = "PER-3"\nexpires = 2025-12-31')
    assert not gaps("TRT006", FIRM + CRITERIA + risk(likelihood=1) + lapsed)
    assert not gaps("TRT007", FIRM + CRITERIA + risk(likelihood=1) + lapsed)


def test_an_acceptance_without_a_day_is_none() -> None:
    nameless = '[[acceptance]]\nref = "ACC-1"\nrisk = "R-1"\naccepted_by = "PER-1"\n'
    (gap,) = gaps("TRT005", FIRM + CRITERIA + risk() + nameless)
    assert (
        gap == "What remains is at level “medium”, which CRIT-1 does not accept by itself, and nobody has accepted it."
    )


def test_a_kept_risk_is_told_by_one_rule_only() -> None:
    rejected, unknown = FIRM + CRITERIA + risk(), FIRM + risk()
    assert (len(gaps("TRT005", rejected)), len(gaps("TRT014", rejected))) == (1, 0)
    assert (len(gaps("TRT005", unknown)), len(gaps("TRT014", unknown))) == (0, 1)


def test_levels_that_need_no_signature_need_none() -> None:
    assert not gaps("TRT014", CRITERIA + risk(likelihood=1))


# --- whether it still holds -----------------------------------------------------------------------------------------


def test_a_form_that_is_no_longer_the_present_one_is_told() -> None:
    system = FIRM + CRITERIA + risk() + acceptance('accepted_by = "PER-1"\nform = "00"')
    assert gaps("TRT007", system) == [
        "Scores, owner, option or controls of R-1 are no longer those accepted on 2025-07-01."
    ]


def test_without_a_frozen_form_a_later_and_different_assessment_ends_it() -> None:
    later = '[[assessment]]\nref = "RAS-2"\nrisk = "R-1"\nstage = "residual"\nlikelihood = 4\ncombined = 3\n'
    system = FIRM + CRITERIA + risk() + acceptance('accepted_by = "PER-1"') + later + "assessed_on = 2026-01-20\n"
    assert gaps("TRT007", system) == ["R-1 was accepted on 2025-07-01 and assessed otherwise on 2026-01-20."]
    assert not gaps("TRT007", system.replace("likelihood = 4", "likelihood = 3"))


# --- options --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('verdict = "to be treated"', "It is to be treated, and no treatment option is chosen."),
        ('option = "modify"', "It is to be modified, and neither a control nor an action is named."),
        ('option = "share"', "It is shared, and no agreement with the other side is on record."),
        (
            'state = "avoided"\noption = "avoid"\nactivity_live = true',
            "It is declared avoided while the activity that causes it still runs, and no reason is recorded.",
        ),
    ],
)
def test_each_option_rests_on_something(more: str, told: str) -> None:
    assert gaps("TRT002", CRITERIA + risk(more)) == [told]


def test_a_retained_risk_whose_acceptance_gives_no_reason_is_told() -> None:
    held = acceptance('accepted_by = "PER-1"')
    (gap,) = gaps("TRT002", FIRM + CRITERIA + risk() + held)
    assert gap == "It is retained, and neither the risk nor its acceptance ACC-1 says why."
    assert not gaps("TRT002", FIRM + CRITERIA + risk() + held + 'reason = "Cheaper than a second carrier."\n')


def test_the_method_may_leave_an_option_out() -> None:
    (gap,) = gaps("TRT002", CRITERIA + 'options = ["modify", "avoid"]\n' + risk())
    assert gap == "The option “retain” is none of the method, which offers avoid and modify."


def test_any_running_agreement_of_the_provider_lets_a_risk_be_shared() -> None:
    shared = risk('option = "share"\nprovider = "SUP-1"')
    rolling = (
        '[[supplier]]\nref = "SUP-1"\n[[supplier_agreement]]\nref = "SAG-1"\nsupplier = "SUP-1"\nends = 2025-01-01\n'
    )
    (gap,) = gaps("TRT002", CRITERIA + shared + rolling)
    assert gap == "It is shared by an agreement that is not in force; the last ended on 2025-01-01."
    assert not gaps("TRT002", CRITERIA + shared + rolling + "rolling = true\n")


def test_words_that_begin_with_an_option_are_taken_for_it() -> None:
    watched = """
    [[risk]]
    ref = "R-4"
    unread = [["option", "Accept with monitoring"]]
    [[action]]
    ref = "RTP-8"
    answers = ["R-4"]
    action_kind = "treat"
    """
    assert gaps("TRT003", watched) == [
        "The risk is decided as “Accept with monitoring”, and 1 live action still treats it."
    ]
    assert len(gaps("TRT014", watched)) == 1


def test_work_on_the_way_to_avoiding_a_risk_contradicts_nothing() -> None:
    leaving = '[[risk]]\nref = "R-1"\noption = "avoid"\n[[action]]\nref = "ACT-1"\nanswers = ["R-1"]\n'
    assert not gaps("TRT003", leaving)
    assert gaps("TRT003", leaving.replace('"avoid"\n', '"avoid"\nstate = "avoided"\n'))


# --- the plan -------------------------------------------------------------------------------------------------------

CHANGED = "since then option, measures, days or what shall remain have changed"
PLAN = """
[[action]]
ref = "ACT-1"
title = "Second carrier"
answers = ["R-1"]
action_kind = "treat"
raised_on = 2025-08-01
"""


@pytest.mark.parametrize(
    ("approval", "told"),
    [
        ('approved_by = "PER-1"\napproved_on = 2025-08-10', []),
        (
            'approved_by = "PER-2"\napproved_on = 2025-08-10',
            ["Its plan was approved on 2025-08-10, and not by the owner of the risk."],
        ),
        (
            'approved_by = "PER-1"\napproved_on = 2025-07-10',
            ["The owner approved the plan on 2025-07-10; ACT-1 was added after that day."],
        ),
        (
            'approved_by = "PER-1"\napproved_on = 2025-08-10\nform = "00"',
            [f"The owner approved the plan on 2025-08-10; {CHANGED}."],
        ),
    ],
)
def test_an_approval_holds_for_the_owner_of_its_day_and_the_form_it_had(approval: str, told: list[str]) -> None:
    system = FIRM + risk('option = "modify"') + PLAN + f'[[treatment_plan]]\nref = "RTP-1"\nrisk = "R-1"\n{approval}\n'
    assert gaps("TRT004", system) == told


def test_no_plan_is_missed_where_every_risk_is_within_the_rules() -> None:
    assert not gaps("TRT000", CRITERIA + risk("", likelihood=1))
    assert gaps("TRT000", CRITERIA + risk("")) == [
        "1 live risk is to be treated, R-1 first, and no treatment action is on record."
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('owner = "ROLE-1"', ["The action lacks a due date."]),
        ("due = 2026-09-01", ["The action lacks an owner."]),
        ('owner = "ROLE-1"\nunread = [["due", "soon"]]', []),
        ('recurring = "yes"', ["The action lacks an owner and an interval at which it recurs."]),
    ],
)
def test_an_action_says_who_and_until_when(more: str, told: list[str]) -> None:
    assert gaps("TRT008", PLAN + more) == told


def test_an_action_without_news_is_stalled_only_where_news_was_promised() -> None:
    running = PLAN + 'state = "in progress"\nstarted_on = 2025-09-01\n'
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "treatment_stall"\nsetting = "90 d"\n'
    assert unjudged("TRT010", running) == ["no promise `treatment_stall`"]
    assert gaps("TRT010", promised + running) == ["Nothing was recorded about it since 2025-09-01, 211 days ago."]
    assert not gaps("TRT010", promised + running + 'progress = [{ on = 2026-02-20, what = "Offers are in." }]\n')


def test_the_journal_knows_when_an_action_was_last_touched() -> None:
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "treatment_stall"\nsetting = "90 d"\n'
    silent = '[[action]]\nref = "ACT-1"\naction_kind = "treat"\nstate = "in progress"\n'
    assert unjudged("TRT010", promised + silent) == ["a dated note on its progress"]
    written = '[[recorded]]\nref = "ACT-1"\nfirst = 2025-04-01\nlast = 2025-10-01\n'
    assert gaps("TRT010", promised + silent + written) == [
        "Nothing was recorded about it since 2025-10-01, 181 days ago."
    ]


def test_a_done_action_is_followed_by_an_assessment_in_time() -> None:
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "effect_check"\nsetting = "90 d"\n'
    done = PLAN + 'state = "done"\nresult = "In place."\ndone_on = 2025-10-01\n'
    assert unjudged("TRT012", risk() + done) == ["no promise `effect_check`"]
    assert gaps("TRT012", promised + risk() + done) == [
        "It was done on 2025-10-01, 181 days ago, and 1 risk it treats has not been assessed since."
    ]


def test_the_risks_own_residual_counts_once_a_method_says_what_it_means() -> None:
    promising = PLAN + "promised_residual = 6\n"
    own = risk().replace("combined = 3", "combined = 3\nscore = 9")
    assert not gaps("TRT013", own + promising)
    assert gaps("TRT013", CRITERIA + own + promising) == [
        "The plan promises a residual score of 6, the assessment of the residual says 9."
    ]


def test_a_promised_score_must_be_one_the_scales_can_yield() -> None:
    steps = "[{ number = 1 }, { number = 2 }]"
    scales = CRITERIA + f"likelihood = {steps}\ndimensions = [{{ key = 'integrity', levels = {steps} }}]\n"
    assert gaps("TRT013", scales + risk() + PLAN + "promised_residual = 3\n") == [
        "The plan promises a residual score of 3, which the scales of CRIT-1 cannot yield."
    ]
