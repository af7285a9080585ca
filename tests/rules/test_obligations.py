"""The rules on obligations, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from plumbline.engine.domain.fulfilment_facts import PREDICATES, table
from tests.rules.said import gaps, unjudged


def duty(more: str = "", topic: str = "") -> str:
    return f'[[obligation]]\nref = "OBL-1"\ntitle = "Duty"\nfulfilment = "met"\ntopic = "{topic}"\n{more}\n'


PLAN = """
[[document]]
ref = "DOC-1"
title = "Business Continuity Plan"
retention = "2 years"
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
state = "in force"
"""


def test_every_fact_of_the_table_is_known_and_every_predicate_used() -> None:
    assert {name for names in table().values() for name in names} == set(PREDICATES)


@pytest.mark.parametrize("piece", ["DOC-1", "BCP", "Business Continuity Plan", "BCP, chapter 3", "Continuity Plan"])
def test_evidence_may_name_a_document_as_people_do(piece: str) -> None:
    assert gaps("LEG004", duty(f'evidence = ["{piece}"]'))
    assert not gaps("LEG004", duty(f'evidence = ["{piece}"]') + PLAN)


@pytest.mark.parametrize("piece", ["Plan", "RoPA", "Crisis plan", "log", "bcp"])
def test_a_word_that_only_sounds_like_it_is_no_evidence(piece: str) -> None:
    assert gaps("LEG004", duty(f'evidence = ["{piece}"]') + PLAN)


def test_one_piece_that_is_there_is_enough() -> None:
    assert not gaps("LEG004", duty('evidence = ["RoPA", "BCP"]') + PLAN)


def test_a_register_is_evidence_while_it_holds_something() -> None:
    assert gaps("LEG004", duty('evidence = ["Awareness training records"]'))
    held = '[[training]]\nref = "TRN-1"\ngroup = "All"\n'
    assert not gaps("LEG004", duty('evidence = ["Awareness training records"]') + held)


def test_an_audit_that_raised_a_nonconformity_has_taken_place() -> None:
    raised = '[[nonconformity]]\nref = "NC-1"\nsource = "Internal audit 2026-Q1"\n'
    assert gaps("LEG004", duty('evidence = ["Internal audit"]'))
    assert not gaps("LEG004", duty('evidence = ["Internal audit"]') + raised)


def test_withdrawn_evidence_shows_nothing() -> None:
    item = '[[evidence_item]]\nref = "EVD-1"\nstate = "{}"\n'
    assert gaps("LEG004", duty('evidence = ["EVD-1"]') + item.format("withdrawn"))
    assert not gaps("LEG004", duty('evidence = ["EVD-1"]') + item.format("current"))


def test_an_action_that_is_over_plans_nothing() -> None:
    partly = '[[obligation]]\nref = "OBL-1"\nfulfilment = "partly"\n'
    done = '[[action]]\nref = "ACT-1"\nanswers = ["OBL-1"]\nstate = "done"\n'
    assert gaps("LEG002", partly + done) == [
        "The obligation is met in part, and no live action is linked to it; ACT-1 is over."
    ]


def test_a_review_is_due_by_the_promise_where_no_date_is_stated() -> None:
    last = duty("reviewed_on = 2025-01-31")
    assert unjudged("LEG003", last) == ["no promise `record_review`"]
    promised = '[[own_rule]]\nref = "RULE-1"\ntitle = "record_review"\nsetting = "year"\n'
    assert gaps("LEG003", last + promised) == ["The review of the obligation was due on 2026-01-31, 59 days ago."]


SUPPLIER = '[[supplier]]\nref = "SUP-1"\ntitle = "Payroll"\ncriticality = "high"\n'
INCIDENT = '[[incident]]\nref = "INC-1"\naware_at = 2026-02-01T08:00:00Z\n'
NOTICE = '[[notification]]\nref = "NTF-1"\nincident = "INC-1"\nlimit = "72 h"\nsent_at = {}\nproof = "{}"\n'
PROVEN_LATE = NOTICE.format("2026-02-05T08:00:00Z", "Receipt")
UNPROVEN = NOTICE.format("2026-02-02T08:00:00Z", "")
SOUND = NOTICE.format("2026-02-02T08:00:00Z", "Receipt")
AGREEMENT = '[[supplier_agreement]]\nref = "SAG-{}"\nsupplier = "SUP-{}"\nstarts = 2025-01-01\nends = {}\n'
VULNERABILITY = (
    '[[asset]]\nref = "AST-1"\ntitle = "Gate"\n'
    '[[vulnerability]]\nref = "VUL-1"\nassets = ["AST-1"]\ndeadline = 2026-03-01\n'
)
EXCEPTION = '[[exception]]\nref = "EXC-1"\nassets = ["AST-1"]\nexpires = 2026-12-31\n'


@pytest.mark.parametrize(
    ("topic", "more", "says"),
    [
        ("processors", SUPPLIER + 'personal_data = true\ndata_agreement = "not needed"\n', "without a data processing"),
        ("Notice of breaches", INCIDENT + PROVEN_LATE, "sent after its limit of 72 hours"),
        ("notice of incidents", INCIDENT + UNPROVEN, "nothing proves"),
        ("training and hygiene", '[[training]]\nref = "TRN-1"\ndue = 2026-03-01\n', "TRN-1 was due on 2026-03-01"),
        ("supply chain", SUPPLIER + "next_review = 2026-01-31\n", "the review of SUP-1, rated high, was due"),
        ("supply chain", SUPPLIER + AGREEMENT.format(1, 1, "2026-02-28"), "has no agreement in force"),
        ("weaknesses", VULNERABILITY, "VUL-1 was to be remedied by 2026-03-01"),
        ("incident handling", "", "no procedure for incidents"),
        ("continuity and backup", "", "no continuity plan"),
        ("cryptography", "", "no rules on cryptography"),
        ("governance by management", "", "no information security policy"),
        (
            "strong authentication",
            '[[action]]\nref = "ACT-1"\naction_kind = "treat"\ncontrols = ["A.8.5"]\n',
            "ACT-1 is still to bring A.8.5",
        ),
    ],
)
def test_other_registers_contradict_what_is_said_to_be_met(topic: str, more: str, says: str) -> None:
    (gap,) = gaps("LEG005", duty(topic=topic) + more)
    assert says in gap


@pytest.mark.parametrize(
    ("topic", "more"),
    [
        ("processors", SUPPLIER + "personal_data = true\n"),
        ("processors", SUPPLIER + 'data_agreement = "no"\n'),
        ("notice of breaches", INCIDENT + SOUND),
        ("training and hygiene", '[[training]]\nref = "TRN-1"\ndue = 2026-03-01\ndone = 7\nout_of = 7\n'),
        ("supply chain", SUPPLIER),
        ("supply chain", SUPPLIER + AGREEMENT.format(1, 1, "2026-12-31")),
        ("supply chain", SUPPLIER.replace("high", "low") + "next_review = 2026-01-31\n"),
        ("weaknesses", VULNERABILITY + EXCEPTION),
        ("continuity and backup", PLAN + '[[obligation]]\nref = "OBL-2"\n'),
        ("employment", SUPPLIER),
    ],
)
def test_what_is_not_stated_contradicts_nothing(topic: str, more: str) -> None:
    assert not gaps("LEG005", duty('evidence = ["DOC-1"]', topic) + more)


def test_a_control_that_fails_contradicts_the_duty_it_meets() -> None:
    failing = '[[evidence_item]]\nref = "EVD-1"\ncontrols = ["A.8.24"]\nobserved_on = 2026-03-01\nresult = "{}"\n'
    linked = duty('controls = ["A.8.24"]', "security of processing")
    assert gaps("LEG005", linked + failing.format("fails"))
    assert not gaps("LEG005", linked + failing.format("holds"))


def test_a_document_kept_for_too_short_contradicts_a_duty_to_keep() -> None:
    asked = duty('fulfilled_by = ["DOC-1"]\nretention = "{}"', "retention")
    assert gaps("LEG005", asked.format("6 years") + PLAN) == [
        "The obligation is said to be met, while DOC-1 is kept for 2 years, and 6 years are asked for."
    ]
    assert not gaps("LEG005", asked.format("1 year") + PLAN)


def test_a_notice_before_the_last_review_is_not_held_against_the_duty_again() -> None:
    late = INCIDENT + PROVEN_LATE
    assert gaps("LEG005", duty("reviewed_on = 2026-01-31", "notice of breaches") + late)
    assert not gaps("LEG005", duty("reviewed_on = 2026-02-28", "notice of breaches") + late)
