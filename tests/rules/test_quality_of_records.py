"""Records against themselves and each other: the alternatives that the pages do not show."""

from datetime import date

import pytest

from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.pages import example_isms
from plumbline.engine.rules.rule import RULES, all_rules
from plumbline.engine.rules.runner import audit


def said(code: str, toml: str) -> list[Fault | Unjudged]:
    assert all_rules()
    rule, isms = RULES[code], example_isms(toml)
    return [each for subject in rule.examines.select(isms) for each in rule.check(isms, subject)]


def gaps(code: str, toml: str) -> list[str]:
    return [each.gap for each in said(code, toml) if isinstance(each, Fault)]


def test_neighbours_are_compared_where_a_date_between_them_is_missing() -> None:
    toml = """
[[incident]]
ref = "INC-1"
occurred_at = 2026-02-02T10:00:00Z
closed_at = 2026-02-01T10:00:00Z
"""
    assert gaps("DAT001", toml) == [
        "Closed at (2026-02-01 10:00 UTC) comes 1 day before occurred at (2026-02-02 10:00 UTC)."
    ]


def test_a_date_is_held_against_one_of_a_linked_record() -> None:
    toml = """
[[risk]]
ref = "R-1"
created_on = 2026-02-01
[[assessment]]
ref = "RAS-1"
risk = "R-1"
assessed_on = 2026-01-15
"""
    (fault,) = said("DAT001", toml)
    assert isinstance(fault, Fault)
    assert fault.record.ref == "RAS-1"
    assert fault.gap == "Assessed on (2026-01-15) comes 17 days before created on (2026-02-01) of R-1."


def test_a_recurring_action_may_have_been_done_before_it_was_raised_again() -> None:
    toml = '[[action]]\nref = "ACT-1"\nraised_on = 2026-02-01\ndone_on = 2026-01-01\nrecurring = "{}"\n'
    assert gaps("DAT001", toml.format("yes")) == []
    assert len(gaps("DAT001", toml.format("no"))) == 1


def test_an_interim_reading_lies_within_its_period() -> None:
    toml = '[[reading]]\nref = "RDG-1"\nperiod_end = 2026-06-30\nmeasured_on = 2026-03-01\n'
    assert len(gaps("DAT001", toml)) == 1
    assert gaps("DAT001", toml + "final = false\n") == []


def test_what_the_journal_took_down_too_early_was_not_done_then() -> None:
    toml = """
[[assessment]]
ref = "RAS-1"
assessed_on = 2026-03-20
[[recorded]]
ref = "RAS-1"
first = 2026-03-02
"""
    assert gaps("DAT002", toml) == ["Assessed on is 2026-03-20, and was entered on 2026-03-02, before it happened."]


@pytest.mark.parametrize("moment", ["2026-04-01T09:00:00Z", "2026-03-31T23:30:00Z"])
def test_a_moment_may_be_tomorrow_on_another_clock(moment: str) -> None:
    assert gaps("DAT002", f'[[incident]]\nref = "INC-1"\nreported_at = {moment}\n') == []


@pytest.mark.parametrize(
    ("toml", "broken"),
    [
        ('[[assessment]]\nref = "RAS-1"\nrisk = "The flood"\n', True),
        ('[[action]]\nref = "ACT-1"\nanswers = ["The flood"]\n', False),
        ('[[training]]\nref = "TRN-1"\ncourse = "OWASP workshop"\n', False),
        ('[[incident]]\nref = "INC-1"\nassets = ["AST-99"]\n', False),
        ('[[action]]\nref = "ACT-1"\nanswers = ["AUD-2026-1"]\n', True),
        ('[[interface]]\nref = "IF-1"\ninside = ["PRC-7"]\n', False),
        ('[[incident]]\nref = "INC-1"\nreported_by = "PER-99"\n', True),
    ],
)
def test_a_reference_is_broken_by_number_or_where_a_record_hangs_on_it(toml: str, broken: bool) -> None:
    assert bool(gaps("DAT003", toml)) is broken


def test_a_control_is_asked_for_its_owner_only_where_the_register_keeps_them() -> None:
    first = '[[control_state]]\nref = "A.8.13"\nstatus = "implemented"\n'
    role = '[[role]]\nref = "ROLE-1"\ntitle = "IT"\n'
    second = '[[control_state]]\nref = "A.8.8"\nstatus = "partly"\nowner = "IT"\n'
    assert gaps("DAT004", first) == []
    assert gaps("DAT004", role + first + second) == ["Nobody answers for it."]
    assert gaps("DAT004", role + first + second + '[[soa_declared]]\nref = "A.8.13"\nowner = "IT"\n') == []


def test_who_asked_for_an_exception_answers_for_it() -> None:
    toml = '[[role]]\nref = "ROLE-1"\ntitle = "IT"\n[[exception]]\nref = "EXC-1"\nrequested_by = "{}"\n'
    assert gaps("DAT004", toml.format("IT")) == []
    assert gaps("DAT004", toml.format("")) == ["Nobody answers for it."]


