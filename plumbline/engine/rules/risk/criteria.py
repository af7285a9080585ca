"""The method itself: whether there is one, and whether it can be applied."""

from collections.abc import Iterator
from itertools import pairwise

from plumbline.engine.domain.documentation import serving
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Criteria, Dimension, Organization, ScaleLevel
from plumbline.engine.domain.method import criteria_in_force, has_acceptance_rule, level_of, levels, possible_scores
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MAJOR, WHOLE_SYSTEM, Population, rule
from plumbline.engine.rules.wording import listed, sentence

SERVED = ("6.1.2", "6.1.2-doc")
"""What a document that describes the assessment process is marked to serve."""


def in_force(isms: Isms) -> tuple[Criteria, ...]:
    """The criteria in force, as a population of one or none."""
    found = criteria_in_force(isms)
    return (found,) if found else ()


@rule(
    "RSK001",
    "risk-method-missing",
    clauses=("6.1.2-doc", "6.1.2"),
    grade=MAJOR,
    examines=WHOLE_SYSTEM,
    mend="Write the assessment process into the risk criteria and have that version approved.",
)
def risk_method_missing(isms: Isms, organization: Organization) -> Iterator[Fault]:
    """A version that is approved and in force, and in it the process or the document that states it."""
    criteria = criteria_in_force(isms)
    if criteria is None:
        waiting = [each for each in isms.live(Criteria) if each.state == "draft" or each.approved_on is None]
        gap = "No approved risk criteria are in force on this day"
        kept = f"; {listed(each.ref for each in waiting)} waits for approval" if waiting else ""
        yield Fault(organization, gap=f"{gap}{kept}.", cites=tuple(waiting))
    elif not (criteria.process or criteria.document or any(serving(isms, key) for key in SERVED)):
        gap = f"{criteria.ref} neither describes how risks are assessed nor names a document that does."
        yield Fault(organization, gap=gap, cites=(criteria,))


@rule(
    "RSK002",
    "criteria-incomplete",
    clauses=("6.1.2.a.1", "6.1.2.a.2"),
    grade=MAJOR,
    examines=Population("risk criteria in force", in_force),
    mend="Complete the criteria as a new version and have it approved.",
)
def criteria_incomplete(isms: Isms, criteria: Criteria) -> Iterator[Fault]:
    """All gaps of a version are told in one finding: they are mended together."""
    if gaps := [*_acceptance(criteria), *_scales(criteria), *_levels(criteria), *_own_words(criteria)]:
        yield Fault(criteria, gap=sentence("; ".join(gaps)), shows=("number", "effective"))


def _acceptance(criteria: Criteria) -> Iterator[str]:
    if not has_acceptance_rule(criteria):
        yield "no rule says which risks are accepted"
    elif criteria.accept_up_to is not None and not criteria.accept_levels:
        scores = possible_scores(criteria)
        if scores and not min(scores) <= criteria.accept_up_to <= max(scores):
            span = f"from {min(scores)} to {max(scores)}"
            yield f"scores up to {criteria.accept_up_to} are accepted, and scores run {span}"


def _scales(criteria: Criteria) -> Iterator[str]:
    if not criteria.likelihood:
        yield "there is no scale of likelihood"
    yield from _bare("likelihood", criteria.likelihood)
    if not any(each.levels for each in criteria.dimensions):
        yield "there is no scale of impact"
    for dimension in criteria.dimensions:
        yield from _bare(f"impact on {_called(dimension)}", dimension.levels)


def _bare(scale: str, steps: tuple[ScaleLevel, ...]) -> Iterator[str]:
    bare = [str(each.number) for each in steps if not each.label or not each.definition]
    if bare:
        subject, verb = ("level", "lacks") if len(bare) == 1 else ("levels", "lack")
        yield f"on the scale of {scale}, {subject} {listed(bare)} {verb} a label or a definition"


def _called(dimension: Dimension) -> str:
    return dimension.title.lower() or dimension.key


def _levels(criteria: Criteria) -> Iterator[str]:
    if criteria.scoring == "matrix":
        yield from _empty_cells(criteria)
    elif not criteria.bands:
        yield "no bands turn a score into a level"
    else:
        yield from _banded(criteria)


def _empty_cells(criteria: Criteria) -> Iterator[str]:
    filled = {(each.likelihood, each.impact) for each in criteria.cells if each.level}
    impacts = sorted({level.number for each in criteria.dimensions for level in each.levels})
    wanted = [(likelihood.number, impact) for likelihood in criteria.likelihood for impact in impacts]
    if empty := [f"{likelihood}/{impact}" for likelihood, impact in wanted if (likelihood, impact) not in filled]:
        yield f"{len(empty)} of {len(wanted)} cells of the matrix have no level, the first at {empty[0]}"


def _banded(criteria: Criteria) -> Iterator[str]:
    unbanded = [score for score in sorted(possible_scores(criteria)) if not level_of(criteria, score)]
    if unbanded:
        noun = "the score" if len(unbanded) == 1 else "the scores"
        yield f"no band holds {noun} {listed(str(each) for each in unbanded)}"
    ordered = sorted(criteria.bands, key=lambda each: (each.low, each.high))
    for lower, upper in pairwise(ordered):
        if upper.low <= lower.high:
            yield f"the bands {lower.level} (to {lower.high}) and {upper.level} (from {upper.low}) overlap"


def _own_words(criteria: Criteria) -> Iterator[str]:
    """Levels that the version's own rules use and its scale does not have."""
    known = {folded(each) for each in levels(criteria)}
    used = {
        "acceptance": (*criteria.accept_levels, *criteria.never_accept),
        "authority": tuple(each.up_to for each in criteria.authority),
        "interval": tuple(each.interval and each.level for each in criteria.intervals),
    }
    for what, words in used.items():
        strange = [each for each in dict.fromkeys(words) if each and folded(each) not in known]
        if known and strange:
            yield f"the {what} rule speaks of “{listed(strange)}”, which is no level of risk here"
    scores = {str(each) for each in possible_scores(criteria)}
    unknown = [each for each in criteria.named_scores if each not in scores and folded(each) not in known]
    if scores and unknown:
        yield f"its own rules name “{listed(unknown)}”, which no cell of the method gives"
