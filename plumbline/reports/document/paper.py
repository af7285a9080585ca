"""What the paper says of a version, and the PDF of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plumbline.reports.document.blocks import blocks
from plumbline.reports.phrases import breakable
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("document.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A version as it is printed: everything in words, days in ISO form, people by today's names.

    `standing` says whether it counts, such as “Version 2.0, in force since 2026-01-10”; `history` has a line for each
    version: number, day, what changed, who approved it. `made_at` dates the file: the same paper gives the same bytes.
    """

    organization: str
    reference: str
    title: str
    kind: str
    version: str
    state: str
    standing: str
    counts: bool
    owner: str
    author: str
    approved_by: str
    approved_on: str
    effective: str
    next_review: str
    classification: str
    audience: str
    serves: str
    body: str
    history: tuple[tuple[str, str, str, str], ...]
    promises: tuple[tuple[str, str], ...]
    basis: str
    made_at: datetime


def render(paper: Paper) -> bytes:
    """The PDF of a version. Raises TypesettingError."""
    return pdf(TEMPLATE, printed(paper), made_at=paper.made_at)


def printed(paper: Paper) -> dict[str, Any]:
    """What the template prints, and nothing else."""
    told = {
        name: breakable(getattr(paper, name))
        for name in (
            "organization",
            "reference",
            "title",
            "kind",
            "version",
            "state",
            "standing",
            "owner",
            "author",
            "approved_by",
            "approved_on",
            "effective",
            "next_review",
            "classification",
            "audience",
            "serves",
            "basis",
        )
    }
    return {
        **told,
        "counts": paper.counts,
        "body": blocks(paper.body),
        "history": [[breakable(cell) for cell in row] for row in paper.history],
        "promises": [[breakable(cell) for cell in row] for row in paper.promises],
    }
