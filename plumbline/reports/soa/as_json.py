"""The statement as JSON: everything the other formats print, in full."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from plumbline.reports.soa.rows import STANDARD, TITLE, SoaReport


def as_data(report: SoaReport) -> dict[str, Any]:
    """The report as plain data: dates and moments in ISO form, rows as objects."""
    held = {each.name: _plain(getattr(report, each.name)) for each in dataclasses.fields(report)}
    if not report.narrowed:
        del held["narrowed"]  # what was kept of an approved version stays the same to the byte
    return {"title": TITLE, "standard": STANDARD, "standing": report.standing, **held, "total": _plain(report.total)}


def render(report: SoaReport) -> bytes:
    """UTF-8 JSON, two spaces deep, with a closing line break; the same report gives the same bytes."""
    data = as_data(report)
    absent = [{"control": key, "asked_by": refs} for key, refs in data["orphans"]["absent"]]
    data["orphans"] = {**data["orphans"], "absent": absent}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value
