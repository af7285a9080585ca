"""Management reviews: who was there on the day, what settles minutes, what comes back to the next one."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

ON = "on = 2026-03-31\n"
HELD = '[[review]]\nref = "REV-2"\nheld_on = 2026-03-10\npresent = ["PER-1"]\nstate = "held"\n'
TOP = '[[role]]\nref = "ROLE-1"\nrole_kind = "top management"\n[[person]]\nref = "PER-1"\n[[person]]\nref = "PER-2"\n'
MONTH = '[[own_rule]]\nref = "RULE-1"\ntitle = "report_within"\nsetting = "30 d"\n'


def assigned(person: str, since: str, until: str = "") -> str:
    end = f"until = {until}\n" if until else ""
    return f'[[assignment]]\nref = "ASG-{person[-1]}"\nrole = "ROLE-1"\nperson = "{person}"\nsince = {since}\n{end}'


def said(code: str, toml: str) -> list[str]:
    """The gaps a rule tells, and after a question mark what was missing to judge."""
    return [*gaps(code, ON + toml), *(f"? {each}" for each in unjudged(code, ON + toml))]


def test_who_held_the_office_on_the_day_counts_and_not_who_holds_it_now() -> None:
    then = assigned("PER-1", "2020-01-01", "2026-03-20") + assigned("PER-2", "2026-03-21")
    assert said("REV001", HELD + TOP + then) == []
    (gap,) = said("REV001", HELD + TOP + assigned("PER-2", "2020-01-01"))
    assert "none of them held a role of top management on 2026-03-10" in gap
    assert said("REV001", HELD) == ["? who top management is (LDR000)"]


def test_a_review_that_waits_for_approval_is_judged_when_its_minutes_are_late() -> None:
    assert {each[:5] for each in said("REV002", HELD + MONTH)} == {"? the"}
    late = said("REV002", HELD.replace("2026-03-10", "2026-01-10") + MONTH)
    assert len(late) == 10
    assert late[0].startswith("Nothing was put before it on 9.3.2.a (Earlier review actions)")


def test_minutes_kept_as_a_document_are_minutes() -> None:
    review = HELD.replace('state = "held"', 'state = "held"\nnothing_to_decide = true')
    assert said("REV004", review) == ["? no promise `report_within`"]
    assert said("REV004", review.replace("2026-03-10", "2026-01-10") + MONTH) == [
        "The review of 2026-01-10 has no approved minutes, which were due on 2026-02-09."
    ]
    kept = review.replace("nothing_to_decide", 'minutes = "DOC-1"\nnothing_to_decide')
    assert said("REV004", kept) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", 1),
        ('reported = "Dropped by everybody"\n', 0),
        ("done_on = 2025-11-01\nstate = 'done'\n", 0),
        ("state = 'dropped'\n", 0),
    ],
    ids=["open and untold", "told", "done before", "dropped"],
)
def test_what_was_still_open_is_told_to_the_next_review(more: str, found: int) -> None:
    first = '[[review]]\nref = "REV-1"\nheld_on = 2025-09-10\nstate = "approved"\n'
    decision = f'[[decision]]\nref = "DEC-1"\nreview = "REV-1"\n{more}'
    assert len(said("REV005", first + HELD + decision)) == found


def test_nothing_to_report_is_contradicted_by_what_the_register_holds() -> None:
    told = '[[review_input]]\nref = "REVI-1"\nreview = "REV-2"\ntopic = "9.3.2.d.1"\nnothing_to_report = true\n'
    assert said("REV003", HELD + told) == []
    (gap,) = said("REV003", HELD + told + '[[nonconformity]]\nref = "NC-1"\nraised_on = 2025-12-01\n')
    assert "nothing to report on 9.3.2.d.1; the registers hold “Nonconformities raised”: 1" in gap


def test_a_change_that_names_the_decision_follows_from_it() -> None:
    decision = '[[decision]]\nref = "DEC-1"\nreview = "REV-2"\ndecision_kind = "change"\ndecided_on = 2026-03-10\n'
    assert len(said("REV006", HELD + decision)) == 1
    assert said("REV006", HELD + decision + '[[change]]\nref = "CHG-1"\ndecision = "DEC-1"\n') == []


def test_a_held_review_counts_and_an_old_one_names_itself() -> None:
    assert said("REV000", HELD) == []
    yearly = '[[own_rule]]\nref = "RULE-2"\ntitle = "review_interval"\nsetting = "year"\n'
    (gap,) = said("REV000", HELD.replace("2026-03-10", "2024-03-10") + yearly)
    assert gap.startswith("The last management review on record, REV-2 of 2024-03-10, lies before 2025-03-31")


def test_an_action_that_fell_silent_is_late_too() -> None:
    stall = '[[own_rule]]\nref = "RULE-3"\ntitle = "treatment_stall"\nsetting = "90 d"\n'
    silent = '[[action]]\nref = "ACT-1"\naction_kind = "treat"\nstate = "in progress"\n'
    silent += "raised_on = 2025-09-01\ndue = 2026-12-01\n"
    (gap,) = said("TRT011", HELD + stall + silent)
    assert "no news since 2025-09-01" in gap
    assert said("TRT011", HELD + silent) == []
