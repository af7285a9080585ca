"""Edges of the rules on resources, messages, tasks, backups, keys, tests and continuity."""

from __future__ import annotations

from tests.rules.said import gaps, unjudged

PERIOD = '[[own_rule]]\nref = "RULE-1"\ntitle = "resource_period"\nsetting = "year"\n'


def test_a_period_without_any_need_is_told_once_and_a_document_on_it_is_enough() -> None:
    assert gaps("LDR002", PERIOD) == [
        "No need for people, money, tools or time is on record, nor that none was found.",
    ]
    shown = (
        PERIOD + '[[evidence_item]]\nref = "EVD-1"\ntitle = "Budget round"\ncontrols = ["7.1"]\n'
        "observed_on = 2026-01-10\n"
    )
    assert gaps("LDR002", shown) == []
    old = shown.replace("2026-01-10", "2024-01-10")
    assert len(gaps("LDR002", old)) == 1


def test_a_system_that_has_just_begun_is_given_one_period_to_ask_and_one_interval_to_review_access() -> None:
    began = '[[organization]]\nref = "ORG"\ntitle = "Young firm"\nstarted = {}\n'
    assert gaps("LDR002", PERIOD + began.format("2026-02-01")) == []
    assert len(gaps("LDR002", PERIOD + began.format("2024-02-01"))) == 1
    review = '[[own_rule]]\nref = "RULE-1"\ntitle = "access_review"\nsetting = "year"\n'
    login = '[[asset]]\nref = "AST-1"\ntitle = "Billing"\n[[account]]\nref = "ACN-1"\nsystem = "AST-1"\nlogin = "ada"\n'
    assert gaps("ACC001", review + login + began.format("2026-02-01")) == []
    assert len(gaps("ACC001", review + login + began.format("2024-02-01"))) == 1


def test_a_need_has_its_own_days_to_be_answered() -> None:
    need = '[[resource_need]]\nref = "RES-1"\ntitle = "A vault"\nraised_on = 2026-01-20\n'
    assert gaps("LDR002", PERIOD + need) == []
    quick = '[[own_rule]]\nref = "RULE-2"\ntitle = "resource_period"\napplies_to = "answer"\nsetting = "60 d"\n'
    assert gaps("LDR002", PERIOD + quick + need) == [
        "It was raised on 2026-01-20 and is undecided, 10 days past the day an answer was owed."
    ]
    assert unjudged("LDR002", need) == ["no promise `resource_period`", "no promise `resource_period`"]


def test_leaders_are_judged_by_their_own_interval_before_the_promise() -> None:
    row = '[[communication]]\nref = "COM-1"\ntitle = "Talk"\nfrom_the_top = true\nlast_done = 2025-12-01\n'
    assert unjudged("LDR003", row) == ["no promise `leadership_message`"]
    promise = '[[own_rule]]\nref = "RULE-1"\ntitle = "leadership_message"\nsetting = "quarter"\n'
    assert gaps("LDR003", row + promise) == [
        "It was last said on 2025-12-01, 120 days ago; the next was due on 2026-03-01."
    ]
    own = row.replace('title = "Talk"', 'title = "Talk"\ninterval = "year"')
    assert gaps("LDR003", own + promise) == []


def test_what_waits_for_an_occasion_is_never_late_and_what_leaders_say_late_is_told_once() -> None:
    row = '[[communication]]\nref = "COM-1"\ntitle = "Notice"\naudience = ["customers"]\nchannel = "mail"\n'
    assert gaps("COM001", row + 'occasion = "an outage"\n') == []
    assert gaps("COM001", row) == ["The row does not say when."]
    late = row + 'interval = "month"\nlast_done = 2025-01-01\n'
    assert len(gaps("COM001", late)) == 1
    assert gaps("COM001", late + "from_the_top = true\n") == []


