"""One door to all formats of the statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plumbline.reports.soa import as_docx, as_json, as_pdf, as_text, as_xlsx
from plumbline.reports.soa.rows import SoaReport

FORMATS: Mapping[str, Callable[[SoaReport], bytes]] = {
    "text": as_text.render,
    "json": as_json.render,
    "xlsx": as_xlsx.render,
    "docx": as_docx.render,
    "pdf": as_pdf.render,
}


def render(report: SoaReport, form: str) -> bytes:
    """The statement in one of `FORMATS`. Raises ValueError for another, WordMissingError, TypesettingError."""
    if form not in FORMATS:
        raise ValueError(f"There is no format {form}. Choose one of {', '.join(FORMATS)}.")
    return FORMATS[form](report)
