"""The rules on events, incidents and vulnerabilities, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged


def promised(name: str, setting: str, applies_to: str = "") -> str:
    return (
        f'[[own_rule]]\nref = "RULE-{name}{applies_to}"\ntitle = "{name}"\n'
        f'setting = "{setting}"\napplies_to = "{applies_to}"\n'
    )


def incident(more: str, ref: str = "INC-1") -> str:
    return f'[[incident]]\nref = "{ref}"\n{more}\n'


# --- events ----------------------------------------------------------------------------------------------------------

EVENT = '[[event]]\nref = "EVT-1"\nreported_at = 2026-03-30T08:00:00Z\n'


def test_an_undecided_event_is_late_only_by_what_was_promised() -> None:
    assert unjudged("INC002", EVENT) == ["no promise `triage_within`"]
    assert not gaps("INC002", promised("triage_within", "2 d") + EVENT)
    assert gaps("INC002", promised("triage_within", "4 h") + EVENT) == [
        "It was reported on 2026-03-30 08:00 UTC, to be decided by 2026-03-30 12:00 UTC, and is not decided yet."
    ]


def test_a_closed_event_needs_a_decision_whatever_was_promised() -> None:
    assert gaps("INC002", EVENT + 'state = "closed"\n')
    linked = EVENT + 'state = "closed"\nincident = "INC-1"\n' + incident("")
    assert not gaps("INC002", linked)
    assert unjudged("INC002", promised("triage_within", "1 d") + linked) == ["the time of the decision"]


# --- handling --------------------------------------------------------------------------------------------------------

REPORTED = "reported_at = 2026-03-02T08:00:00Z\n"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('resolve_within = "2 d"\nstate = "contained"', "is not resolved yet"),
        ('resolve_within = "2 d"\nresolved_at = 2026-03-04T08:00:00Z\nstate = "closed"', ""),
        ('contain_within = "1 h"\nresolved_at = 2026-03-02T09:30:00Z\nstate = "closed"', "was contained on"),
        ('resolve_within = "60 d"', ""),
    ],
)
def test_targets_count_from_the_report(more: str, told: str) -> None:
    found = gaps("INC004", incident(REPORTED + more))
    assert bool(found) is bool(told)
    assert all(told in each for each in found)


def test_a_closed_incident_without_its_times_cannot_be_judged() -> None:
    assert unjudged("INC004", incident(REPORTED + 'resolve_within = "2 d"\nstate = "closed"')) == [
        "the time it was resolved"
    ]
    assert unjudged("INC004", incident(REPORTED + 'resolve_within = "soon"')) == ["a target to resolve it as a time"]


# --- lessons ---------------------------------------------------------------------------------------------------------

CLOSED = 'state = "closed"\nclosed_at = 2026-02-01T08:00:00Z\n'


def test_an_incident_of_unknown_severity_is_not_held_to_lessons() -> None:
    bare = incident(CLOSED)
    assert unjudged("INC003", bare) == ["no promise `lesson_from`"]
    assert unjudged("INC003", promised("lesson_from", "high") + bare) == [
        "a severity on the scale of the promise `lesson_from`"
    ]


def test_what_was_closed_before_the_audit_cycle_is_left_alone() -> None:
    old = incident('state = "closed"\nclosed_at = 2019-02-01T08:00:00Z\nseverity = "high"')
    assert not gaps("INC003", promised("lesson_from", "high") + old)


@pytest.mark.parametrize("lesson", ['[[lesson]]\nref = "LSN-1"\nincident = "INC-1"\n', 'action_text = "Doors locked"'])
def test_a_lesson_of_its_own_or_an_action_in_words_is_a_look_back(lesson: str) -> None:
    looked = incident(CLOSED + 'severity = "high"\ncause = "Door open"') + lesson
    assert not gaps("INC003", promised("lesson_from", "high") + looked)


@pytest.mark.parametrize(
    ("follow", "told"),
    [
        ('[[nonconformity]]\nref = "NC-1"\ndue = 2026-03-01\n', "is “open” and 30 days overdue"),
        ('[[nonconformity]]\nref = "NC-1"\ndue = 2026-05-01\n', ""),
        (
            '[[nonconformity]]\nref = "NC-1"\nactions = ["ACT-1"]\n[[action]]\nref = "ACT-1"\ndue = 2026-03-01\n',
            "is “open” and through ACT-1 30 days overdue",
        ),
        ('[[action]]\nref = "NC-1"\nstate = "dropped"\n', "was dropped without a reason"),
        ('[[action]]\nref = "NC-1"\nstate = "dropped"\ndropped_reason = "Replaced"\n', ""),
    ],
)
def test_an_incident_is_not_closed_on_work_that_is_late_or_dropped(follow: str, told: str) -> None:
    found = gaps("INC005", incident(CLOSED + 'actions = ["NC-1"]') + follow)
    assert bool(found) is bool(told)
    assert all(told in each for each in found)


LOST = 'incident_kind = "lost device"\nassets = ["AST-1"]\nreported_at = '
THREE = "".join(incident(f"{LOST}2026-0{number}-10T08:00:00Z", f"INC-{number}") for number in (1, 2, 3))


def test_three_alike_are_told_once_at_the_last_of_them() -> None:
    assert unjudged("INC008", THREE) == ["no promise `recurrence`"]
    (gap,) = gaps("INC008", promised("recurrence", "3 in a year") + THREE)
    assert gap.startswith("It is the last of 3 incidents of the same kind and asset since 2026-01-10;")
    assert not gaps("INC008", promised("recurrence", "3 in 30 d") + THREE)
    assert not gaps("INC008", promised("recurrence", "4 in a year") + THREE)


def test_a_risk_assessed_after_the_last_one_takes_them_up() -> None:
    anew = '[[asset]]\nref = "AST-1"\n[[risk]]\nref = "R-1"\nassets = ["AST-1"]\nnothing_changed_on = %s\n'
    assert not gaps("INC008", promised("recurrence", "3 in a year") + THREE + anew % "2026-03-20")
    assert gaps("INC008", promised("recurrence", "3 in a year") + THREE + anew % "2026-02-20")


# --- notices ---------------------------------------------------------------------------------------------------------

DUTY = 'notify = "yes"\naware_at = 2026-03-02T08:00:00Z\n'
NOTICE = '[[notification]]\nref = "NTF-1"\nincident = "INC-1"\nrecipient = "Authority"\n'


def test_a_limit_comes_from_the_notice_the_obligation_or_a_promise() -> None:
    assert unjudged("INC006", incident(DUTY)) == ["no promise `notify_within`"]
    assert gaps("INC006", promised("notify_within", "72 h") + incident(DUTY)) == [
        "The notice owed was due by 2026-03-05 08:00 UTC; nothing was sent."
    ]
    late = NOTICE + 'limit = "24 h"\nsent_at = 2026-03-03T09:00:00Z\nproof = "Receipt"\n'
    assert gaps("INC006", incident(DUTY) + late) == [
        "The notice NTF-1 was due by 2026-03-03 08:00 UTC; it was sent on 2026-03-03 09:00 UTC."
    ]
    assert not gaps("INC006", incident(DUTY) + late + 'delay_reason = "The form was down."\n')


def test_each_duty_wants_its_own_notice() -> None:
    duties = "".join(
        f'[[obligation]]\nref = "OBL-{number}"\nnotify_within = "{limit}"\n'
        for number, limit in ((1, "72 h"), (2, "24 h"))
    )
    told = NOTICE + 'obligation = "OBL-1"\nsent_at = 2026-03-03T07:00:00Z\nproof = "Receipt"\n'
    both = incident(DUTY + 'obligations = ["OBL-1", "OBL-2"]')
    assert gaps("INC006", duties + both + told) == [
        "The notice that OBL-2 asks for was due by 2026-03-03 08:00 UTC; nothing was sent."
    ]


def test_words_that_claim_a_notice_are_told_as_unproven_and_not_as_overdue() -> None:
    claimed = promised("notify_within", "72 h") + incident(DUTY + 'notify_note = "Authority, 72 h"')
    assert not gaps("INC006", claimed)
    assert len(gaps("INC007", claimed)) == 1
    silent = promised("notify_within", "72 h") + incident(DUTY)
    assert (len(gaps("INC006", silent)), len(gaps("INC007", silent))) == (1, 0)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('notify = "no"', "the day of that decision and its reason are not recorded"),
        ('notify = "no"\ndecided_on = 2026-03-03', "its reason is not recorded"),
        ('notify = "no"\ndecided_on = 2026-03-03\npersonal_data_note = "Encrypted"', ""),
        ('notify = "undecided"\nstate = "closed"', "whether to notify is not decided"),
        ("reported_at = 2026-03-30T08:00:00Z", ""),
        ("reported_at = 2026-03-20T08:00:00Z", "whether to notify is not decided"),
    ],
)
def test_personal_data_asks_for_a_decision_while_the_limit_runs(more: str, told: str) -> None:
    found = gaps("INC007", promised("notify_within", "72 h") + incident('personal_data = "yes"\n' + more))
    assert bool(found) is bool(told)
    assert all(told in each for each in found)


# --- vulnerabilities -------------------------------------------------------------------------------------------------


def weakness(more: str) -> str:
    return f'[[vulnerability]]\nref = "VUL-1"\ncve = "CVE-2026-1"\nassets = ["AST-1"]\n{more}\n'


ASSET = '[[asset]]\nref = "AST-1"\n'
OPEN = weakness('severity = "high"\ndiscovered = 2026-01-01')


def test_without_a_deadline_the_promise_for_its_severity_binds() -> None:
    assert unjudged("VUL001", OPEN) == ["a deadline, or the promise `remediate_within` for its severity"]
    assert gaps("VUL001", promised("remediate_within", "30 d", "high") + OPEN) == [
        "It is open 59 days after what “high” allows, 2026-01-31, and no exception covers it."
    ]


@pytest.mark.parametrize(
    ("leave", "told"),
    [
        ('description = "CVE-2026-1 on the press"\nexpires = 2026-06-01', False),
        ('description = "CVE-2026-10 on the press"\nexpires = 2026-06-01', True),
        ('assets = ["AST-1"]\ncontrols = ["A.8.8"]\nexpires = 2026-06-01', False),
        ('assets = ["AST-1"]\ncontrols = ["A.8.7"]\nexpires = 2026-06-01', True),
        ('description = "CVE-2026-1"\nexpires = 2026-03-01', True),
        ('description = "CVE-2026-1"\nstate = "requested"', True),
    ],
)
def test_an_exception_has_to_speak_of_it_and_to_run(leave: str, told: bool) -> None:
    late = ASSET + weakness("deadline = 2026-02-01") + f'[[exception]]\nref = "EXC-1"\n{leave}\n'
    assert bool(gaps("VUL001", late)) is told


def test_what_was_closed_too_late_is_told_and_what_was_closed_on_no_day_is_not() -> None:
    closed = 'deadline = 2026-02-01\nstate = "closed"\n'
    assert gaps("VUL001", weakness(closed + "closed_on = 2026-02-03")) == [
        "It was closed on 2026-02-03, 2 days after its deadline, and no exception covers that time."
    ]
    assert unjudged("VUL001", weakness(closed)) == ["the day it was closed"]


def test_an_exploited_weakness_belongs_to_its_own_rule_while_it_is_open() -> None:
    used = weakness("exploited = true\ndeadline = 2026-02-01")
    assert (len(gaps("VUL001", used)), len(gaps("VUL002", used))) == (0, 1)
    assert unjudged("VUL002", weakness("exploited = true")) == [
        "a deadline, or the promise `remediate_within` for its severity"
    ]


@pytest.mark.parametrize(
    ("score", "severity", "told"),
    [("9.0", "high", True), ("8.9", "high", False), ("6.9", "medium", False), ("7.0", "medium", True),
     ("8.8", "critical", False), ("0.0", "low", False)],
)  # fmt: skip
def test_a_severity_may_be_stricter_than_its_score_and_not_milder(score: str, severity: str, told: bool) -> None:
    assert bool(gaps("VUL003", weakness(f'score = "{score}"\nseverity = "{severity}"'))) is told


def test_a_deadline_is_no_later_than_its_severity_or_an_adopted_list_allows() -> None:
    listed = "exploited = true\nexploited_due = 2026-03-22"
    dated = weakness(f'severity = "high"\ndiscovered = 2026-03-01\ndeadline = 2026-03-25\n{listed}')
    rule = promised("remediate_within", "30 d", "high")
    assert not gaps("VUL003", rule + dated)
    assert gaps("VUL003", rule + promised("remediate_within", "the date of the list", "exploited") + dated) == [
        "Its deadline 2026-03-25 is 3 days later than the date of the list of exploited vulnerabilities, 2026-03-22."
    ]
    assert gaps("VUL003", promised("remediate_within", "14 d", "high") + dated) == [
        "Its deadline 2026-03-25 is 10 days later than what “high” allows, 2026-03-15."
    ]


# --- the procedure ---------------------------------------------------------------------------------------------------

PROCEDURE = (
    '[[document]]\nref = "DOC-1"\ntitle = "Call tree"\ndocument_kind = "procedure"\nserves = ["A.5.24"]\n'
    'roles_named = ["ROLE-1"]\n[[document_version]]\nref = "DOCV-1"\ndocument = "DOC-1"\nnumber = "1"\n'
    'effective = 2025-01-10\nstate = "in force"\n'
    '[[role]]\nref = "ROLE-1"\ntitle = "Captain"\n'
    '[[person]]\nref = "PER-1"\n[[assignment]]\nref = "ASG-1"\nrole = "ROLE-1"\nperson = "PER-1"\n'
)
LEFT = PROCEDURE.replace('ref = "PER-1"\n', 'ref = "PER-1"\nleft = 2026-01-31\n', 1)


def exercised(on: str, serves: str = '["A.5.26"]') -> str:
    held = f"completed_on = {on}\n" if on else ""
    return (
        f'[[course]]\nref = "CRS-1"\ntitle = "Night drill"\ncourse_kind = "exercise"\nserves = {serves}\n'
        f'[[training]]\nref = "TRN-1"\ngroup = "crew"\ncourse = "CRS-1"\nstate = "completed"\n{held}'
    )


YEARLY = promised("exercise_interval", "year")


def test_an_incident_procedure_is_exercised_as_often_as_promised() -> None:
    assert unjudged("INC001", PROCEDURE) == ["no promise `exercise_interval`"]
    assert not gaps("INC001", YEARLY + PROCEDURE + exercised("2025-03-31"))
    assert gaps("INC001", YEARLY + PROCEDURE + exercised("2025-03-30")) == [
        "It was last exercised on 2025-03-30; one was due by 2026-03-30, 1 day ago."
    ]


def test_a_procedure_never_exercised_counts_from_the_day_it_came_into_force() -> None:
    assert gaps("INC001", YEARLY + PROCEDURE) == [
        "No exercise is on record since it began on 2025-01-10; one was due by 2026-01-10, 80 days ago."
    ]
    continuity_only = exercised("2026-03-01", '["A.5.30"]')
    assert gaps("INC001", YEARLY + PROCEDURE + continuity_only) == gaps("INC001", YEARLY + PROCEDURE)


def test_a_test_kept_as_evidence_is_an_exercise_as_well() -> None:
    kept = '[[evidence_item]]\nref = "EVD-1"\ncontrols = ["A.5.24"]\nmethod = "test"\nobserved_on = 2026-03-01\n'
    assert not gaps("INC001", YEARLY + PROCEDURE + kept)
    assert gaps("INC001", YEARLY + PROCEDURE + kept.replace('"test"', '"document"'))


def test_an_exercise_nobody_can_place_leaves_the_procedure_unjudged() -> None:
    assert unjudged("INC001", YEARLY + PROCEDURE + exercised("2026-03-01", "[]")) == [
        "which controls the exercise CRS-1 serves"
    ]
    assert unjudged("INC001", YEARLY + PROCEDURE + exercised("")) == ["the day on which TRN-1 was completed"]


def test_a_role_of_the_procedure_without_a_holder_is_told_here_or_with_the_records_it_owns() -> None:
    assert gaps("INC001", YEARLY + LEFT + exercised("2026-03-01")) == [
        "It gives tasks to ROLE-1 Captain, a role that nobody holds."
    ]
    owning = LEFT.replace('roles_named = ["ROLE-1"]', 'roles_named = ["ROLE-1"]\nowner = "ROLE-1"')
    assert not gaps("INC001", YEARLY + owning + exercised("2026-03-01"))
    assert gaps("ROL001", owning) == ["1 live record names this role, and nobody holds it."]


def test_a_procedure_that_names_no_role_is_not_shown_to_be_ready() -> None:
    nameless = PROCEDURE.replace('roles_named = ["ROLE-1"]\n', "")
    assert unjudged("INC001", YEARLY + nameless + exercised("2026-03-01")) == ["the roles it gives tasks to"]
