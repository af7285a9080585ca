"""Fourteen registers that somebody else made, read without a column map."""

from __future__ import annotations

import csv as csv_module
import io
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Action,
    Assessment,
    Asset,
    Assignment,
    ControlState,
    Document,
    DocumentVersion,
    Incident,
    Nonconformity,
    Objective,
    Obligation,
    PolicyException,
    Reading,
    Risk,
    SoaDeclared,
    Supplier,
    SupplierAgreement,
    SupplierReview,
    Training,
    Vulnerability,
)
from plumbline.exchange.plan import Options, Plan, plan
from plumbline.exchange.sources import Source, sources_in
from tests.exchange.desk import carried_out, empty, names_in
from tests.exchange.german_headings import GERMAN

REGISTERS = {
    "asset-register.csv": ("asset", 18),
    "capa-register.csv": ("nonconformity", 5),
    "document-control-register.csv": ("document", 26),
    "exceptions-register.csv": ("exception", 6),
    "incident-register.csv": ("incident", 10),
    "legal-compliance-register.csv": ("obligation", 27),
    "risk-register.csv": ("risk", 7),
    "risk-treatment-plan.csv": ("action", 11),
    "security-objectives-register.csv": ("objective", 10),
    "statement-of-applicability.csv": ("soa_declared", 93),
    "supplier-register.csv": ("supplier", 12),
    "threat-register.csv": ("threat", 12),
    "training-register.csv": ("training", 14),
    "vulnerability-register.csv": ("vulnerability", 15),
}


@pytest.fixture(scope="module")
def folder(samples: Path) -> Path:
    return samples / "inputs" / "cenedril-registers"


@pytest.fixture(scope="module")
def first(folder: Path) -> Plan:
    return plan(sources_in([folder]), empty())


@pytest.fixture(scope="module")
def isms(first: Plan) -> Isms:
    return carried_out(first)


def test_every_register_is_recognised_and_every_row_read(first: Plan) -> None:
    assert {each.file: (each.kind, each.new) for each in first.files} == REGISTERS
    assert not first.refused
    assert not first.set_aside
    assert not any(each.extra for each in first.files)


def test_every_register_is_recognised_by_its_headings_alone(folder: Path) -> None:
    nameless = [
        Source(name=f"{number}.csv", content=path.read_bytes())
        for number, path in enumerate(sorted(folder.glob("*.csv")))
    ]
    found = plan(nameless, empty())
    assert [(each.kind, each.new) for each in found.files] == list(REGISTERS.values())


def test_a_second_look_finds_nothing_new_and_nothing_changed(folder: Path, first: Plan, isms: Isms) -> None:
    again = plan(sources_in([folder]), isms, Options(persons=names_in(first)))
    assert (again.new, again.changed) == (0, 0), [(each.ref, each.difference) for each in again.changes]
    assert again.unchanged == sum(rows for _, rows in REGISTERS.values())


def test_each_file_alone_changes_nothing_either(folder: Path, first: Plan, isms: Isms) -> None:
    for path in sorted(folder.glob("*.csv")):
        again = plan([path], isms, Options(persons=names_in(first)))
        assert not again.changes, [(each.ref, each.difference) for each in again.changes]


def test_the_torn_row_of_a_8_12_is_mended_and_said(first: Plan, isms: Isms) -> None:
    row = isms.at(SoaDeclared, "A.8.12")
    assert row is not None
    assert (row.status, row.description, row.documents) == (
        "partly",
        "Email DLP in place, endpoint DLP planned",
        ("POL-018",),
    )
    (said,) = [each for each in first.problems if each.line == 72]
    assert (said.file, said.column, said.weight) == (
        "statement-of-applicability.csv",
        "Implementation Description",
        "kept",
    )


def test_what_names_no_registered_asset_stays_in_words(isms: Isms) -> None:
    named = [(each.ref, each.assets) for each in isms.all(Risk)]
    named += [(each.ref, each.assets) for each in isms.all(Incident)]
    named += [(each.ref, each.assets) for each in isms.all(Vulnerability)]
    unregistered = {ref for ref, assets in named if any(isms.at(Asset, each) is None for each in assets)}
    assert unregistered == {
        *("R-002", "R-006", "INC-2026-001", "INC-2026-004"),
        *("VUL-2025-003", "VUL-2025-009", "VUL-2025-014"),
    }


def test_names_inside_texts_find_their_assets(isms: Isms) -> None:
    assert {each.ref: each.assets for each in isms.all(Risk)} == {
        "R-001": ("AST-004",),
        "R-002": ("All user accounts",),
        "R-003": ("AST-001",),
        "R-004": ("AST-002",),
        "R-005": ("AST-012",),
        "R-006": ("Marketing workstation MW-07",),
        "R-007": ("AST-007",),
    }


