"""How each objective stands: from where to where, what was measured, what the registers say, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.derivations import Asked, Derived
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.domain.measuring import Measured, day_of, due_by, last_reading, reaches_target, readings_of
from plumbline.engine.domain.promises import promise

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
        derived=derived_today(isms, objective),
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


def derived_today(isms: Isms, measured: Measured) -> Derived | None:
    """What the registers give for the interval of measurement that ends today."""
    way = derivation(measured.derivation)
    if way is None:
        return None
    start = (interval(measured.frequency) or YEAR).before(isms.on) + timedelta(days=1)
    asked = Asked(measured.derivation_subject, start, isms.on, measured.unit)
    return isms.memo(("derived", way.name, asked), lambda: way.compute(isms, asked))
