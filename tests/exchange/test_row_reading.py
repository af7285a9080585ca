"""What people really put into cells: read where it is certain, kept where it is not, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from plumbline.engine.domain.kinds import (
    Action,
    Assessment,
    Asset,
    Course,
    EvidenceItem,
    Incident,
    Nonconformity,
    Objective,
    Person,
    Risk,
    Role,
    SoaDeclared,
    Supplier,
    SupplierAgreement,
    SupplierReview,
    Training,
    Vulnerability,
)
from plumbline.exchange.column_map import read_column_map
from plumbline.exchange.limits import Limits
from plumbline.exchange.plan import Options
from plumbline.exchange.setaside import set_aside_files
from plumbline.exchange.sources import Source
from tests.exchange.desk import csv, lay, only, told, values

ACTIONS = "ID,Risk ID,Action,Due Date,Status"
RISKS = "ID,Risk Title,Likelihood,Impact,Treatment Decision,Status"


def test_a_day_that_can_be_read_two_ways_sets_the_row_aside() -> None:
    found = lay(csv(ACTIONS, "RTP-1,R-1,Lock the door,03/04/2026,Open", "RTP-2,R-1,Oil it,2026-05-01,Open"))
    assert [each.ref for each in values(found, Action)] == ["RTP-2"]
    (aside,) = found.set_aside
    assert aside.line == 2
    assert "may be 2026-04-03 or 2026-03-04" in aside.reason
    assert found.files[0].set_aside == 1


def test_another_day_of_the_column_decides_the_order() -> None:
    found = lay(csv(ACTIONS, "RTP-1,R-1,Lock the door,03/04/2026,Open", "RTP-2,R-1,Oil it,25/04/2026,Open"))
    assert [each.due for each in values(found, Action)] == [date(2026, 4, 3), date(2026, 4, 25)]


def test_a_column_map_may_say_the_order() -> None:
    said = read_column_map("[orders]\n'plan.csv' = 'mdy'")
    found = lay(csv(ACTIONS, "RTP-1,R-1,Lock,03/04/2026,Open", name="plan.csv"), options=Options(said=said))
    assert only(found, Action).due == date(2026, 3, 4)


def test_words_off_the_list_are_kept_with_the_best_reading() -> None:
    found = lay(csv(RISKS, "R-1,Fire,3,4,Accept with monitoring,Sort of open"))
    risk = only(found, Risk)
    assert (risk.option, risk.state) == ("retain", "open")
    assert risk.unread == (("option", "Accept with monitoring"), ("state", "Sort of open")) or dict(risk.unread) == {
        "option": "Accept with monitoring",
        "state": "Sort of open",
    }
    assert "It is read as “retain”." in told(found)


@pytest.mark.parametrize("nothing", ["", "n/a", "k.A.", "-", "–", "N/A"])
def test_cells_that_say_nothing_are_blank(nothing: str) -> None:
    found = lay(csv(ACTIONS, f"RTP-1,R-1,Lock the door,{nothing},Open"))
    action = only(found, Action)
    assert (action.due, action.unread) == (None, ())


def test_recurring_is_no_day_but_says_that_the_action_recurs() -> None:
    action = only(lay(csv(ACTIONS, "RTP-1,R-1,Test the backup,Recurring,Open")), Action)
    assert (action.recurring, action.due, action.unread) == ("yes", None, ())


def test_german_figures_and_levels_are_read() -> None:
    found = lay(
        csv(
            "Nr.;CVE;Titel;CVSS;Schweregrad;Frist zur Behebung;Status",
            "VUL-1;CVE-2026-1;Loch;9,8;hoch;31.12.2026;offen",
        )
    )
    hole = only(found, Vulnerability)
    assert (hole.score, hole.severity, hole.deadline, hole.state) == (
        Decimal("9.8"),
        "high",
        date(2026, 12, 31),
        "open",
    )


def test_n_a_is_a_state_where_the_list_has_it() -> None:
    found = lay(csv("ID,CVE,Title,CVSS,Status", "VUL-1,CVE-2026-1,Hole,9.8,N/A"))
    assert only(found, Vulnerability).state == "not applicable"


def test_the_prefix_against_formulas_is_taken_off_again() -> None:
    found = lay(csv("ID,Asset Name,Classification", "AST-1,'=Server,Internal"))
    assert only(found, Asset).title == "=Server"


def test_numbers_of_2013_are_carried_over_and_told() -> None:
    found = lay(csv("ID,Title,Controls,Collected on", "EVD-1,Log,A.12.3.1,2026-01-01", name="evidence.csv"))
    assert only(found, EvidenceItem).controls == ("A.8.13",)
    assert "A.12.3.1 of the 2013 edition became A.8.13." in told(found)


def test_two_old_rows_that_became_one_control_are_a_conflict() -> None:
    found = lay(
        csv(
            "Control ID,Control Name,Applicable,Justification,Implementation Status",
            "A.5.1.1,Policies,Yes,Needed,Implemented",
            "A.5.1.2,Review,Yes,Also needed,Planned",
        )
    )
    assert only(found, SoaDeclared).ref == "A.5.1"
    assert "“A.5.1” stands already in line 2 with other values." in found.set_aside[0].reason


SOA = "Control ID,Control Name,Theme,Applicable,Implementation Status,Implementation Description,Reference"


def test_a_torn_row_is_mended_where_only_one_way_fits() -> None:
    found = lay(csv(SOA, "A.8.12,Leakage,Technological,Yes,Implemented,mail in place, laptops later,POL-018"))
    row = only(found, SoaDeclared)
    assert (row.description, row.documents) == ("mail in place, laptops later", ("POL-018",))
    assert "2|Implementation Description|mail in place, laptops later|The row has 8 cells under 7 headings." in told(
        found
    )


def test_a_torn_row_with_two_ways_to_mend_it_is_set_aside() -> None:
    found = lay(csv("ID,Asset Name,Description,Classification", "AST-1,Server,big, grey,Internal"))
    assert not values(found, Asset)
    assert "5 cells under 4 headings" in found.set_aside[0].reason
    (content,) = set_aside_files(found.set_aside).values()
    assert b"Reason set aside" in content
    assert b" grey" in content


def test_the_same_id_twice_is_decided_by_a_person_unless_the_rows_are_equal() -> None:
    found = lay(
        csv("ID,Asset Name,Classification", "AST-1,One,Internal", "AST-1,One,Internal", "AST-1,Other,Internal"),
    )
    assert only(found, Asset).title == "One"
    assert "The row stands already in line 2; it was taken once." in told(found)
    assert [each.line for each in found.set_aside] == [4]


def test_a_row_that_nobody_could_name_is_set_aside() -> None:
    found = lay(csv("ID,Asset Name,Classification", ",,Internal", ",,Secret"))
    assert not values(found, Asset)


def test_assets_without_ids_may_share_a_name() -> None:
    found = lay(csv("Asset Name,Classification,Location", "Laptop,Internal,Hamburg", "Laptop,Internal,Kiel"))
    assert [(each.ref, each.location) for each in values(found, Asset)] == [("AST-1", "Hamburg"), ("AST-2", "Kiel")]


def test_risks_without_stages_are_assessed_as_they_are_now() -> None:
    found = lay(csv(RISKS, "R-1,Fire,3,4,Mitigate,Open"))
    assessed = only(found, Assessment)
    assert (assessed.stage, assessed.likelihood, assessed.combined) == ("current", 3, 4)


def test_a_supplier_row_is_read_into_supplier_agreement_and_review() -> None:
    found = lay(
        csv(
            "ID,Supplier,Service,Category,Data Accessed,Contract Start,Contract End,DPA Signed,"
            "Last Review,Review Result",
            "SUP-1,Cleaners,Office cleaning,Service,Premises,2024-01-01,Rolling,No (NDA only),2026-01-01,"
            "Satisfactory - one minor finding",
            "SUP-2,Lawyers,Advice,Service,,2024-01-01,2027-01-01,N/A (not a processor),,",
        )
    )
    cleaners, lawyers = values(found, Supplier)
    assert (cleaners.data_agreement, cleaners.data_agreement_note) == ("no", "NDA only")
    assert (cleaners.sees_information, cleaners.personal_data, cleaners.service_kind) == (True, None, "facility")
    assert (lawyers.data_agreement, lawyers.data_agreement_note) == ("not needed", "not a processor")
    assert lawyers.sees_information is None
    rolling, ending = values(found, SupplierAgreement)
    assert (rolling.rolling, rolling.ends, rolling.unread) == (True, None, ())
    assert (ending.rolling, ending.ends) == (None, date(2027, 1, 1))
    review = only(found, SupplierReview)
    assert (review.supplier, review.result, review.remark) == (
        "SUP-1",
        "with remarks",
        "Satisfactory - one minor finding",
    )


def test_a_corrective_action_row_is_a_nonconformity_and_an_action() -> None:
    found = lay(
        csv(
            "ID,Source,Finding,Root Cause,Correction,Corrective Action,Owner,Due Date,Status,"
            "Effectiveness Check,Closure Date",
            "CAPA-1,Audit,Door open,No lock,Closed it,Buy a lock,HR Lead,2026-05-01,Closed,"
            "2026-06-01 re-check passed,2026-06-02",
            "CAPA-2,Audit,Window open,Heat,Closed it,,HR Lead,2026-05-01,Open,,",
        )
    )
    closed, bare = values(found, Nonconformity)
    action = only(found, Action)
    assert closed.actions == (action.ref,)
    assert (closed.effect, closed.effect_judged_on) == ("effective", date(2026, 6, 1))
    assert (action.answers, action.state, action.done_on) == (("CAPA-1",), "done", None)
    assert bare.actions == ()


def test_times_are_those_of_the_organisation() -> None:
    found = lay(
        csv(
            "ID,Title,Severity,Reported At,Resolved At,Data Breach",
            "INC-1,Leak,High,2026-07-01 09:00,01.07.2026 10:30,No (test only)",
        )
    )
    incident = only(found, Incident)
    assert incident.reported_at == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    assert incident.resolved_at == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert (incident.personal_data, incident.personal_data_note) == ("no", "test only")


@pytest.mark.parametrize(
    ("target", "value", "better", "day"),
    [
        ("<5% by 2026-12-31", Decimal(5), "lower", date(2026, 12, 31)),
        ("at least 95%", Decimal(95), "higher", None),
        ("100% in 2026-Q3 and Q4", None, "", None),
        ("Yes by 2026-12-31", None, "", date(2026, 12, 31)),
    ],
)
def test_targets_become_figures_where_they_are_figures(
    target: str, value: Decimal | None, better: str, day: date | None
) -> None:
    objective = only(lay(csv("ID,Objective,Metric,Target,Current Value", f"OBJ-1,Less,clicks,{target},")), Objective)
    assert (objective.target, objective.target_value, objective.better, objective.target_date) == (
        target,
        value,
        better,
        day,
    )


def test_a_training_row_tells_persons_from_groups_and_keeps_the_name_apart() -> None:
    found = lay(
        csv(
            "Person,Role,Training,Due Date,Status",
            "Eva Sommer,Developer,Secure coding,2026-05-01,Planned",
            "All staff (42),All staff,Awareness,2026-05-01,In progress (28/42 completed)",
        )
    )
    alone, group = values(found, Training)
    (proposed,) = found.people
    assert (proposed.name, alone.person) == ("Eva Sommer", proposed.ref)
    assert only(found, Person).title == ""
    assert (group.group, group.person, group.done, group.out_of, group.state) == (
        "All staff",
        "",
        28,
        42,
        "in progress",
    )
    assert {each.title for each in values(found, Course)} == {"Secure coding", "Awareness"}
    assert only(found, Role).role_kind == "developer"


@pytest.mark.parametrize("limits", [Limits(rows=10), Limits(cells=32), Limits(letters=200)])
def test_too_much_is_refused_before_it_fills_the_memory(limits: Limits) -> None:
    lines = [f"AST-{number},Server {number},Internal,," for number in range(1, 12)]
    found = lay(csv("ID,Asset Name,Classification,Owner,Status", *lines), options=Options(limits=limits))
    assert not found.changes
    assert "Split it and import the pieces one after the other." in found.files[0].error


def test_all_sheets_of_an_import_count_together_and_a_refused_one_for_nothing() -> None:
    eleven = csv("ID,Asset Name,Classification", *(f"AST-{n},Server {n},Internal" for n in range(1, 12)))
    four = [
        csv("ID,Asset Name,Classification", *(f"AST-{n},Server {n},Internal" for n in range(first, first + 4)))
        for first in (20, 30, 40)
    ]
    found = lay(eleven, *four, options=Options(limits=Limits(rows=10)))
    assert [bool(each.error) for each in found.files] == [True, False, False, True]
    assert len(found.changes) == 8


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out() -> None:
    found = lay(
        Source(name="junk.xlsx", content=b"\x00\x01\x02" * 50),
        csv("ID,Asset Name,Classification", "AST-1,Server,Internal"),
    )
    assert only(found, Asset).ref == "AST-1"
    assert [each.file for each in found.refused] == ["junk.xlsx"]
