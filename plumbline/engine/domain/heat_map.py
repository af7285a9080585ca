"""Risks on the matrix of the criteria in force, at one stage of assessment; and what has no place on it (6.1.2)."""

from collections import defaultdict
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, Criteria, Risk, ScaleLevel
from plumbline.engine.domain.method import (
    before_treatment,
    computed,
    criteria_in_force,
    level_of,
    levels,
    standing,
    what_remains,
)

STAGES = {
    "remaining": "what remains",
    "now": "before treatment",
    "inherent": "inherent",
    "current": "current",
    "residual": "residual",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of the matrix: its level by the criteria, its place among the levels from 0 to 1, the risks in it."""

    likelihood: int
    impact: int
    level: str
    weight: float
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The matrix: rows from the highest likelihood down, and the risks that have no place on it, with the reason."""

    criteria: Criteria
    likelihoods: tuple[ScaleLevel, ...]
    impacts: tuple[ScaleLevel, ...]
    rows: tuple[tuple[Field, ...], ...]
    unplaced: tuple[tuple[Risk, str], ...]

    @property
    def placed(self) -> int:
        """How many risks stand on it."""
        return sum(len(each.risks) for row in self.rows for each in row)


def heat_map(isms: Isms, stage: str) -> HeatMap | None:
    """The live risks on the matrix in force; None while no criteria with scales are in force."""
    criteria = criteria_in_force(isms)
    if criteria is None or not criteria.likelihood or not any(each.levels for each in criteria.dimensions):
        return None
    likelihoods = tuple(sorted(criteria.likelihood, key=lambda each: -each.number))
    impacts = _impact_scale(criteria)
    at: dict[tuple[int, int], list[Risk]] = defaultdict(list)
    unplaced = []
    places = {(one.number, other.number) for one in likelihoods for other in impacts}
    for risk in isms.live(Risk):
        place, why = _place(isms, criteria, risk, stage)
        if place in places:
            at[place].append(risk)
        else:
            unplaced.append((risk, why or "its values are not on the scales in force"))
    rows = tuple(
        tuple(_field(criteria, one.number, other.number, tuple(at[one.number, other.number])) for other in impacts)
        for one in likelihoods
    )
    return HeatMap(criteria, likelihoods, impacts, rows, tuple(unplaced))


def _impact_scale(criteria: Criteria) -> tuple[ScaleLevel, ...]:
    """The impact scale of the dimension with the most levels: where dimensions differ, the numbers still agree."""
    longest = max((each.levels for each in criteria.dimensions), key=len)
    return tuple(sorted(longest, key=lambda each: each.number))


def assessed(isms: Isms, risk: Risk, stage: str) -> Assessment | None:
    """The assessment that a stage of the map shows."""
    if stage == "remaining":
        return what_remains(isms, risk)
    return before_treatment(isms, risk) if stage == "now" else standing(isms, risk, stage)


def _place(isms: Isms, criteria: Criteria, risk: Risk, stage: str) -> tuple[tuple[int, int] | None, str]:
    found = assessed(isms, risk, stage)
    if found is None:
        return None, "it is not assessed at this stage"
    if found.likelihood is None:
        return None, f"{found.ref} states no likelihood"
    impact = computed(criteria, found).combined
    impact = impact if impact is not None else found.combined
    if impact is None:
        return None, f"{found.ref} states no impact"
    return (found.likelihood, impact), ""


def _field(criteria: Criteria, likelihood: int, impact: int, risks: tuple[Risk, ...]) -> Field:
    level = level_at(criteria, likelihood, impact)
    known = levels(criteria)
    weight = known.index(level) / (len(known) - 1) if level in known and len(known) > 1 else 0.0
    return Field(likelihood, impact, level, weight, risks)


def level_at(criteria: Criteria, likelihood: int, impact: int) -> str:
    """The level of risk where a likelihood meets an impact."""
    if criteria.scoring == "matrix":
        cells = {(each.likelihood, each.impact): each.level for each in criteria.cells}
        return cells.get((likelihood, impact), "")
    score = likelihood + impact if criteria.scoring == "sum" else likelihood * impact
    return level_of(criteria, score)
