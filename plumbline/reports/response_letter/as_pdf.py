"""The letter as PDF."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from plumbline.reports.phrases import breakable
from plumbline.reports.response_letter.letter import OPEN, TITLE, Answer, Letter
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("letter.typ")


def render(letter: Letter) -> bytes:
    """The PDF of a letter. Raises TypesettingError."""
    return pdf(TEMPLATE, printed(letter), made_at=letter.made_at)


def printed(letter: Letter) -> dict[str, Any]:
    """What the template prints, and nothing else."""
    return {
        "title": TITLE,
        "organization": breakable(letter.organization),
        "body": breakable(letter.body),
        "day": letter.day,
        "signed_by": breakable(letter.signed_by),
        "basis": letter.basis,
        "answers": [_answer(each) for each in letter.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        **{name: breakable(getattr(answer, name)) for name in ("reference", "title", "grade", "raised", "answer_due")},
        "parts": [_part(*each) for each in answer.parts],
        "after": [_part(*each) for each in answer.after],
        "actions": [[breakable(cell) for cell in dataclasses.astuple(each)] for each in answer.actions],
    }


def _part(heading: str, paragraphs: tuple[str, ...]) -> dict[str, Any]:
    words = [breakable(line) for each in paragraphs for line in each.splitlines() if line.strip()]
    return {"heading": heading, "open": paragraphs == (OPEN,), "paragraphs": words}
