"""One door to both forms of the letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plumbline.reports.response_letter import as_docx, as_pdf
from plumbline.reports.response_letter.letter import Letter

FORMATS: Mapping[str, Callable[[Letter], bytes]] = {"pdf": as_pdf.render, "docx": as_docx.render}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(letter: Letter, form: str) -> bytes:
    """The letter in one of `FORMATS`. Raises ValueError for another, WordMissingError, TypesettingError."""
    if form not in FORMATS:
        raise ValueError(f"There is no format {form}. Choose one of {', '.join(FORMATS)}.")
    return FORMATS[form](letter)
