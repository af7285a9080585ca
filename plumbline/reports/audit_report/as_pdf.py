"""The report as PDF: what the template prints, in the words it prints."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from plumbline.reports.audit_report.report import AuditReport
from plumbline.reports.document.blocks import blocks
from plumbline.reports.phrases import breakable, counted
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("audit_report.typ")
KEPT_WHOLE = 700
"""Rows with fewer letters than this are never parted by the end of a page."""


def render(report: AuditReport) -> bytes:
    """The PDF; the same report gives the same bytes. Raises TypesettingError."""
    return pdf(TEMPLATE, printed(report), made_at=report.made_at)


def printed(report: AuditReport) -> dict[str, Any]:
    """What the template prints, and nothing else."""
    return {
        "head": report.head,
        "organization": breakable(report.organization or "Organisation without a name"),
        "ref": report.ref,
        "title": breakable(report.title),
        "kind": report.kind,
        "standing": report.standing,
        "signed": report.signed,
        "rehearsal": report.rehearsal,
        "facts": [[name, breakable(value)] for name, value in report.facts],
        "conclusion": blocks(report.conclusion),
        "tiles": _tiles(report),
        "findings": [_words(each) for each in report.findings],
        "items": [_words(each) | {"long": len(each.notes) > KEPT_WHOLE} for each in report.items],
        "samples": [_words(each) for each in report.samples],
        "distance": [[breakable(cell) for cell in row] for row in report.distance],
        "distance_note": report.distance_note,
        "accepted": [[breakable(cell) for cell in row] for row in report.accepted],
        "accepted_note": report.accepted_note,
        "competence": [[breakable(cell) for cell in row] for row in report.competence],
        "basis": report.basis,
    }


def _words(part: Any) -> dict[str, Any]:
    return {each.name: breakable(getattr(part, each.name)) for each in dataclasses.fields(part)}


def _tiles(report: AuditReport) -> list[list[str]]:
    graded = {
        grade: sum(each.grade == grade for each in report.findings) for grade in ("major", "minor", "opportunity")
    }
    return [
        [str(report.examined), f"of {counted(report.total, 'item')} examined"],
        [str(report.counts.get("conforms", 0)), "conform"],
        [str(graded["major"]), "major nonconformities" if graded["major"] != 1 else "major nonconformity"],
        [str(graded["minor"]), "minor nonconformities" if graded["minor"] != 1 else "minor nonconformity"],
        [str(graded["opportunity"]), "opportunities" if graded["opportunity"] != 1 else "opportunity"],
    ]
