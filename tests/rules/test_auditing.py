"""Internal audits: what their rules tell apart beyond the examples on their pages."""

import pytest

from tests.rules.said import gaps, unjudged

RULE = '[[own_rule]]\nref = "RULE-1"\ntitle = "{name}"\nsetting = "{setting}"\n'
YEARLY = RULE.format(name="audit_interval", setting="year")
PROGRAMME = '[[audit_programme]]\nref = "AP-1"\nstarts = 2025-01-01\nends = 2027-12-31\nstate = "in force"\n'
IN_FORCE = """
[[document]]
ref = "DOC-1"
title = "Report"
serves = ["{serves}"]
[[document_version]]
ref = "DOCV-1"
document = "DOC-1"
effective = {day}
state = "in force"
"""


def audit(ref: str = "AUD-1", **fields: str) -> str:
    return f'[[audit]]\nref = "{ref}"\n' + "".join(f"{name} = {value}\n" for name, value in fields.items())


# --- AUD001 -----------------------------------------------------------------------------------------------------------


def test_a_missing_programme_is_told_once_and_not_as_a_missing_audit() -> None:
    assert gaps("AUD001", YEARLY) == []
    assert unjudged("AUD001", YEARLY) == ["an audit programme (AUD000)"]


def test_a_programme_without_any_audit_is_told_save_while_the_system_is_young() -> None:
    assert gaps("AUD001", YEARLY + PROGRAMME) == ["No internal audit that was held is on record."]
    young = '[[organization]]\nref = "ORG-1"\nstarted = 2025-09-01\n'
    assert gaps("AUD001", YEARLY + PROGRAMME + young) == []


@pytest.mark.parametrize(("day", "found"), [("2025-11-01", 0), ("2024-11-01", 1)])
def test_a_report_kept_as_a_document_stands_for_a_register_that_is_not_kept(day: str, found: int) -> None:
    report = IN_FORCE.format(serves="9.2.2-doc", day=day)
    assert len(gaps("AUD001", YEARLY + report)) == found


@pytest.mark.parametrize("kind", ["mock", "outside body", "independent review", "supplier"])
def test_no_other_audit_stands_for_an_internal_one(kind: str) -> None:
    other = audit(audit_kind=f'"{kind}"', held_on="2026-01-10", state='"held"')
    assert len(gaps("AUD001", YEARLY + PROGRAMME + other)) == 1


def test_the_programme_may_be_stricter_than_the_promise() -> None:
    half = PROGRAMME.replace("state", 'interval = "half a year"\nstate')
    held = audit(held_on="2025-08-01", state='"reported"')
    assert gaps("AUD001", YEARLY + PROGRAMME + held) == []
    assert gaps("AUD001", YEARLY + half + held) == ["The last internal audit was held on 2025-08-01, 242 days ago."]


# --- AUD002, AUD003 ---------------------------------------------------------------------------------------------------

ALL = 'covers = ["4", "5", "6", "7", "8", "9", "10"]\n'


def test_a_policy_that_serves_nothing_audited_is_a_gap_of_its_own() -> None:
    policy = IN_FORCE.format(serves="A.5.10", day="2025-02-01").replace("title", 'document_kind = "policy"\ntitle')
    whole = PROGRAMME + audit(planned_on="2026-09-01") + ALL
    assert gaps("AUD002", whole + policy) == [
        "The policy DOC-1 Report has no audit between 2025-01-01 and 2027-12-31: no audit covers it."
    ]
    assert gaps("AUD002", whole.replace('"10"', '"10", "A.5"') + policy) == []


def test_an_audit_that_passed_an_item_by_is_named() -> None:
    held = PROGRAMME + audit(held_on="2025-10-01", state='"held"') + ALL
    paper = '[[audit_item]]\nref = "AUI-{n}"\naudit = "AUD-1"\nitem = "{item}"\nverdict = "{verdict}"\n'
    papers = "".join(
        paper.format(n=n, item=item, verdict="not examined" if item == "10" else "conforms")
        for n, item in enumerate(("4", "5", "6", "7", "8", "9", "10"), 1)
    )
    found = gaps("AUD002", held + papers)
    assert [each.split(" has")[0] for each in found] == ["Clause 10.1 Continual improvement", CORRECTIVE]
    assert found[0].endswith("AUD-1 covers it, and no working paper says that it was examined.")


CORRECTIVE = "Clause 10.2 Nonconformity and corrective action"
BROKEN = '[[finding]]\nref = "F-1"\nitem = "10.2"\ngrade = "major"\nraised_on = 2025-06-12\n'


@pytest.mark.parametrize(
    ("looked", "told"),
    [
        ({"held_on": "2025-09-01", "state": '"held"'}, False),
        ({"held_on": "2025-05-01", "state": '"held"'}, True),
        ({"planned_on": "2026-06-01"}, False),
        ({"planned_on": "2026-07-01"}, True),
        ({"planned_on": "2026-02-01"}, False),
    ],
)
def test_what_burns_is_audited_after_it_began_or_within_one_interval(looked: dict[str, str], told: bool) -> None:
    toml = YEARLY + PROGRAMME + BROKEN + audit(covers='["10.2"]', **looked)
    assert bool(gaps("AUD003", toml)) is told


