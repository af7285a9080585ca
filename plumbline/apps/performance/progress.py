"""How each objective stands: from where to where, what was measured, what the registers say, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.derivations import Asked, Derived
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.domain.measuring import day_of, due_by, last_reading, reaches_target, readings_of
from plumbline.engine.domain.promises import promise

ENOUGH = 2
"""So many readings make a line."""
YEAR = Interval(months=12)
CONTRADICTED = {("met", False), ("behind", True), ("missed", True)}
"""What somebody states, and whether the last reading meets the target: the two cannot both be."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An objective as it stands. `comes_to`: what its readings say; `contradicted`: somebody states otherwise.

    `next_reading`: until when the next reading is to be taken; `derived`: what the registers give today.
    """

    objective: Objective
    readings: tuple[Reading, ...]
    last: Reading | None
    reached: bool | None
    comes_to: str
    contradicted: bool
    next_reading: date | None
    late: bool
    over: bool
    derived: Derived | None

    @property
    def due(self) -> date | None:
        """The day on which it is judged."""
        return due_by(self.objective)


def standings(isms: Isms) -> tuple[Standing, ...]:
    """Every live objective, those that need somebody first."""
    found = [_standing(isms, each) for each in isms.live(Objective)]
    return tuple(sorted(found, key=lambda each: (not _needs_somebody(each), each.due or date.max, each.objective.ref)))


def _needs_somebody(each: Standing) -> bool:
    return each.contradicted or each.late or each.over or each.reached is False


def _standing(isms: Isms, objective: Objective) -> Standing:
    last = last_reading(isms, objective)
    reached = reaches_target(objective, last.value) if last else None
    next_reading = _next_reading(isms, objective, last)
    due = due_by(objective)
    return Standing(
        objective,
        readings_of(isms, objective),
        last,
        reached,
        _comes_to(objective, last, reached),
        (objective.status, reached) in CONTRADICTED,
        next_reading,
        late=next_reading is not None and next_reading < isms.on,
        over=due is not None and due < isms.on and not objective.decision,
        derived=_derived(isms, objective),
    )


def _comes_to(objective: Objective, last: Reading | None, reached: bool | None) -> str:
    if last is None:
        return "cannot be measured" if objective.unmeasurable_reason else "not measured yet"
    if reached is None:
        return "measured; the target is no number"
    return "meets the target" if reached else "misses the target"


def _next_reading(isms: Isms, objective: Objective, last: Reading | None) -> date | None:
    every = interval(objective.frequency)
    since = (day_of(last) if last else None) or objective.measured_since
    if every is None or since is None:
        return None
    grace = promise(isms, "measure_grace")
    following = every.after(since)
    return grace.interval.after(following) if grace and grace.interval else following


def _derived(isms: Isms, objective: Objective) -> Derived | None:
    """What the registers give for the interval of measurement that ends today."""
    way = derivation(objective.derivation)
    if way is None:
        return None
    start = (interval(objective.frequency) or YEAR).before(isms.on) + timedelta(days=1)
    asked = Asked(objective.derivation_subject, start, isms.on, objective.unit)
    return isms.memo(("derived", way.name, asked), lambda: way.compute(isms, asked))


def rounded(value: Decimal | None) -> str:
    """A figure with as many places as somebody reads."""
    if value is None:
        return "–"
    short = value.quantize(Decimal("0.1")).normalize()
    return f"{short:f}"


def told(reading: Reading) -> str:
    """What a reading says, in its own figures."""
    return f"{reading.value:f}" if reading.value is not None else reading.value_text


def chart(standing: Standing) -> dict[str, Any] | None:
    """The readings as a line with the target across it; None where there are too few."""
    points = [
        [day.isoformat(), float(each.value)]
        for each in standing.readings
        if each.value is not None and (day := day_of(each))
    ]
    if len(points) < ENOUGH:
        return None
    target = standing.objective.target_value
    line: dict[str, Any] = {"type": "line", "data": points, "name": standing.objective.unit or "value"}
    if target is not None:
        label = {"formatter": f"target {target:f}", "position": "insideEndTop", "color": "tone:soft"}
        line["markLine"] = {
            "symbol": "none",
            "silent": True,
            "data": [{"yAxis": float(target), "label": label}],
            "lineStyle": {"color": "tone:good", "type": "dashed"},
        }
    return {
        "grid": {"left": 48, "right": 16, "top": 24, "bottom": 28},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "time"},
        "yAxis": {"type": "value", "scale": True},
        "series": [line],
    }
