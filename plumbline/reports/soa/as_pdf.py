"""The statement as PDF: what the template prints, in the words it prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plumbline.reports.phrases import breakable, counted, day_or, moment
from plumbline.reports.soa.as_json import as_data
from plumbline.reports.soa.guide import guide, open_points, theme_note
from plumbline.reports.soa.rows import ReportRow, SoaReport
from plumbline.reports.soa.words import BASIS
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("statement.typ")
KEPT_WHOLE = 1_100
"""Rows with fewer letters than this are never parted by the end of a page."""


def render(report: SoaReport) -> bytes:
    """The PDF; the same report gives the same bytes. Raises TypesettingError."""
    return pdf(TEMPLATE, printed(report), made_at=report.made_at)


def printed(report: SoaReport) -> dict[str, Any]:
    """What the template prints, and nothing else."""
    data = as_data(report)
    scope = " ".join(
        part for part in (report.scope_ref, report.scope_version and f"version {report.scope_version}") if part
    )
    open_found = open_points(report)
    return {
        "title": data["title"],
        "standard": data["standard"],
        "organization": breakable(report.organization or "Organisation without a name"),
        "standing": report.standing,
        "approved": report.approved,
        "version": report.version,
        "approved_by": ", ".join(report.approved_by),
        "approved_on": day_or(report.approved_on, ""),
        "as_of": day_or(report.as_of, "the moment of making"),
        "on": day_or(report.on, ""),
        "head": f"{report.head:,}",
        "made_at": moment(report.made_at),
        "basis": f"Records at journal entry {report.head:,}, judged on {report.on.isoformat()}",
        "scope_name": scope,
        "scope_statement": breakable(report.scope_statement),
        "scope_boundaries": breakable(report.scope_boundaries),
        "themes": [{**each, "note": theme_note(report, each["theme"])} for each in data["themes"]],
        "total": data["total"],
        "tiles": _tiles(report),
        "guide": guide(report),
        "rows": [_row(each) for each in report.rows],
        "exclusions": [{**_row(each), "decided": _decided(each)} for each in report.exclusions],
        "exclusion_note": _exclusion_note(report),
        "open": [[what, breakable(which)] for what, which in open_found],
        "open_note": ""
        if open_found
        else "Nothing: every applicable control is asked for, and nothing asked for is left out.",
    }


def _row(row: ReportRow) -> dict[str, Any]:
    longest = max(len(row.justification) + sum(map(len, row.contradictions)), 2 * len(row.implementation))
    return {
        "key": row.key,
        "title": breakable(row.title),
        "theme": row.theme,
        "applicable": row.applicable,
        "basis": BASIS[row.basis],
        "justification": breakable(row.justification),
        "contradictions": [breakable(f"{each[0].upper()}{each[1:]}.") for each in row.contradictions],
        "status": row.status,
        "status_word": row.status_word,
        "implementation": breakable(row.implementation),
        "kept_by": breakable(
            " · ".join(part for part in (", ".join(row.documents), row.owner and f"Owner: {row.owner}") if part)
        ),
        "evidence": breakable(row.evidence),
        "evidence_detail": breakable(row.evidence_detail),
        "evidence_state": row.evidence_state,
        "long": longest > KEPT_WHOLE,
    }


def _decided(row: ReportRow) -> str:
    by = f"{row.decided_by}, " if row.decided_by else ""
    return f"{by}{row.decided_on.isoformat()}" if row.decided_on else by.removesuffix(", ") or BASIS[row.basis]


def _exclusion_note(report: SoaReport) -> str:
    if not report.exclusions:
        return "No control is excluded."
    said = counted(len(report.exclusions), "control is left out", "controls are left out")
    without = sum(not each.justification for each in report.exclusions)
    return f"{said}, {without} of them without a reason on record." if without else f"{said}, each with its reason."


def _tiles(report: SoaReport) -> list[list[str]]:
    total = report.total
    fresh = sum(each.applicable == "yes" and each.evidence_state == "fresh" for each in report.rows)
    return [
        [str(total.applicable), f"of {total.total} controls apply"],
        [str(total.implemented), "of these are implemented"],
        [str(fresh), "of these have fresh evidence"],
        [str(total.excluded), "are excluded with a decision"],
        [str(total.undecided), "are undecided"],
        [str(len(report.contradicted)), "rows carry a contradiction"],
    ]
