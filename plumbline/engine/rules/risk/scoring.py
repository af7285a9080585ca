"""Whether an assessment stays within the criteria it was made under."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Assessment, Criteria, Risk
from plumbline.engine.domain.method import (
    STAGES,
    computed,
    criteria_in_force,
    in_force,
    latest,
    levels,
    pinned,
    standing,
)
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed, sentence

SEEN = ("stage", "likelihood", "combined", "score", "level", "assessed_on")


def standing_assessments(isms: Isms) -> tuple[Assessment, ...]:
    """What stands for each live risk and stage, where there are criteria to hold it against."""

    def find() -> tuple[Assessment, ...]:
        found = (standing(isms, risk, stage) for risk in isms.live(Risk) for stage in STAGES)
        return tuple(each for each in found if each and pinned(isms, each))

    return isms.memo("standing assessments with criteria", find)


def _within_scales(isms: Isms) -> Iterator[Assessment]:
    """Assessments that RSK004 has nothing against."""
    return (each for each in standing_assessments(isms) if not _off_scale(isms, each))


def _off_scale(isms: Isms, assessment: Assessment) -> tuple[str, ...]:
    """What of an assessment its criteria do not know."""
    criteria = pinned(isms, assessment)
    if criteria is None:
        return ()
    known: Scales = isms.memo(("scales", criteria.ref), lambda: Scales.of(criteria))
    return tuple(known.strange(assessment))


@dataclass(frozen=True, slots=True)
class Scales:
    """What the scales of one version know; an empty scale knows nothing and is held against nobody."""

    likelihoods: frozenset[int]
    impacts: Mapping[str, frozenset[int]]
    levels: frozenset[str]

    @classmethod
    def of(cls, criteria: Criteria) -> "Scales":
        """The scales of a version; an impact dimension goes by its key and by its title."""
        impacts = {
            folded(name): frozenset(level.number for level in each.levels)
            for each in criteria.dimensions
            for name in (each.key, each.title)
            if name
        }
        likelihoods = frozenset(each.number for each in criteria.likelihood)
        return cls(likelihoods, impacts, frozenset(folded(each) for each in levels(criteria)))

    def strange(self, assessment: Assessment) -> Iterator[str]:
        """Each value of an assessment that is on none of them."""
        likelihood = assessment.likelihood
        if self.likelihoods and likelihood is not None and likelihood not in self.likelihoods:
            yield f"likelihood {likelihood}"
        for impact in assessment.impacts:
            scale = self.impacts.get(impact.dimension) or self.impacts.get(folded(impact.dimension))
            if scale and impact.number not in scale:
                yield f"impact {impact.number} on {impact.dimension}"
        if assessment.level and self.levels and folded(assessment.level) not in self.levels:
            yield f"level “{assessment.level}”"


@rule(
    "RSK004",
    "score-off-scale",
    clauses=("6.1.2.b", "6.1.2.a.2"),
    grade=MINOR_UP,
    examines=Population("assessments of live risks with criteria", standing_assessments),
    mend="Score it again with the levels of the criteria, or bring the missing level in by a new version.",
)
def score_off_scale(isms: Isms, assessment: Assessment) -> Iterator[Fault]:
    """Against the version the assessment pins; a later version may have other levels."""
    criteria = pinned(isms, assessment)
    if criteria and (strange := _off_scale(isms, assessment)):
        verb = "is" if len(strange) == 1 else "are"
        version = f"version {criteria.number} of the criteria" if criteria.number else criteria.ref
        gap = sentence(f"{listed(strange)} {verb} on no scale of {version}")
        yield Fault(assessment, gap=gap, shows=SEEN, cites=_behind(isms, assessment, criteria))


@rule(
    "RSK005",
    "level-contradicts-matrix",
    clauses=("6.1.2.d.3", "6.1.2.b"),
    grade=MINOR_UP,
    examines=Population("assessments of live risks on the scales", _within_scales),
    mend="Let the criteria compute score and level again, or record a new assessment.",
)
def level_contradicts_matrix(isms: Isms, assessment: Assessment) -> Iterator[Fault]:
    """Only what is stored is compared: an empty field contradicts nothing."""
    criteria = pinned(isms, assessment)
    if criteria is None:
        return
    made = computed(criteria, assessment)
    wrong = []
    if None not in (assessment.combined, made.combined) and assessment.combined != made.combined:
        wrong.append(f"combined impact {assessment.combined} is stored, {made.combined} follows from the impacts")
    if None not in (assessment.score, made.score) and assessment.score != made.score:
        wrong.append(f"score {assessment.score} is stored, {made.score} is what the criteria compute")
    if made.level and assessment.level and folded(made.level) != folded(assessment.level):
        wrong.append(f"level “{assessment.level}” is stored, “{made.level}” is what the criteria give")
    if wrong:
        gap = sentence("; ".join(wrong))
        yield Fault(assessment, gap=gap, shows=SEEN, cites=_behind(isms, assessment, criteria))


def _behind(isms: Isms, assessment: Assessment, criteria: Criteria) -> tuple[Risk | Cited, ...]:
    risk = isms.resolve(assessment.risk, Risk)
    return (*((risk,) if isinstance(risk, Risk) else ()), Cited(criteria, ("number",)))


def latest_of_live(isms: Isms) -> Iterator[Assessment]:
    """The latest dated assessment of each live risk, where criteria can be told for it."""
    for risk in isms.live(Risk):
        found = latest(isms, risk)
        if found and pinned(isms, found):
            yield found


@rule(
    "RSK006",
    "assessed-under-other-criteria",
    clauses=("6.1.2.b",),
    grade=MINOR_UP,
    examines=Population("latest assessments of live risks", latest_of_live),
    mend="Assess the risk again under the criteria in force.",
)
def assessed_under_other_criteria(isms: Isms, assessment: Assessment) -> Iterator[Fault | Unjudged]:
    """Scores of two methods cannot be compared; some days to score anew are what the organisation grants itself."""
    used, today = pinned(isms, assessment), criteria_in_force(isms)
    if used is None or assessment.assessed_on is None:
        return
    if assessment.criteria and not in_force(used, assessment.assessed_on):
        gap = f"It was made on {assessment.assessed_on} under {used.ref}, which was not in force on that day."
        yield Fault(assessment, gap=gap, shows=SEEN, cites=(*_behind(isms, assessment, used),))
        return
    since = (used.until or today.effective or today.approved_on) if today else None
    if today is None or used.ref == today.ref or since is None:
        return
    grace = promise(isms, "criteria_grace")
    if not grace or not grace.interval:
        yield Unjudged(assessment, "no promise `criteria_grace`")
    elif grace.interval.after(since) < isms.on:
        gap = (
            f"{used.ref} was superseded by {today.ref} {days_between(since, isms.on)} ago and still carries this score."
        )
        yield Fault(assessment, gap=gap, shows=SEEN, cites=(*_behind(isms, assessment, used), today), stated=grace)
