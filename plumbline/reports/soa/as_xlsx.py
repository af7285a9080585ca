"""The statement as a workbook: title block, rows, counts, exclusions and what does not hold together."""

from __future__ import annotations

from datetime import UTC

from plumbline.formats.xlsx_out import Column, SheetOut, Value, Workbook, write_xlsx
from plumbline.reports.phrases import day_or, moment
from plumbline.reports.soa.guide import open_points
from plumbline.reports.soa.rows import STANDARD, THEMES, TITLE, ReportRow, SoaReport
from plumbline.reports.soa.words import APPLICABLE, BASIS

MOST = 32_000
"""Letters that a cell may hold, with room to spare below what Excel allows."""


def render(report: SoaReport) -> bytes:
    """The workbook; the same report gives the same bytes."""
    sheets = (_front(report), _statement(report), _counts(report), _points(report))
    return write_xlsx(
        Workbook(
            sheets=sheets,
            created=report.made_at.astimezone(UTC).replace(tzinfo=None),
            title=f"{TITLE}, {report.organization}",
        )
    )


def _front(report: SoaReport) -> SheetOut:
    rows: list[tuple[Value, ...]] = [
        ("Organisation", report.organization),
        ("Standard", STANDARD),
        ("Standing", report.standing),
        ("Version", report.version),
        ("Approved by", ", ".join(report.approved_by)),
        ("Approved on", report.approved_on),
        ("Scope version", " ".join(part for part in (report.scope_ref, report.scope_version) if part)),
        ("Scope", _cut(report.scope_statement)),
        ("Boundaries", _cut(report.scope_boundaries)),
        ("Records as of", day_or(report.as_of, "the moment of making")),
        ("Judged on", report.on),
        ("Journal entry", report.head),
        ("Made", moment(report.made_at)),
        ("Imported rows set aside", report.set_aside),
    ]
    if report.narrowed:
        rows.append(("Left out", f"Worked out from all records; {report.narrowed} are counted and not named."))
    columns = (Column(heading="Of this statement", width=26), Column(heading="Value", width=110))
    return SheetOut(name="Title block", columns=columns, rows=rows, title=(TITLE,))


def _statement(report: SoaReport) -> SheetOut:
    columns = (
        Column(heading="Control", width=9),
        Column(heading="Title", width=34),
        Column(heading="Theme", width=24),
        Column(heading="Applicable", width=12),
        Column(heading="Basis", width=14),
        Column(heading="Justification", width=60),
        Column(heading="Sources", width=26),
        Column(heading="Implementation status", width=20),
        Column(heading="Implementation", width=50),
        Column(heading="Owner", width=22),
        Column(heading="Documents", width=26),
        Column(heading="Evidence", width=28),
        Column(heading="Newest evidence", width=30),
        Column(heading="Observed on", width=13),
        Column(heading="Contradictions", width=44),
    )
    title = (f"{TITLE}, {report.organization}", report.standing)
    return SheetOut(
        name="Statement", columns=columns, rows=[_row(each) for each in report.rows], title=title, frozen_columns=2
    )


def _row(row: ReportRow) -> tuple[Value, ...]:
    return (
        row.key,
        row.title,
        THEMES[row.theme][1],
        APPLICABLE[row.applicable],
        BASIS[row.basis],
        _cut(row.justification),
        _cut(", ".join(dict.fromkeys(each.ref for each in row.sources))),
        row.status_word,
        _cut(row.implementation),
        row.owner,
        _cut(", ".join(row.documents)),
        row.evidence,
        row.evidence_detail,
        row.observed,
        _cut("; ".join(row.contradictions)),
    )


def _counts(report: SoaReport) -> SheetOut:
    headings = ("Theme", "Controls", "Applicable", "Excluded", "Undecided", "Implemented", "Partly", "Planned")
    columns = [Column(heading=each, width=34 if each == "Theme" else 13) for each in headings]
    columns += [Column(heading="Not implemented", width=16), Column(heading="Not stated", width=13)]
    rows: list[tuple[Value, ...]] = [
        (
            *(each.title, each.total, each.applicable, each.excluded, each.undecided),
            *(each.implemented, each.partly, each.planned, each.none, each.unstated),
        )
        for each in (*report.themes, report.total)
    ]
    return SheetOut(name="Counts", columns=tuple(columns), rows=rows)


def _points(report: SoaReport) -> SheetOut:
    rows: list[tuple[Value, ...]] = [(what, _cut(which)) for what, which in open_points(report)]
    rows += [("Contradiction", f"{each.key}: {_cut('; '.join(each.contradictions))}") for each in report.contradicted]
    columns = (Column(heading="Observation", width=44), Column(heading="Controls and records", width=110))
    return SheetOut(name="What does not hold", columns=columns, rows=rows or [("Nothing", "")])


def _cut(text: str) -> str:
    """A text that a cell can hold; what is cut away stands in the JSON."""
    return text if len(text) <= MOST else f"{text[:MOST]} … (cut; whole in the JSON format)"
