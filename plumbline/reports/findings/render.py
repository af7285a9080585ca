"""One door to all formats of the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from plumbline.engine.rules.finding import Report
from plumbline.reports.findings import as_brief, as_html, as_json, as_junit, as_pdf, as_sarif, as_text

FORMATS: Mapping[str, Callable[[Report, datetime], bytes]] = {
    "text": lambda report, _: as_text.render(report),
    "brief": lambda report, _: as_brief.render(report),
    "json": lambda report, _: as_json.render(report),
    "sarif": as_sarif.render,
    "junit": as_junit.render,
    "html": as_html.render,
    "pdf": as_pdf.render,
}


def render(report: Report, form: str, *, made_at: datetime) -> bytes:
    """The audit in one of `FORMATS`; `as_text` and `as_brief` take a palette besides. Raises ValueError for others."""
    if form not in FORMATS:
        raise ValueError(f"There is no format {form}. Choose one of {', '.join(FORMATS)}.")
    return FORMATS[form](report, made_at)