def test_a_task_in_its_days_of_grace_is_not_late_yet() -> None:
    task = '[[activity]]\nref = "TASK-1"\ntitle = "Round"\ninterval = "month"\ngrace = "10 d"\n'
    done = '[[activity_run]]\nref = "DONE-1"\nactivity = "TASK-1"\ndone_on = 2026-02-{}\nresult = "done"\n'
    assert gaps("CTL001", task + done.format("21")) == []
    assert gaps("CTL001", task + done.format("20")) == [
        "It was last done on 2026-02-20; with its grace it was due by 2026-03-30, 1 day ago."
    ]
    assert gaps("CTL001", task) == ["Nothing on record shows that it was ever done."]
    recorded = '[[recorded]]\nref = "TASK-1"\nfirst = 2026-03-20\n'
    assert gaps("CTL001", task + recorded) == [], "written down last week: its first day is to come"


def test_a_task_without_interval_is_unjudged_and_the_missing_interval_is_told_elsewhere() -> None:
    task = '[[activity]]\nref = "TASK-1"\ntitle = "Round"\n'
    assert unjudged("CTL001", task) == ["how often it is done, as an interval"]
    assert len(gaps("DAT011", task)) == 1
    promise = '[[own_rule]]\nref = "RULE-1"\ntitle = "activity_interval"\nsetting = "month"\n'
    assert (unjudged("CTL001", task + promise), gaps("DAT011", task + promise)) == ([], [])


def test_a_procedure_that_was_promised_is_named_and_in_force() -> None:
    task = '[[activity]]\nref = "TASK-1"\ntitle = "Round"\nprocedure_promised = true\n'
    assert gaps("CTL002", task) == ["It needs a written procedure and names none."]
    draft = task + 'procedure = "DOC-1"\n[[document]]\nref = "DOC-1"\ntitle = "How to walk round"\n'
    assert gaps("CTL002", draft) == ["Its procedure DOC-1 has no version in force."]


def test_a_failure_has_its_promised_time_and_an_answer_that_exists() -> None:
    failed = (
        '[[activity_run]]\nref = "DONE-1"\nactivity = "TASK-1"\ndone_on = 2026-03-25\nresult = "failed"\n{}'
        '[[activity]]\nref = "TASK-1"\ntitle = "Round"\ninterval = "month"\n'
    )
    assert gaps("CTL003", failed.format("")) == ["It failed 6 days ago, and nothing followed."]
    promise = '[[own_rule]]\nref = "RULE-1"\ntitle = "finding_answer"\nsetting = "14 d"\n'
    assert gaps("CTL003", failed.format("") + promise) == []
    assert gaps("CTL003", failed.format('answered_by = ["ACT-7"]\n')) == [
        "It failed 6 days ago, and nothing followed; what it names as its answer is not on record."
    ]


SHOP = (
    '[[asset]]\nref = "AST-1"\ntitle = "Orders"\nasset_kind = "information"\n'
    '[[asset]]\nref = "AST-2"\ntitle = "Shop"\nrecovery_time = "4 h"\nholds = ["AST-1"]\n'
)
JOB = '[[backup_job]]\nref = "BKP-1"\ntitle = "Nightly"\nassets = ["AST-2"]\ninterval = "day"\n'


def test_without_any_backup_on_record_nothing_is_guessed() -> None:
    assert unjudged("OPS001", SHOP) == ["a backup on record (OPS000)"]
    other = JOB.replace("AST-2", "AST-9")
    assert gaps("OPS001", SHOP + other) == ["No backup in use copies it."]


