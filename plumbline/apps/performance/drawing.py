"""The readings of an objective or a metric as a line, with its target and its limit across it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from plumbline.engine.domain.kinds import Metric, Reading
from plumbline.engine.domain.measuring import Measured, day_of

ENOUGH = 2
"""So many readings make a line."""


def rounded(value: Decimal | None) -> str:
    """A figure with as many places as somebody reads."""
    if value is None:
        return "–"
    short = value.quantize(Decimal("0.1")).normalize()
    return f"{short:f}"


def told(reading: Reading) -> str:
    """What a reading says, in its own figures."""
    return f"{reading.value:f}" if reading.value is not None else reading.value_text


def unit_of(measured: Measured) -> str:
    """The unit behind a figure; a count needs none."""
    return f" {measured.unit}" if measured.unit and measured.unit != "count" else ""


def chart(measured: Measured, readings: Sequence[Reading]) -> dict[str, Any] | None:
    """The readings as a line with the target across it; None where there are too few."""
    points = [
        [day.isoformat(), float(each.value)] for each in readings if each.value is not None and (day := day_of(each))
    ]
    if len(points) < ENOUGH:
        return None
    line: dict[str, Any] = {"type": "line", "data": points, "name": measured.unit or "value"}
    marks = _marks(measured)
    if marks:
        line["markLine"] = {"symbol": "none", "silent": True, "data": marks}
    values = [float(each.value) for each in readings if each.value is not None]
    shown = [float(each["yAxis"]) for each in marks] + values
    return {
        "grid": {"left": 48, "right": 16, "top": 24, "bottom": 28},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "time", "splitNumber": 4, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "scale": True, "min": _edge(shown, -1), "max": _edge(shown, 1)},
        "series": [line],
    }


def _marks(measured: Measured) -> list[dict[str, Any]]:
    found = []
    if measured.target_value is not None:
        found.append(_mark(measured.target_value, "target", "good"))
    if isinstance(measured, Metric) and measured.limit_value is not None:
        found.append(_mark(measured.limit_value, "limit", "bad"))
    return found


def _mark(value: Decimal, name: str, tone: str) -> dict[str, Any]:
    return {
        "yAxis": float(value),
        "label": {"formatter": f"{name} {value:f}", "position": "insideEndTop", "color": "tone:soft"},
        "lineStyle": {"color": f"tone:{tone}", "type": "dashed"},
    }


def _edge(shown: Sequence[float], side: int) -> float:
    """An axis that holds every point and every line across, and ends on a round figure."""
    low, high = min(shown), max(shown)
    span = high - low or abs(high) or 1
    step = 10.0 ** math.floor(math.log10(span))
    if side > 0:
        return float(round(math.ceil((high + span * 0.05) / step) * step, 6))
    edge = float(round(math.floor((low - span * 0.05) / step) * step, 6))
    return max(0.0, edge) if low >= 0 else edge
