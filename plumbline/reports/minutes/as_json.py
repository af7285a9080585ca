"""The minutes for programs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from plumbline.reports.minutes.rows import TITLE, MinutesReport


def as_data(report: MinutesReport) -> dict[str, Any]:
    """The minutes as plain values; days in ISO form."""
    return {"document": TITLE, **dataclasses.asdict(report)}


def render(report: MinutesReport) -> bytes:
    """UTF-8 JSON with sorted keys, so that equal minutes give equal bytes."""
    return (json.dumps(as_data(report), ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n").encode()
