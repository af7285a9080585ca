"""The minutes as PDF: what the template prints, in the words it prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plumbline.reports.minutes.rows import TITLE, InputPart, MinutesReport, letter
from plumbline.reports.phrases import breakable, day_or, moment
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("minutes.typ")


def render(report: MinutesReport) -> bytes:
    """The PDF; the same minutes give the same bytes. Raises TypesettingError."""
    return pdf(TEMPLATE, printed(report), made_at=report.made_at)


def printed(report: MinutesReport) -> dict[str, Any]:
    """What the template prints, and nothing else."""
    start, end = report.period
    return {
        "title": TITLE,
        "organization": breakable(report.organization or "Organisation without a name"),
        "review": breakable(f"{report.ref} {report.title}".strip()),
        "standing": report.standing,
        "approved": report.frozen,
        "basis": basis(report),
        "facts": [
            ["Held on", day_or(report.held_on, "")],
            ["Period reviewed", f"{start} to {end}"],
            ["Review before", day_or(report.last_held, "none")],
            ["Chaired by", breakable(report.chair)],
            ["Present", breakable(", ".join(report.present))],
            ["Absent", breakable(", ".join(report.absent) or "nobody who was invited")],
            ["Approved by", breakable(", ".join(report.approved_by) or "nobody yet")],
            ["Approved on", day_or(report.approved_on, "")],
            ["Produced", moment(report.made_at)],
        ],
        "inputs": [_input(each) for each in report.inputs],
        "decisions": [
            [each.ref, breakable(each.what), each.kind, breakable(each.owner), day_or(each.due, "–"), each.leads_to]
            for each in report.decisions
        ],
        "nothing": "No improvement or change was found needed."
        if report.nothing_to_decide
        else "No decision is on record.",
        "verdicts": [list(each) for each in report.verdicts],
        "conclusion": breakable(report.conclusion),
    }


def basis(report: MinutesReport) -> str:
    """What the figures were read from."""
    if report.frozen and report.frozen_at is not None:
        return f"Figures frozen at journal entry {report.frozen_at:,}"
    if report.frozen:
        return "Figures as approved"
    return f"Draft: figures of journal entry {report.head:,}, counted {report.on.isoformat()}"


def _input(part: InputPart) -> dict[str, Any]:
    return {
        "letter": letter(part.topic),
        "topic": part.topic,
        "label": part.label,
        "reported": breakable(part.reported),
        "discussed": breakable(part.discussed),
        "named": [breakable(each) for each in part.named],
        "figures": [
            [breakable(each.label), breakable(each.value), breakable(each.before or "–"), breakable(each.records)]
            for each in part.figures
        ],
    }