@pytest.mark.parametrize(
    ("source", "disagrees"), [("Customer complaint", True), ("Incident", False), ("see INC-6", False)]
)
def test_a_source_in_words_disagrees_when_it_means_something_else(source: str, disagrees: bool) -> None:
    toml = f"""
[[incident]]
ref = "INC-6"
title = "Mail to the wrong customer"
actions = ["NC-5"]
[[nonconformity]]
ref = "NC-5"
source = "{source}"
"""
    assert bool(gaps("DAT005", toml)) is disagrees


def test_a_finding_whose_incident_describes_another_action_is_told() -> None:
    toml = """
[[incident]]
ref = "INC-4"
action_text = "Targeted finance training"
[[nonconformity]]
ref = "NC-3"
source_refs = ["INC-4"]
"""
    (gap,) = gaps("DAT005", toml)
    assert gap.startswith(
        "NC-3 names INC-4, whose own “Corrective action, as described” names “Targeted finance training”"
    )


def test_an_objective_may_rest_on_an_action_that_treats_a_risk() -> None:
    toml = """
[[risk]]
ref = "R-1"
[[action]]
ref = "ACT-1"
answers = ["R-1"]
[[objective]]
ref = "OBJ-1"
actions = ["ACT-1"]
"""
    assert gaps("DAT005", toml) == []


def test_a_missing_day_of_completion_is_told_only_where_that_register_keeps_it() -> None:
    plan = '[[action]]\nref = "RTP-1"\naction_kind = "treat"\nstate = "done"\n'
    corrected = '[[action]]\nref = "ACT-1"\naction_kind = "correct"\nstate = "done"\ndone_on = 2026-01-05\n'
    treated = corrected.replace("ACT-1", "RTP-2").replace("correct", "treat")
    assert gaps("DAT006", plan) == []
    assert gaps("DAT006", plan + corrected) == []
    assert gaps("DAT006", plan + treated) == ["It is marked “done”, and no day stands under “Done on”."]


def test_a_version_is_not_in_force_before_its_time_and_a_coming_leave_is_no_contradiction() -> None:
    version = '[[document_version]]\nref = "DOCV-1"\neffective = 2026-04-10\nstate = "in force"\n'
    assert gaps("DAT006", version) == ["It is marked “in force” 10 days before “Effective date”, 2026-04-10."]
    person = '[[person]]\nref = "PER-1"\nleft = {}\n'
    assert gaps("DAT006", person.format("2026-06-30")) == []
    assert len(gaps("DAT006", person.format("2026-01-31"))) == 1


@pytest.mark.parametrize(
    ("stored", "differs"), [("4.6", False), ("4.7", False), ("4.8", True), ("4", False), ("6", True)]
)
def test_a_unit_of_the_last_digit_is_forgiven(stored: str, differs: bool) -> None:
    toml = f"""
[[incident]]
ref = "INC-4"
reported_at = 2026-02-22T11:20:00Z
resolved_at = 2026-02-22T16:00:00Z
hours_to_resolve = "{stored}"
"""
    assert bool(gaps("DAT007", toml)) is differs


def test_an_incident_may_be_counted_from_any_of_its_beginnings() -> None:
    toml = """
[[incident]]
ref = "INC-1"
occurred_at = 2026-02-22T06:00:00Z
reported_at = 2026-02-22T11:20:00Z
resolved_at = 2026-02-22T16:00:00Z
hours_to_resolve = "10.0"
"""
    assert gaps("DAT007", toml) == []


def test_a_part_does_not_exceed_its_whole() -> None:
    assert len(gaps("DAT007", '[[training]]\nref = "TRN-1"\ndone = 43\nout_of = 42\n')) == 1
    assert gaps("DAT007", '[[evidence_item]]\nref = "EVD-1"\nexamined = 5\nfaulted = 5\n') == []


def test_words_that_no_list_has_are_told_by_field_and_texts_are_free() -> None:
    toml = '[[risk]]\nref = "R-1"\nunread = [["option", "Accept with monitoring"], ["provider", "Acme"]]\n'
    assert gaps("DAT008", toml) == [
        "It says “Accept with monitoring” for treatment option, which no list and no calendar has."
    ]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("A.12.6.1", "the edition in use has A.8.8 for it"),
        ("A.5.99", "no control of Annex A"),
        ("A.5.30", ""),
        ("9.3.3", ""),
        ("iso27001:2022/A.5.1", ""),
    ],
)
def test_a_key_of_another_edition_is_told_with_its_successor(key: str, says: str) -> None:
    found = gaps("DAT009", f'[[evidence_item]]\nref = "EVD-1"\ncontrols = ["{key}"]\n')
    assert (says in found[0]) if says else found == []


