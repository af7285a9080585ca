"""The risk method at work: criteria in force, what they compute, and the standing assessments of a risk (6.1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Acceptance, Action, Assessment, Criteria, Impact, Risk

STAGES = ("inherent", "current", "residual")


@dataclass(frozen=True, slots=True)
class Computed:
    """What a version of the criteria makes of likelihood and impacts; None where a value is not on its scales."""

    combined: int | None = None
    score: int | None = None
    level: str = ""


def criteria_in_force(isms: Isms, day: date | None = None) -> Criteria | None:
    """The version of the criteria that is approved and in force on a day (default: the day judged on)."""
    when = day or isms.on
    candidates = [each for each in isms.all(Criteria) if in_force(each, when)]
    return max(candidates, key=lambda each: (each.effective or date.min, each.ref), default=None)


def in_force(criteria: Criteria, day: date) -> bool:
    """Whether a version is approved, effective on or before the day and not yet superseded on it."""
    if criteria.state in ("draft", "withdrawn") or criteria.approved_on is None:
        return False
    starts = criteria.effective or criteria.approved_on
    return starts <= day and (criteria.until is None or day < criteria.until)


def pinned(isms: Isms, assessment: Assessment) -> Criteria | None:
    """The version an assessment was made under: the one it names, else the one in force on its day, else today's."""
    named = isms.resolve(assessment.criteria, Criteria)
    if isinstance(named, Criteria):
        return named
    return criteria_in_force(isms, assessment.assessed_on) or criteria_in_force(isms)


