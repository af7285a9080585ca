"""Bob must not judge his own work: what he owned, wrote, approved, performed or led is found, with the day."""

from dataclasses import replace
from datetime import date

import pytest

from plumbline.engine.domain.acts import Act
from plumbline.engine.domain.behind import item_key, records_behind
from plumbline.engine.domain.impartiality import Conflict, compensation, conflicts, free, look_back, of_audit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Activity,
    ActivityRun,
    Assignment,
    Audit,
    AuditItem,
    AuditProgramme,
    Compensation,
    ControlState,
    Document,
    DocumentVersion,
    EvidenceItem,
    OwnRule,
    Person,
    Record,
    Risk,
    Role,
    Supplier,
    SupplierReview,
)
from tests.domain.records import DAY, system

BOB, ADA = Person(ref="PER-2"), Person(ref="PER-1")
TWO_YEARS = date(2024, 11, 22), DAY
CISO = Role(ref="ROLE-1", title="CISO", role_kind="conformity")


def told(isms: Isms, item: str, auditor: Person = BOB) -> list[tuple[str, str, str]]:
    """Record, how and when of each conflict."""
    return [(each.record.ref, each.how, each.when) for each in conflicts(isms, auditor, item, *TWO_YEARS)]


def test_whoever_owns_a_control_does_not_audit_it() -> None:
    isms = system(BOB, ADA, ControlState(ref="A.8.13", owner="PER-2"))
    assert told(isms, "A.8.13") == [("A.8.13", "owns", "on a day not stated")]
    assert told(isms, "iso27001:2022/A.8.13") == told(isms, "A.8.13")
    assert told(isms, "A.8.14") == []
    assert told(isms, "A.8.13", ADA) == []


def test_a_role_binds_as_long_as_it_was_held() -> None:
    isms = system(
        BOB,
        Role(ref="ROLE-4", title="Backup operator"),
        Assignment(ref="ASG-1", role="ROLE-4", person="PER-2", since=date(2020, 1, 1), until=date(2025, 3, 31)),
        Assignment(ref="ASG-2", role="ROLE-4", person="PER-2", since=date(2018, 1, 1), until=date(2019, 12, 31)),
        ControlState(ref="A.8.13", owner="ROLE-4"),
    )
    assert told(isms, "A.8.13") == [("A.8.13", "owns", "from 2020-01-01 to 2025-03-31")]
    assert told(isms, "ROLE-4") == [("ROLE-4", "performed", "from 2020-01-01 to 2025-03-31")]
    assert conflicts(isms, BOB, "A.8.13", date(2025, 4, 1), DAY) == ()


@pytest.mark.parametrize(("approved", "bound"), [(date(2025, 1, 10), True), (date(2023, 1, 10), False)])
def test_what_was_approved_long_ago_binds_no_more(approved: date, bound: bool) -> None:
    isms = system(
        BOB,
        Document(ref="DOC-1", title="Backup policy", serves=("A.8.13",)),
        DocumentVersion(ref="DOCV-1", document="DOC-1", approvers=("PER-2",), approved_on=approved, state="in force"),
    )
    assert bool(told(isms, "A.8.13")) is bound
    assert bool(told(isms, "DOC-1")) is bound


def test_a_role_that_approved_is_whoever_held_it_on_that_day() -> None:
    isms = system(
        BOB,
        ADA,
        CISO,
        Assignment(ref="ASG-1", role="ROLE-1", person="PER-1", since=date(2025, 6, 1)),
        Assignment(ref="ASG-2", role="ROLE-1", person="PER-2", since=date(2022, 1, 1), until=date(2025, 5, 31)),
        Document(ref="DOC-1", serves=("9.1",)),
        DocumentVersion(ref="DOCV-1", document="DOC-1", author="ROLE-1", approved_on=date(2025, 2, 1)),
    )
    assert ("DOCV-1", "wrote", "on 2025-02-01") in told(isms, "9.1")
    assert [each for each in told(isms, "9.1", ADA) if each[0] == "DOCV-1"] == []


def test_whoever_runs_the_system_does_not_audit_its_clauses() -> None:
    isms = system(ADA, CISO, Assignment(ref="ASG-1", role="ROLE-1", person="PER-1", since=date(2025, 6, 1)))
    assert told(isms, "7.5", ADA) == [("ROLE-1", "led", "from 2025-06-01")]
    assert told(isms, "A.7.1", ADA) == []


def test_work_done_binds_like_work_owned() -> None:
    isms = system(
        BOB,
        Activity(ref="TASK-1", title="Restore test", controls=("A.8.13",), owner="PER-1"),
        ActivityRun(ref="DONE-1", activity="TASK-1", done_on=date(2026, 2, 1), by="PER-2"),
        EvidenceItem(ref="EVD-1", controls=("A.8.13",), collected_by="PER-2", collected_on=date(2026, 3, 1)),
    )
    assert told(isms, "A.8.13") == [
        ("EVD-1", "performed", "on 2026-03-01"),
        ("DONE-1", "performed", "on 2026-02-01"),
    ]