def test_a_lost_final_zero_shows_in_the_name_of_the_row() -> None:
    assert all_rules()
    title = example_isms("").standard.control("A.5.30").title
    assert gaps("DAT009", f'[[soa_declared]]\nref = "A.5.3"\ntitle = "{title}"\n') == [
        "The row bears the key A.5.3 and the name of A.5.30. A final zero was lost."
    ]


PLACES = "".join(
    f'[[asset]]\nref = "AST-{n}"\ntitle = "Mail ({place})"\nasset_kind = "service"\n'
    for n, place in enumerate(("Berlin", "Bonn"), 1)
)


def roles(*titles: str, owner: str = "") -> str:
    rows = [f'[[role]]\nref = "ROLE-{n}"\ntitle = "{title}"\n' for n, title in enumerate(titles, 1)]
    return "".join(rows) + (f'[[asset]]\nref = "AST-1"\nowner = "{owner}"\n' if owner else "")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (roles("ISO", "Information Security Officer"), ["“ISO” and “Information Security Officer”"]),
        (roles("Procurement", "Procurement Lead", owner="Procurement"), ["“Procurement” and “Procurement Lead”"]),
        (roles("IT Operations", "IT Operations Lead", owner="IT Operations Lead"), []),
        (roles("Data protection officer", owner="DPO"), ["“DPO” and “Data protection officer”"]),
        (roles("HR Lead", "Head of HR", "IT Lead"), []),
        (
            '[[supplier]]\nref = "SUP-1"\ntitle = "Posthorn"\n[[supplier]]\nref = "SUP-2"\ntitle = "Posthorn GmbH"\n',
            ["“Posthorn” and"],
        ),
        (
            PLACES,
            [],
        ),
    ],
)
def test_two_names_are_told_once_and_a_team_is_not_its_lead(toml: str, told: list[str]) -> None:
    found = gaps("DAT010", toml)
    assert len(found) == len(told)
    assert all(gap.startswith(start) for gap, start in zip(found, told, strict=True))


def test_an_interval_is_unstated_only_for_those_without_one() -> None:
    toml = """
[[own_rule]]
ref = "RULE-1"
title = "supplier_review"
applies_to = "critical"
setting = "half"
[[supplier]]
ref = "SUP-1"
criticality = "critical"
[[supplier]]
ref = "SUP-2"
criticality = "low"
[[supplier]]
ref = "SUP-3"
review_interval = "year"
"""
    (fault,) = said("DAT011", toml)
    assert isinstance(fault, Fault)
    assert fault.clause == "A.5.22"
    assert fault.gap == "Nothing states `supplier_review` (review, by criticality); 1 live supplier needs it."


def test_criteria_state_the_interval_of_their_levels() -> None:
    toml = """
[[criteria]]
ref = "CRIT-1"
approved_on = 2025-01-01
state = "in force"
intervals = [{ level = "high", interval = "half" }]
[[risk]]
ref = "R-1"
[[assessment]]
ref = "RAS-1"
risk = "R-1"
stage = "current"
level = "High"
"""
    assert gaps("DAT011", toml) == []
    assert len(gaps("DAT011", toml.replace('"High"', '"Low"'))) == 1


def test_a_review_is_counted_from_the_journal_where_none_was_held() -> None:
    rule = '[[own_rule]]\nref = "RULE-1"\ntitle = "record_review"\nsetting = "year"\n'
    asset = '[[asset]]\nref = "AST-1"\n'
    entered = '[[recorded]]\nref = "AST-1"\nfirst = {}\n'
    assert len(gaps("DAT012", rule + asset + entered.format(date(2024, 5, 1)))) == 1
    assert gaps("DAT012", rule + asset + entered.format(date(2025, 5, 1))) == []
    (unjudged,) = said("DAT012", rule + asset)
    assert isinstance(unjudged, Unjudged)


def test_each_kind_is_filed_under_its_own_clause() -> None:
    toml = """
[[threat]]
ref = "THR-1"
next_review = 2026-01-01
[[asset]]
ref = "AST-1"
asset_kind = "media"
next_review = 2026-01-01
[[document]]
ref = "DOC-1"
document_kind = "plan"
serves = ["A.5.24"]
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
next_review = 2026-01-01
state = "in force"
"""
    clauses = [each.clause for each in said("DAT012", toml) if isinstance(each, Fault)]
    assert clauses == ["A.7.10", "A.5.7", "A.5.24"]


FOUNDED = """
[[person]]
ref = "PER-1"
title = "Ada"

[[membership]]
ref = "MEM-1"
person = "PER-1"
access_role = "administrator"
"""


def test_a_system_that_was_only_founded_shows_no_requirement() -> None:
    founded = audit(example_isms(FOUNDED))
    assert sum(each.shown for each in founded.readiness) == 0
    begun = audit(example_isms(FOUNDED + '[[party]]\nref = "PTY-1"\ntitle = "Customers"\n'))
    assert sum(each.shown for each in begun.readiness) > 0
