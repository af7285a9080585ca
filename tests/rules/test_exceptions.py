"""The rules on exceptions and waivers, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

WHOLE = """
[[exception]]
ref = "EXC-1"
title = "Old till"
reason = "It cannot do better."
compensation = "Nobody else comes near it."
granted = 2026-01-01
expires = 2026-06-30
"""
RISK = '[[risk]]\nref = "R-1"\ntitle = "Old till"\noption = "retain"\n'
ACCEPTED = '[[acceptance]]\nref = "ACC-1"\nrisk = "R-1"\naccepted_by = "PER-1"\naccepted_on = 2026-01-01\n'
YEAR = '[[own_rule]]\nref = "RULE-1"\ntitle = "exception_max"\nsetting = "year"\n'


def without(line: str) -> str:
    return "\n".join(each for each in WHOLE.splitlines() if not each.startswith(line)) + "\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [("reason", "has no reason"), ("expires", "has no expiry"), ("compensation", "neither a compensation nor")],
)
def test_what_is_missing_is_named(line: str, says: str) -> None:
    (gap,) = gaps("EXC002", without(line) + YEAR)
    assert says in gap


def test_everything_missing_is_told_in_one_sentence() -> None:
    assert gaps("EXC002", '[[exception]]\nref = "EXC-1"\n') == [
        "The exception has no reason, has no expiry and has neither a compensation nor an accepted risk."
    ]


def test_an_accepted_risk_stands_in_for_a_compensation() -> None:
    with_risk = without("compensation") + '\nrisk = "R-1"\n' + YEAR
    assert gaps("EXC002", with_risk + RISK)
    assert not gaps("EXC002", with_risk + RISK + ACCEPTED)


def test_length_is_judged_by_the_promise_and_by_nothing_else() -> None:
    long = WHOLE.replace("2026-06-30", "2027-06-30")
    assert unjudged("EXC002", long) == ["no promise `exception_max`"]
    (gap,) = gaps("EXC002", long + YEAR)
    assert "180 days longer than the limit of a year" in gap


def test_a_waiver_has_a_longest_time_without_anybody_stating_one() -> None:
    waiver = '[[rule_waiver]]\nref = "WVR-1"\nrule = "RSK003"\nreason = "x"\ncompensation = "y"\ngranted = 2025-06-01\n'
    assert gaps("EXC002", waiver + "expires = 2026-08-01\n")
    assert not gaps("EXC002", waiver + "expires = 2026-05-01\n")


PEOPLE = """
[[person]]
ref = "PER-1"
[[person]]
ref = "PER-2"
[[role]]
ref = "ROLE-1"
title = "Security officer"
[[role]]
ref = "ROLE-2"
title = "Managing director"
role_kind = "top management"
[[assignment]]
ref = "ASG-1"
role = "ROLE-1"
person = "PER-1"
[[assignment]]
ref = "ASG-2"
role = "ROLE-2"
person = "PER-2"
"""
RULED = """
[[organization]]
ref = "ORG-1"
title = "Example"
approval_rules = [{ what = "exception", approver = "ROLE-2" }]
"""


def asked(by: str, *approvers: str) -> str:
    names = ", ".join(f'"{each}"' for each in approvers)
    return PEOPLE + f'[[exception]]\nref = "EXC-1"\nrequested_by = "{by}"\napprovers = [{names}]\n'


@pytest.mark.parametrize(
    ("by", "approvers", "spoken"),
    [
        ("ROLE-1", ["ROLE-1"], True),
        ("ROLE-1", ["PER-1"], True),
        ("PER-1", ["ROLE-1"], True),
        ("ROLE-1", ["ROLE-1", "ROLE-2"], False),
        ("PER-1", ["PER-2"], False),
        ("PER-1", [], True),
    ],
)
def test_a_role_and_its_holder_are_one_approver(by: str, approvers: list[str], spoken: bool) -> None:
    assert bool(gaps("EXC003", asked(by, *approvers))) is spoken


def test_the_authority_that_the_organisation_named_is_asked_for() -> None:
    assert not gaps("EXC003", asked("PER-2", "PER-1"))
    (gap,) = gaps("EXC003", asked("PER-2", "PER-1") + RULED)
    assert "ROLE-2, who has to approve it" in gap
    assert not gaps("EXC003", asked("PER-1", "PER-2") + RULED)


def test_an_unknown_requester_cannot_be_told_from_the_approver() -> None:
    assert unjudged("EXC003", asked("", "PER-1")) == ["who requested it"]


def waiver(rule: str, approver: str, more: str = "") -> str:
    return (
        PEOPLE
        + f'[[rule_waiver]]\nref = "WVR-1"\nrule = "{rule}"\nrequested_by = "PER-3"\napproved_by = "{approver}"\n'
        f'granted = 2026-02-01\nexpires = 2026-06-30\nrecords = ["R-1"]\n{more}\n'
    )


def test_top_management_waives_what_is_major() -> None:
    assert gaps("EXC003", waiver("RSK003", "PER-1"))
    assert not gaps("EXC003", waiver("RSK003", "PER-2"))
    assert not gaps("EXC003", waiver("RSK012", "PER-1"))


def test_nobody_waives_what_is_wrong_with_a_record_of_their_own() -> None:
    risk = '[[risk]]\nref = "R-1"\ntitle = "Flood"\nowner = "ROLE-1"\n'
    (gap,) = gaps("EXC003", waiver("RSK012", "PER-1") + risk)
    assert gap == "The only approver of the waiver answers for the record at fault."
    assert not gaps("EXC003", waiver("RSK012", "PER-2") + risk)


def test_an_expired_waiver_is_told_as_long_as_its_finding_is_there() -> None:
    lapsed = waiver("RSK003", "PER-2").replace("2026-06-30", "2026-03-01")
    without_owner = '[[risk]]\nref = "R-1"\ntitle = "Flood"\n'
    assert gaps("EXC001", lapsed + without_owner)
    assert not gaps("EXC001", lapsed + without_owner + 'owner = "ROLE-1"\n')


def test_a_waiver_of_a_rule_that_does_not_exist_excuses_nothing() -> None:
    (gap,) = gaps("EXC005", waiver("RSK999", "PER-2"))
    assert gap == "The waiver is for the rule “RSK999”, and there is no such rule."


def test_another_exception_with_a_longer_number_is_not_this_one() -> None:
    row = '[[soa_declared]]\nref = "A.8.7"\napplicable = "yes"\nstatus = "implemented"\ndescription = "See EXC-10."\n'
    assert gaps("EXC004", row + WHOLE + 'controls = ["A.8.7"]\n')


def test_an_expired_exception_that_is_still_live_leaves_the_row_wrong_all_the_same() -> None:
    row = '[[soa_declared]]\nref = "A.8.7"\napplicable = "yes"\nstatus = "implemented"\n'
    assert gaps("EXC004", row + WHOLE.replace("2026-06-30", "2026-02-28") + 'controls = ["A.8.7"]\n')