def test_parts_of_a_record_belong_to_it() -> None:
    isms = system(
        BOB,
        Supplier(ref="SUP-1"),
        SupplierReview(ref="SRV-1", supplier="SUP-1", by="PER-2", reviewed_on=date(2026, 1, 7)),
    )
    assert told(isms, "SUP-1") == [("SRV-1", "performed", "on 2026-01-07")]
    assert [each.ref for each in records_behind(isms, "SUP-1")] == ["SUP-1", "SRV-1"]


def test_the_journal_remembers_what_no_field_says() -> None:
    acts = {
        ("risk", "R-1"): (
            Act("PER-2", "risk:change", date(2023, 1, 1)),
            Act("PER-2", "risk:treatment:approve-plan", date(2026, 5, 4)),
            Act("PER-1", "risk:change", date(2026, 5, 5)),
        )
    }
    isms = replace(system(BOB, ADA, Risk(ref="R-1", owner="PER-9")), acts=acts)
    assert told(isms, "R-1") == [("R-1", "approved", "on 2026-05-04")]
    assert told(isms, "R-1", ADA) == [("R-1", "wrote", "on 2026-05-05")]
    assert free(isms, (BOB, ADA, Person(ref="PER-3")), "R-1", *TWO_YEARS) == (Person(ref="PER-3"),)


def test_words_and_keys_name_an_item_alike() -> None:
    isms = system(Supplier(ref="SUP-1", title="Personio"))
    assert [item_key(isms, words) for words in (" iso27001:2022/9.2 ", "personio", "a vault")] == [
        "9.2",
        "SUP-1",
        "a vault",
    ]


# --- a whole audit ----------------------------------------------------------------------------------------------------


def audited(audit: Audit, *others: Record) -> tuple[Conflict, ...]:
    """The conflicts of an audit of A.8.13, which Bob owns, and A.8.14."""
    rule = OwnRule(ref="RULE-1", title="look_back", setting="24 m")
    return of_audit(system(BOB, ADA, rule, ControlState(ref="A.8.13", owner="PER-2"), audit, *others), audit)


PLANNED = Audit(
    ref="AUD-1", lead="PER-2", auditors=("PER-1",), covers=("A.8.13", "A.8.14"), planned_on=date(2026, 12, 1)
)


def test_an_audit_tells_who_may_not_examine_what() -> None:
    assert [(each.auditor, each.item) for each in audited(PLANNED)] == [(BOB, "A.8.13")]


def test_whose_paper_it_is_decides_who_examined_it() -> None:
    by_ada = AuditItem(ref="AUI-1", audit="AUD-1", item="A.8.13", examined_by="PER-1")
    by_bob = AuditItem(ref="AUI-1", audit="AUD-1", item="A.8.14", examined_by="PER-2", looked_at=("A.8.13", "R-1"))
    assert audited(PLANNED, by_ada) == ()
    risk = Risk(ref="R-1", owner="PER-2")
    assert [each.item for each in audited(PLANNED, by_bob, risk)] == ["A.8.13", "R-1"]


def test_a_compensation_is_for_its_auditor_and_its_item() -> None:
    second = Compensation(auditor="PER-2", item="A.8.13", what="Ada repeats the test of three restores")
    elsewhere = Compensation(auditor="PER-2", item="A.8.14", what="Ada reads along")
    for each, said in ((second, second.what), (elsewhere, "")):
        audit = Audit(ref="AUD-1", lead="PER-2", covers=("A.8.13",), compensations=(each,))
        isms = system(
            BOB,
            ControlState(ref="A.8.13", owner="PER-2"),
            OwnRule(ref="RULE-1", title="look_back", setting="year"),
            audit,
        )
        (found,) = of_audit(isms, audit)
        assert compensation(isms, audit, found) == said


def test_how_far_back_is_what_the_programme_says_then_what_was_promised() -> None:
    rule = OwnRule(ref="RULE-1", title="look_back", setting="24 m")
    of_programme = Audit(ref="AUD-1", programme="AP-1", began_on=date(2026, 6, 1), period_from=date(2026, 1, 1))
    plain = Audit(ref="AUD-2", planned_on=date(2026, 6, 1))
    isms = system(rule, AuditProgramme(ref="AP-1", look_back="12 m"), of_programme, plain)
    first, second = look_back(isms, of_programme), look_back(isms, plain)
    assert first is not None
    assert (first.start, first.stated) == (date(2025, 1, 1), None)
    assert second is not None
    assert (second.start, second.end) == (date(2024, 6, 1), date(2026, 6, 1))
    assert look_back(system(plain), plain) is None
