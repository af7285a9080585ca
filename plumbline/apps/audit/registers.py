"""The registers of audits: the programme, the audits, their papers and findings, populations and samples."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, AuditFinding, AuditItem, Record, Sample


def examined(isms: Isms, record: Record) -> str:
    """How many of the papers of an audit have a verdict."""
    if not isinstance(record, Audit):
        return ""
    papers = isms.of_parent(AuditItem, "audit", record)
    return f"{sum(bool(each.verdict) for each in papers)} of {len(papers)}" if papers else "no papers"


def found(isms: Isms, record: Record) -> str:
    """The findings of an audit by grade."""
    if not isinstance(record, Audit):
        return ""
    raised = [each for each in isms.of_parent(AuditFinding, "audit", record) if each.state != "withdrawn"]
    counted = [(sum(each.grade == grade for each in raised), grade) for grade in ("major", "minor", "opportunity")]
    return ", ".join(f"{number} {grade}" for number, grade in counted if number) or "none"


def told(_isms: Isms, record: Record) -> str:
    """The exceptions of a sample with the number of rows they were found in."""
    if not isinstance(record, Sample) or record.size is None:
        return ""
    done = sum(bool(each.result) for each in record.items)
    if done < len(record.items):
        return f"{done} of {len(record.items)} looked at"
    return f"{record.exceptions or 0} of {record.size}"


declare(
    Register(
        kind=kinds.AuditProgramme,
        clause="9.2.2",
        columns=("starts", "ends", "owner", "interval", "approved_by", "state"),
        filters=("owner", "state"),
        groups=(
            ("The cycle", ("title", "starts", "ends", "owner", "interval")),
            ("How it was weighed", ("objectives", "methods", "basis", "left_out", "revised_on")),
            ("What is asked of auditors", ("look_back", "visit_margin")),
            ("Decision", ("approved_on", "approved_by", "state", "note")),
        ),
        page="audits:programme",
        page_label="Matrix",
        teach="Which audits are held over the next years, by whom and why these. Three years is usual, because a "
        "certificate lasts three. Plan the audits first, see in the matrix what nobody looks at, then have top "
        "management approve it.",
    ),
    Register(
        kind=kinds.Audit,
        clause="9.2.1",
        columns=("audit_kind", "planned_on", "lead", "Examined", "Findings", "held_on", "state"),
        filters=("audit_kind", "programme", "lead", "planned_on", "state"),
        computed={"Examined": examined, "Findings": found},
        groups=(
            ("The plan", ("title", "audit_kind", "programme", "planned_on", "replanned_reason", "covers")),
            ("What it asks", ("objectives", "criteria", "scope", "methods", "period_from", "period_to")),
            ("Who", ("lead", "auditors", "auditees", "compensations", "accepted_conflicts")),
            ("Tests of live systems", ("live_systems", "test_agreed_on", "test_agreed_with", "test_window")),
            ("How it went", ("began_on", "held_on", "papers", "conclusion")),
            ("Report", ("reported_on", "reported_to", "signed_off_on", "signed_off_by", "state", "note")),
        ),
        page="audits:programme",
        page_label="Matrix",
        teach="An audit examines part of the system and says what it saw. Plan one with the clauses and controls it "
        "covers, and somebody who did not do that work themselves; the checklist then writes itself.",
    ),
    Register(
        kind=kinds.AuditItem,
        clause="9.2.2.c",
        columns=("audit", "item", "verdict", "examined_by", "examined_on"),
        filters=("audit", "verdict", "examined_by"),
        groups=(
            ("What is examined", ("title", "audit", "item", "questions")),
            ("What was seen", ("notes", "looked_at", "samples", "evidence", "asked")),
            ("Verdict", ("verdict", "reason", "examined_by", "examined_on", "note")),
        ),
        teach="One page for each clause, control or record that an audit examines: what was asked, what was seen, the "
        "verdict. They are made from what an audit covers, in one step on its page.",
    ),
    Register(
        kind=kinds.AuditFinding,
        clause="9.2.2.c",
        columns=("audit", "item", "grade", "raised_on", "answered_by", "state"),
        filters=("audit", "grade", "state", "answer_due"),
        groups=(
            ("The finding", ("title", "audit", "item", "grade")),
            ("Its three parts", ("requirement", "evidence", "gap")),
            ("What it rests on", ("records", "controls", "samples")),
            ("What follows", ("raised_on", "raised_by", "answer_due", "answered_by", "no_answer_reason", "state")),
        ),
        teach="A finding says what is required, what was seen, and the gap between the two. Raise it from the working "
        "paper; a nonconformity opened from it takes it from there.",
    ),
    Register(
        kind=kinds.Population,
        clause="9.1.b",
        columns=("source", "register", "size", "taken_on", "taken_by", "complete", "state"),
        filters=("source", "register", "taken_on", "complete", "state"),
        groups=(
            ("What it is", ("title", "source", "register", "selection", "evidence")),
            ("How it was taken", ("taken_on", "taken_by", "head", "complete", "completeness")),
            ("The rows", ("size", "digest", "rows", "stratum", "state", "note")),
        ),
        page="audits:workbench",
        page_label="Workbench",
        teach="Everything that a sample could be drawn from, frozen with a hash before anything is drawn: all "
        "suppliers, all leavers of the half-year, all changes of the quarter.",
    ),
    Register(
        kind=kinds.Sample,
        clause="9.1.b",
        columns=("population", "audit", "method", "size", "Exceptions found", "drawn_on", "state"),
        filters=("population", "audit", "method", "drawn_by", "state"),
        computed={"Exceptions found": told},
        groups=(
            ("What it tests", ("title", "attribute", "audit", "controls", "population")),
            ("How it was drawn", ("method", "seed", "size", "size_reason", "reason", "drawn_on", "drawn_by")),
            ("What was found", ("items", "exceptions", "conclusion", "examined_on", "findings")),
            ("Again", ("redrawn", "state", "note")),
        ),
        page="audits:workbench",
        page_label="Workbench",
        teach="Rows drawn from a population by a seed, so that anybody draws the same ones again; each with what was "
        "seen of it. What is said about the whole follows from that, with its bounds.",
    ),
)
