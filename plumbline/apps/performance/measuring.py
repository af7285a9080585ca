"""How each metric stands: its last reading, what its limit says of it, until when the next one is owed, who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plumbline.apps.performance.progress import derived_today
from plumbline.engine.domain.derivations import Derived
from plumbline.engine.domain.due_readings import owed
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric, Reading, Record
from plumbline.engine.domain.measuring import (
    keeps_limit,
    last_reading,
    missed_in_a_row,
    next_reading,
    reaches_target,
    readings_of,
)


@dataclass(frozen=True, slots=True)
class MetricStanding:
    """A metric as it stands. `due`: its reading may be taken now; `late`: it is owed for longer than the grace.

    `missed`: the latest readings in a row beyond the limit; `answers`: what was decided about them.
    """

    metric: Metric
    readings: tuple[Reading, ...]
    last: Reading | None
    reached: bool | None
    kept: bool | None
    next_on: date | None
    due: bool
    late: bool
    missed: tuple[Reading, ...]
    answers: tuple[Record, ...]
    derived: Derived | None

    @property
    def comes_to(self) -> str:
        """What the last reading comes to, in words."""
        if self.last is None:
            return "not measured yet"
        if self.kept is False:
            return "beyond its limit" if self.metric.limit_value is not None else "misses the target"
        if self.reached is False:
            return "misses the target, within its limit"
        return "meets the target" if self.reached else "measured"

    @property
    def tone(self) -> str:
        """What that says to the eye."""
        if self.kept is False:
            return "bad"
        return "warn" if self.reached is False else "good" if self.reached else "plain"

    @property
    def unanswered(self) -> bool:
        """Whether it lies beyond its limit and nothing follows."""
        return bool(self.missed) and not self.answers

    @property
    def waiting(self) -> tuple[Reading, ...]:
        """The readings since the last one that somebody thought about."""
        found: list[Reading] = []
        for each in reversed(self.readings):
            if each.evaluated_on:
                break
            found.append(each)
        return tuple(reversed(found))


def standing(isms: Isms, metric: Metric) -> MetricStanding:
    """One metric as it stands."""
    last, coming = last_reading(isms, metric), next_reading(isms, metric)
    open_now = {each.metric.ref: each for each in owed(isms)}.get(metric.ref) if metric.live else None
    missed = missed_in_a_row(isms, metric)
    named = (isms.find(words) for each in missed for words in each.answered_by)
    return MetricStanding(
        metric,
        readings_of(isms, metric),
        last,
        reaches_target(metric, last.value) if last else None,
        keeps_limit(metric, last.value) if last else None,
        coming.period_ends if coming else None,
        due=open_now is not None,
        late=open_now is not None and open_now.late,
        missed=missed,
        answers=tuple({each.ref: each for each in named if each}.values()),
        derived=derived_today(isms, metric),
    )


def standings(isms: Isms) -> tuple[MetricStanding, ...]:
    """Every live metric, those that need somebody first."""
    found = [standing(isms, each) for each in isms.live(Metric)]
    return tuple(sorted(found, key=lambda each: (not each.unanswered, not each.late, not each.due, each.metric.ref)))
