"""How a scenario is scored: as it would be without protection, as it stands today, and as it will be once treated.

A scenario names the measures that make it less likely and those that make it less bad. All of either take two steps off
at most, a single one takes one. What is already practised counts for today's score in proportion, rounded down: half a
protection is not credited as a whole one. The others are proposed as actions and count for what will remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LOWEST, HIGHEST = 1, 5
MOST_STEPS = 2
STAGES = ("inherent", "current", "residual")


@dataclass(frozen=True, slots=True)
class Score:
    """Likelihood and the impact on each dimension."""

    likelihood: int
    impacts: Mapping[str, int]

    @property
    def combined(self) -> int:
        """The highest impact, which is how the proposed criteria combine them."""
        return max(self.impacts.values())

    def eased(self, likelihood: int, impact: int) -> Score:
        """The score after steps off the likelihood and off whatever impacts are the highest."""
        top = max(LOWEST, self.combined - impact)
        lowered = {dimension: min(number, top) for dimension, number in self.impacts.items()}
        return Score(max(LOWEST, self.likelihood - likelihood), lowered)


def level(score: Score) -> str:
    """The level by the matrix of the proposed criteria, which follows the sum of likelihood and impact."""
    return level_at(score.likelihood, score.combined)


def level_at(likelihood: int, impact: int) -> str:
    """The level of one cell: low to 4, medium to 6, high to 8, critical above."""
    total = likelihood + impact
    return "low" if total <= 4 else "medium" if total <= 6 else "high" if total <= 8 else "critical"


def cells() -> tuple[Mapping[str, Any], ...]:
    """The whole matrix, as the proposed criteria hold it."""
    steps = range(LOWEST, HIGHEST + 1)
    return tuple(
        {"likelihood": one, "impact": other, "level": level_at(one, other)} for one in steps for other in steps
    )


@dataclass(frozen=True, slots=True)
class Treated:
    """What measures do to a scenario: those that lower its likelihood, those that lower its impact."""

    likelihood: tuple[str, ...]
    impact: tuple[str, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure once."""
        return tuple(dict.fromkeys((*self.likelihood, *self.impact)))


def stages(worst: Score, treated: Treated, practised: Iterable[str]) -> Mapping[str, Score]:
    """The score at each stage."""
    done = set(practised)
    today = worst.eased(_steps(treated.likelihood, done), _steps(treated.impact, done))
    after = worst.eased(_steps(treated.likelihood), _steps(treated.impact))
    return dict(zip(STAGES, (worst, today, after), strict=True))


def _steps(measures: tuple[str, ...], done: set[str] | None = None) -> int:
    """How many steps measures are worth: two at most for all of them, and for some of them that share rounded down."""
    if not measures:
        return 0
    whole = min(len(measures), MOST_STEPS)
    return whole if done is None else whole * sum(each in done for each in measures) // len(measures)