def combined(criteria: Criteria, impacts: tuple[Impact, ...]) -> int | None:
    """The combined impact: the highest level, their sum, or their mean rounded half up."""
    numbers = [each.number for each in impacts]
    if not numbers:
        return None
    match criteria.combination:
        case "sum":
            return sum(numbers)
        case "mean":
            return (2 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    return max(numbers)


def level_of(criteria: Criteria, score: int | None) -> str:
    """The level of a score by the bands; empty where no band holds it."""
    found = (band.level for band in criteria.bands if score is not None and band.low <= score <= band.high)
    return next(found, "")


def computed(criteria: Criteria, assessment: Assessment) -> Computed:
    """What the criteria give for the likelihood and impacts of an assessment."""
    whole = combined(criteria, assessment.impacts)
    impact = whole if whole is not None else assessment.combined
    if assessment.likelihood is None or impact is None:
        return Computed(whole)
    if criteria.scoring == "matrix":
        cells = {(each.likelihood, each.impact): each.level for each in criteria.cells}
        return Computed(impact, None, cells.get((assessment.likelihood, impact), ""))
    score = assessment.likelihood + impact if criteria.scoring == "sum" else assessment.likelihood * impact
    return Computed(impact, score, level_of(criteria, score))


def accepts(criteria: Criteria, score: int | None, level: str) -> bool | None:
    """Whether the acceptance rules accept a level by themselves; None where they say nothing that can be applied."""
    named = folded(level)
    if named and named in map(folded, criteria.never_accept):
        return False
    if criteria.accept_levels and named:
        return named in map(folded, criteria.accept_levels)
    if criteria.accept_up_to is not None and score is not None:
        return score <= criteria.accept_up_to
    return None


def has_acceptance_rule(criteria: Criteria) -> bool:
    """Whether the criteria say at all what is accepted."""
    return bool(criteria.accept_levels) or criteria.accept_up_to is not None


def rank(criteria: Criteria, level: str) -> int | None:
    """The place of a level in rising order, by the bands or the cells; None where it is on no scale."""
    known = levels(criteria)
    return known.index(level) if level in known else None


def levels(criteria: Criteria) -> tuple[str, ...]:
    """The levels of risk that a version knows, in rising order."""
    named = (*(each.level for each in criteria.bands), *(each.level for each in criteria.cells))
    return tuple(dict.fromkeys(each for each in named if each))


def on_scale(criteria: Criteria, level: str) -> str:
    """A level as the criteria spell it; empty where they do not know it."""
    return next((each for each in levels(criteria) if folded(each) == folded(level)), "")


def possible_scores(criteria: Criteria) -> frozenset[int]:
    """Every score that the scales of a version can yield; none where it has no scales or gives levels cell by cell."""
    likelihoods = [each.number for each in criteria.likelihood]
    if criteria.scoring == "matrix" or not likelihoods:
        return frozenset()
    impacts = _possible_impacts(criteria)
    if criteria.scoring == "sum":
        return frozenset(one + other for one in likelihoods for other in impacts)
    return frozenset(one * other for one in likelihoods for other in impacts)


def _possible_impacts(criteria: Criteria) -> Iterable[int]:
    """What impacts combine to: a level of some dimension, or between the least and the most sum or mean."""
    numbers = [[level.number for level in each.levels] for each in criteria.dimensions if each.levels]
    if not numbers or criteria.combination == "highest":
        return {number for each in numbers for number in each}
    if criteria.combination == "sum":
        return range(sum(map(min, numbers)), sum(map(max, numbers)) + 1)
    return range(min(map(min, numbers)), max(map(max, numbers)) + 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an assessment comes to under its criteria, and whether they accept it by themselves (None: unsaid)."""

    criteria: Criteria
    score: int | None
    level: str
    accepted: bool | None


def outcome(isms: Isms, assessment: Assessment) -> Outcome | None:
    """The score and level of an assessment, computed where they can be, else as stored; None without criteria."""
    return isms.memo(("outcome", assessment.ref), lambda: _outcome(isms, assessment))


def _outcome(isms: Isms, assessment: Assessment) -> Outcome | None:
    criteria = pinned(isms, assessment)
    if criteria is None:
        return None
    made = computed(criteria, assessment)
    score = made.score if made.score is not None else assessment.score
    level = made.level or level_of(criteria, score) or on_scale(criteria, assessment.level)
    return Outcome(criteria, score, level, accepts(criteria, score, level))


def assessments(isms: Isms, risk: Risk) -> tuple[Assessment, ...]:
    """All assessments of a risk."""
    return isms.of_parent(Assessment, "risk", risk)


def standing(isms: Isms, risk: Risk, stage: str) -> Assessment | None:
    """The latest live assessment of a risk at a stage."""
    return isms.memo(("parent", Assessment.KIND, "standing"), lambda: _standing(isms)).get((risk.ref, stage))


def _standing(isms: Isms) -> dict[tuple[str, str], Assessment]:
    found: dict[tuple[str, str], Assessment] = {}
    for each in sorted(isms.live(Assessment), key=lambda each: (each.assessed_on or date.min, len(each.ref), each.ref)):
        if risk := isms.find(each.risk):
            found[risk.ref, each.stage] = each
    return found


def latest(isms: Isms, risk: Risk) -> Assessment | None:
    """The latest assessment of a risk at any stage that carries a day."""
    found = [each for each in assessments(isms, risk) if each.live and each.assessed_on]
    return max(found, key=lambda each: (each.assessed_on or date.min, len(each.ref), each.ref), default=None)


def remaining(isms: Isms, risk: Risk) -> Assessment | None:
    """What remains: the residual assessment, else the current one."""
    return standing(isms, risk, "residual") or standing(isms, risk, "current")


def what_remains(isms: Isms, risk: Risk) -> Assessment | None:
    """What remains, or for a risk that nothing has lowered what it was from the start."""
    return remaining(isms, risk) or standing(isms, risk, "inherent")


def before_treatment(isms: Isms, risk: Risk) -> Assessment | None:
    """What is evaluated to decide on treatment: the current assessment, else the inherent, else the residual one."""
    found = (standing(isms, risk, stage) for stage in ("current", "inherent", "residual"))
    return next((each for each in found if each), None)


def level_today(isms: Isms, risk: Risk) -> str:
    """The level a risk has today: of the current assessment, else the residual, else the inherent one."""
    for stage in ("current", "residual", "inherent"):
        if (found := standing(isms, risk, stage)) and found.level:
            return found.level
    return ""


def actions_for(isms: Isms, risk: Risk) -> tuple[Action, ...]:
    """The treatment actions of a risk, of every state."""
    return tuple(each for each in isms.of_parent(Action, "answers", risk) if each.action_kind in ("treat", ""))


def acceptances(isms: Isms, risk: Risk) -> tuple[Acceptance, ...]:
    """The acceptances of a risk that are not withdrawn, the newest last."""
    found = [each for each in isms.of_parent(Acceptance, "risk", risk) if each.live]
    return tuple(sorted(found, key=lambda each: each.accepted_on or date.min))