def test_off_list_words_are_kept_beside_the_best_reading(isms: Isms) -> None:
    accepted, avoided = isms.at(Risk, "R-004"), isms.at(Risk, "R-007")
    assert accepted is not None
    assert (accepted.option, accepted.unread) == ("retain", (("option", "Accept with monitoring"),))
    assert avoided is not None
    assert avoided.state == "avoided"
    assert dict(avoided.unread)["state"].startswith("Avoided — payments outsourced")
    register = isms.at(Document, "REC-002")
    assert register is not None
    (version,) = isms.of_parent(DocumentVersion, "document", register)
    assert (version.number, version.unread) == ("Live", (("next_review", "Continuous"),))


def test_a_risk_has_its_inherent_and_residual_assessment(isms: Isms) -> None:
    risk = isms.at(Risk, "R-001")
    assert risk is not None
    inherent, residual = isms.of_parent(Assessment, "risk", risk)
    assert (inherent.stage, inherent.likelihood, inherent.combined, inherent.score, inherent.level) == (
        "inherent", 4, 5, 20, "Critical",
    )  # fmt: skip
    assert [(each.dimension, each.number) for each in inherent.impacts] == [
        ("financial", 5), ("operational", 5), ("reputational", 5), ("legal", 4), ("health and safety", 1),
    ]  # fmt: skip
    assert (residual.stage, residual.likelihood, residual.combined, residual.score, residual.level) == (
        "residual", 2, 4, 8, "Medium",
    )  # fmt: skip
    assert len(isms.all(Assessment)) == 14


def test_treatment_actions_know_their_risk_their_controls_and_whether_they_recur(isms: Isms) -> None:
    action = isms.at(Action, "RTP-002")
    assert action is not None
    assert (action.answers, action.action_kind, action.controls) == (("R-001",), "treat", ("A.8.12", "A.8.20"))
    assert (action.promised_residual, action.means, action.due) == (6, "12000", date(2026, 7, 31))
    recurring = {each.ref for each in isms.all(Action) if each.recurring == "yes"}
    assert recurring == {"RTP-003", "RTP-005", "RTP-009"}


def test_corrective_actions_are_actions_of_their_own(isms: Isms) -> None:
    found = isms.at(Nonconformity, "CAPA-2026-003")
    assert found is not None
    assert found.source_refs == ("INC-2026-004",)
    assert not found.extent
    (ref,) = found.actions
    action = isms.at(Action, ref)
    assert action is not None
    assert (action.answers, action.action_kind, action.state, action.due) == (
        ("CAPA-2026-003",), "correct", "in progress", date(2026, 4, 30),
    )  # fmt: skip
    last = isms.at(Nonconformity, "CAPA-2026-005")
    assert last is not None
    assert last.effect_criterion == ""


def test_suppliers_come_with_agreement_and_review(isms: Isms) -> None:
    agreements = {each.supplier: each for each in isms.all(SupplierAgreement)}
    assert {ref for ref, each in agreements.items() if each.rolling} == {"SUP-009", "SUP-011", "SUP-012"}
    assert agreements["SUP-002"].ends == date(2026, 5, 31)
    remarked = [each for each in isms.all(SupplierReview) if each.result != "satisfactory"]
    assert [(each.supplier, each.result) for each in remarked] == [("SUP-004", "with remarks")]
    cleaner, splunk = isms.at(Supplier, "SUP-006"), isms.at(Supplier, "SUP-008")
    assert cleaner is not None
    assert (cleaner.data_agreement, cleaner.data_agreement_note, cleaner.personal_data) == ("no", "NDA only", None)
    assert cleaner.sees_information
    assert splunk is not None
    assert (splunk.service_kind, splunk.personal_data) == ("cloud", True)


def test_objectives_have_readings_and_targets_where_they_are_figures(isms: Isms) -> None:
    rate, quarters = isms.at(Objective, "OBJ-2026-01"), isms.at(Objective, "OBJ-2026-04")
    assert rate is not None
    assert (rate.target_value, rate.better, rate.target_date) == (Decimal(5), "lower", date(2026, 12, 31))
    assert (rate.basis, rate.actions, rate.status) == (("6.2", "R-002"), ("RTP-005",), "on track")
    assert quarters is not None
    assert (quarters.target, quarters.target_value, quarters.target_date) == ("100% in 2026-Q3 and Q4", None, None)
    (reading,) = isms.of_parent(Reading, "measures", rate)
    assert (reading.value, reading.period, reading.period_end) == (Decimal("4.2"), "2026-Q1", date(2026, 3, 31))
    assert len(isms.all(Reading)) == 8