def test_the_last_look_at_a_backup_counts_where_nobody_writes_each_night_down() -> None:
    assert unjudged("OPS001", SHOP + JOB) == ["the day on which BKP-1 last succeeded"]
    looked = (
        '[[activity]]\nref = "TASK-1"\ntitle = "Reports are read"\ninterval = "month"\nsubjects = ["BKP-1"]\n'
        '[[activity_run]]\nref = "DONE-1"\nactivity = "TASK-1"\ndone_on = 2026-03-02\nresult = "{}"\n'
    )
    assert unjudged("OPS001", SHOP + JOB + looked.format("done")) == []
    assert gaps("OPS001", SHOP + JOB + looked.format("done")) == []
    assert gaps("OPS001", SHOP + JOB + looked.format("failed")) == [
        "BKP-1 was found failing on 2026-03-02 (DONE-1).",
    ]


def test_the_place_where_copies_lie_is_not_asked_for_copies() -> None:
    vault = '[[asset]]\nref = "AST-3"\ntitle = "Vault"\nrecovery_time = "1 d"\nholds = ["AST-1"]\n'
    kept = JOB + 'copies_at = ["AST-3"]\nlast_success = 2026-03-30\n'
    assert gaps("OPS001", SHOP + vault + kept) == []
    assert len(gaps("OPS001", SHOP + vault + JOB + "last_success = 2026-03-30\n")) == 1


def test_a_key_is_told_by_its_gravest_fault() -> None:
    key = '[[crypto_key]]\nref = "KEY-1"\ntitle = "Signing key"\n'
    assert gaps("OPS004", key) == ["Nobody answers for it."]
    assert gaps("OPS004", key + "expires = 2026-03-01\n") == ["It expired on 2026-03-01, 30 days ago, and is in use."]
    rotated = key + 'rotate_every = "year"\nissued_on = 2024-01-01\n'
    assert gaps("OPS004", rotated) == ["It was to be changed by 2025-01-01, 454 days ago."]
    owned = key + 'owner = "PER-1"\n[[person]]\nref = "PER-1"\n'
    assert unjudged("OPS004", owned) == ["the day it expires or is to be changed"]


def test_an_incident_that_names_a_test_as_its_cause_is_examined_too() -> None:
    told = (
        '[[exercise]]\nref = "EXE-1"\ntitle = "Red team"\nheld_on = 2026-02-10\nlive_systems = ["AST-1"]\n'
        'test_agreed_on = 2026-02-01\nstate = "held"\n'
        '[[incident]]\nref = "INC-1"\ntitle = "Shop down"\ncause = "EXE-1"\n'
        '[[asset]]\nref = "AST-1"\ntitle = "Shop"\n'
    )
    assert gaps("OPS005", told) == [
        "It was held on AST-1 without a time window and a contact in its agreement.",
        "EXE-1 is recorded as its cause, and was held without a time window and a contact in its agreement.",
    ]


def test_plans_kept_only_as_documents_leave_a_process_unjudged() -> None:
    process = '[[asset]]\nref = "AST-1"\ntitle = "Orders"\nasset_kind = "process"\nrecovery_time = "4 h"\n'
    assert gaps("CON001", process) == ["No continuity plan in force covers it."]
    document = (
        '[[document]]\nref = "DOC-1"\ntitle = "Emergency handbook"\nserves = ["A.5.29"]\n'
        '[[document_version]]\nref = "DOCV-1"\ndocument = "DOC-1"\neffective = 2026-01-10\nstate = "in force"\n'
    )
    assert unjudged("CON001", process + document) == ["which plans cover it: none is in the register"]
    plan = '[[plan]]\nref = "BCP-1"\ntitle = "Telephone"\ncovers = ["AST-1"]\nstate = "in force"\n'
    assert gaps("CON001", process + document + plan) == [
        "BCP-1 covers it and says nothing on how information stays protected meanwhile."
    ]


def test_an_exercise_of_the_document_is_one_of_the_plan_written_in_it() -> None:
    plan = (
        '[[plan]]\nref = "BCP-1"\ntitle = "Telephone"\ndocument = "DOC-1"\nexercise_interval = "year"\n'
        'approved_on = 2024-01-01\nstate = "in force"\n[[document]]\nref = "DOC-1"\ntitle = "Handbook"\n'
    )
    assert gaps("CON002", plan) == ["It was never exercised; the first exercise was due on 2025-01-01."]
    held = '[[exercise]]\nref = "EXE-1"\nplans = ["DOC-1"]\nheld_on = 2025-11-01\nstate = "held"\n'
    assert gaps("CON002", plan + held) == []