# --- AUD005 to AUD010 -------------------------------------------------------------------------------------------------

PEOPLE = '[[person]]\nref = "PER-1"\n[[person]]\nref = "PER-2"\n[[control_state]]\nref = "A.8.13"\n'
LOOK_BACK = RULE.format(name="look_back", setting="24 m")


def test_the_journal_binds_whoever_changed_a_control() -> None:
    written = '[[recorded]]\nref = "A.8.13"\nby = "PER-1"\naction = "control:change"\nfirst = 2025-06-01\n'
    held = audit(lead='"PER-1"', covers='["A.8.13"]', held_on="2025-10-14")
    (gap,) = gaps("AUD005", LOOK_BACK + PEOPLE + held + written)
    assert gap == "PER-1 examines A.8.13 and wrote A.8.13 on 2025-06-01; nothing makes up for it."
    assert gaps("AUD005", LOOK_BACK + PEOPLE + held + written.replace("2025", "2022")) == []
    assert unjudged("AUD005", PEOPLE + held + written) == ["no promise `look_back`"]


def test_a_paper_of_somebody_else_frees_the_lead() -> None:
    owned = PEOPLE.replace('"A.8.13"', '"A.8.13"\nowner = "PER-1"')
    held = audit(lead='"PER-1"', auditors='["PER-2"]', covers='["A.8.13"]', held_on="2025-10-14")
    paper = '[[audit_item]]\nref = "AUI-1"\naudit = "AUD-1"\nitem = "A.8.13"\nexamined_by = "PER-2"\n'
    assert len(gaps("AUD005", LOOK_BACK + owned + held)) == 1
    assert gaps("AUD005", LOOK_BACK + owned + held + paper) == []


def test_a_report_that_came_late_is_told_with_its_days() -> None:
    late = audit(held_on="2025-10-01", reported_on="2025-11-20", reported_to='["PER-1"]', state='"reported"')
    within = RULE.format(name="report_within", setting="30 d")
    assert gaps("AUD006", within + late) == ["It was reported 50 days after it was held."]
    assert unjudged("AUD006", late) == ["no promise `report_within`"]


ANSWER = RULE.format(name="finding_answer", setting="14 d")
SAMPLE = '[[sample]]\nref = "SMP-1"\nexceptions = 2\nexamined_on = 2026-02-01\nstate = "examined"\n'


def test_exceptions_in_a_sample_ask_for_a_finding() -> None:
    assert gaps("AUD008", ANSWER + SAMPLE) == [
        "2 exceptions led to no finding and no nonconformity; the answer was due on 2026-02-15, 44 days ago."
    ]
    small = '[[finding]]\nref = "F-1"\ngrade = "opportunity"\nsamples = ["SMP-1"]\n'
    assert gaps("AUD008", ANSWER + SAMPLE + small) == []
    assert gaps("AUD008", ANSWER + SAMPLE.replace("2026-02-01", "2026-03-20")) == []


def test_what_a_rehearsal_shows_stays_in_its_papers() -> None:
    rehearsed = SAMPLE.replace('ref = "SMP-1"\n', 'ref = "SMP-1"\naudit = "AUD-9"\n')
    assert len(gaps("AUD008", ANSWER + rehearsed + audit("AUD-9"))) == 1
    assert gaps("AUD008", ANSWER + rehearsed + audit("AUD-9", audit_kind='"mock"')) == []


def test_a_finding_with_a_day_of_its_own_is_not_hurried_by_the_rule() -> None:
    finding = '[[finding]]\nref = "F-1"\ngrade = "major"\nraised_on = 2026-01-10\nanswer_due = {day}\n'
    assert gaps("AUD008", ANSWER + finding.format(day="2026-04-30")) == []
    assert len(gaps("AUD008", ANSWER + finding.format(day="2026-03-30"))) == 1


@pytest.mark.parametrize(("day", "found"), [("2025-06-01", 0), ("2024-06-01", 1)])
def test_a_document_shows_an_independent_review_where_none_is_on_record(day: str, found: int) -> None:
    yearly = RULE.format(name="independent_review", setting="year")
    assert len(gaps("AUD009", yearly + IN_FORCE.format(serves="A.5.35", day=day))) == found


def test_the_review_may_come_too_late_before_a_visit_as_well() -> None:
    margin = RULE.format(name="visit_margin", setting="60 d")
    visit = '[[visit]]\nref = "VIS-1"\nvisit_kind = "stage 2"\nplanned_on = 2026-06-22\n'
    review = '[[review]]\nref = "REV-1"\nplanned_on = 2026-06-01\n'
    told = gaps("AUD010", margin + visit + review + audit(held_on="2025-10-01", state='"held"'))
    assert told == ["The last look of its kind before the visit on 2026-06-22 is REV-1, 21 days before it."]
    assert gaps("AUD010", margin + visit) == []
