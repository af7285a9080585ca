"""One door to all formats of the minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plumbline.reports.minutes import as_docx, as_json, as_pdf, as_text
from plumbline.reports.minutes.rows import MinutesReport

FORMATS: Mapping[str, Callable[[MinutesReport], bytes]] = {
    "text": as_text.render,
    "json": as_json.render,
    "docx": as_docx.render,
    "pdf": as_pdf.render,
}


def render(report: MinutesReport, form: str) -> bytes:
    """The minutes in one of `FORMATS`. Raises ValueError for another, WordMissingError, TypesettingError."""
    if form not in FORMATS:
        raise ValueError(f"There is no format {form}. Choose one of {', '.join(FORMATS)}.")
    return FORMATS[form](report)