def test_the_way_from_the_need_to_the_slow_part_is_told() -> None:
    chain = (
        '[[asset]]\nref = "AST-1"\ntitle = "Orders"\nasset_kind = "process"\nrecovery_time = "4 h"\n'
        'depends_on = ["AST-2"]\n[[asset]]\nref = "AST-2"\ntitle = "Shop"\ndepends_on = ["AST-3"]\n'
        '[[asset]]\nref = "AST-3"\ntitle = "Server"\n'
        '[[plan]]\nref = "BCP-1"\ntitle = "New server"\ncovers = ["AST-3"]\nrecovery_time = "2 d"\nstate = "in force"\n'
    )
    assert gaps("CON003", chain) == [
        "BCP-1 promises a recovery time of 2 d; what AST-1 needs, which rests on it through AST-2, is 4 h."
    ]
    assert unjudged("CON003", chain) == ["how soon it comes back: no plan promises it and no test shows it"]


def test_a_single_source_of_what_must_not_fail_is_a_fault() -> None:
    told = (
        '[[asset]]\nref = "AST-1"\ntitle = "Emergency line"\nasset_kind = "service"\nsupplier = "SUP-1"\n'
        '[[supplier]]\nref = "SUP-1"\ntitle = "Carrier"\nsingle_source = true\n'
        '[[impact_analysis]]\nref = "BIA-1"\nsubject = "AST-1"\nno_outage = true\n'
    )
    assert gaps("CON003", told) == ["AST-1 must not fail at all and rests on it, and there is no second source."]
    assert gaps("CON003", told.replace("single_source = true", "single_source = false")) == []


def test_what_is_on_the_registers_now_ends_the_absence() -> None:
    assert gaps("COM000", '[[communication]]\nref = "COM-1"\ntitle = "News"\n') == []
    assert gaps("OPS000", '[[backup_job]]\nref = "BKP-1"\ntitle = "Nightly"\n') == []
    assert gaps("EVD000", '[[activity_run]]\nref = "DONE-1"\ndone_on = 2026-03-01\nby = "PER-1"\n') == []
    assert gaps("CON000", '[[asset]]\nref = "AST-1"\n[[impact_analysis]]\nref = "BIA-1"\nrecovery_time = "4 h"\n') == []
    task = '[[activity]]\nref = "TASK-1"\ncontrols = ["A.8.13"]\n'
    assert len(gaps("CTL000", task)) == 1
    assert gaps("CTL000", task + '[[activity_run]]\nref = "DONE-1"\nactivity = "TASK-1"\ndone_on = 2026-03-01\n') == []


def test_a_task_slower_than_its_promise_contradicts_it_and_an_ended_one_carries_nothing() -> None:
    told = (
        '[[document]]\nref = "DOC-1"\ntitle = "Access policy"\ndocument_kind = "policy"\n'
        '[[document_version]]\nref = "DOCV-1"\ndocument = "DOC-1"\neffective = 2026-01-10\nstate = "in force"\n'
        '[[commitment]]\nref = "CMT-1"\ntitle = "Access is reviewed"\ndocument = "DOC-1"\npromised = "quarter"\n'
        'bound_to = ["TASK-1"]\n[[activity]]\nref = "TASK-1"\ntitle = "Review"\ninterval = "half a year"\n'
    )
    assert gaps("POL007", told) == ["The policy promises “quarter”, and TASK-1 runs less often: half a year."]
    ended = told + 'state = "ended"\n'
    assert gaps("POL007", ended) == []
    assert gaps("POL006", ended) == ["The policy promises this, and all it is bound to has ended (1 record)."]