def test_names_of_persons_never_enter_a_value(first: Plan, isms: Isms) -> None:
    assert [each.name for each in first.people] == [
        *("Anna Weber", "Markus Schulz", "Sophie Lang", "Julia Hoffmann", "Thomas Krüger", "Elena Fischer"),
    ]
    written = " ".join(repr(each.value) for each in first.changes)
    assert not [each.name for each in first.people if each.name in written]
    assert len(isms.all(Assignment)) == 6


def test_groups_are_counted_and_a_due_date_in_prose_is_kept(isms: Isms) -> None:
    awareness = next(each for each in isms.all(Training) if each.evidence == "LMS report 2026-04-13")
    assert (awareness.group, awareness.done, awareness.out_of, awareness.state) == (
        "All Employees",
        28,
        42,
        "in progress",
    )
    hires = next(each for each in isms.all(Training) if each.group == "New Hires")
    assert (hires.due, hires.done, hires.out_of) == (None, 3, 4)
    assert hires.unread == (("due", "Within 2 weeks of start"),)


def test_incidents_are_told_in_utc_and_name_their_actions(isms: Isms) -> None:
    leak = isms.at(Incident, "INC-2026-006")
    assert leak is not None
    assert leak.reported_at == datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
    assert (leak.personal_data, leak.notify, leak.notify_note) == ("yes", "yes", "BfDI 72h + data subjects")
    assert (leak.actions, leak.hours_to_resolve) == (("CAPA-2026-005",), Decimal("3.5"))
    public = isms.at(Incident, "INC-2026-008")
    assert public is not None
    assert (public.personal_data, public.personal_data_note) == ("no", "no sensitive data accessed")


def test_obligations_get_the_topic_their_article_tells(isms: Isms) -> None:
    topics = {each.ref: each.topic for each in isms.all(Obligation)}
    assert topics["LR-006"] == "processors"
    assert topics["LR-019"] == "supply chain"
    assert topics["LR-022"] == "training and hygiene"
    assert topics["LR-001"] == ""
    partly = isms.at(Obligation, "LR-025")
    assert partly is not None
    assert (partly.fulfilment, partly.evidence) == ("partly", ("MFA rollout", "secure comms"))


def test_the_statement_is_declared_and_the_controls_have_their_state(isms: Isms) -> None:
    assert len(isms.all(SoaDeclared)) == 93
    assert Counter(each.applicable for each in isms.all(SoaDeclared)) == {"yes": 92, "no": 1}
    assert len(isms.all(ControlState)) == 92
    duties, roles = isms.at(SoaDeclared, "A.5.3"), isms.at(SoaDeclared, "A.5.2")
    assert duties is not None
    assert duties.documents == ("POL-005",)
    assert roles is not None
    assert roles.documents == ("RACI matrix",)


def test_two_approvers_are_two(isms: Isms) -> None:
    found = isms.at(PolicyException, "EXC-2026-004")
    assert found is not None
    assert [str(isms.answers(each)).split(" ", 1)[1] for each in found.approvers] == ["ISO", "CEO"]
    runners = isms.at(PolicyException, "EXC-2026-001")
    assert runners is not None
    assert runners.assets == ("AST-013",)


def test_german_headings_reversed_columns_semicolons_and_cp1252_give_the_same_records(
    folder: Path, first: Plan
) -> None:
    copies = [_translated(path) for path in sorted(folder.glob("*.csv"))]
    found = plan(copies, empty())
    assert not any(each.extra for each in found.files), [(each.file, each.extra) for each in found.files if each.extra]
    assert {(each.kind, each.ref): each.value for each in found.changes} == {
        (each.kind, each.ref): each.value for each in first.changes
    }


def _translated(path: Path) -> Source:
    """A copy as a German Excel would save it, columns in reverse order."""
    rows = list(csv_module.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    headings = [GERMAN[path.stem][heading] for heading in rows[0]]
    out = io.StringIO()
    writer = csv_module.writer(out, delimiter=";")
    writer.writerow(reversed(headings))
    for row in rows[1:]:
        whole = row if len(row) == len(headings) else [*row[:6], ",".join(row[6:8]), *row[8:]]
        writer.writerow(reversed(whole))
    return Source(name=f"Tabelle {path.stem[:3]}.csv", content=out.getvalue().encode("cp1252"))
