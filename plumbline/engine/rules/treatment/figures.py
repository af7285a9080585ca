"""Whether plan and assessment speak of one and the same figure."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Risk
from plumbline.engine.domain.method import actions_for, criteria_in_force, possible_scores, standing
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed


def _promising(isms: Isms, risk: Risk) -> tuple[Action, ...]:
    """The actions of a risk that state what will remain."""
    held = (each for each in actions_for(isms, risk) if each.state != "dropped")
    return tuple(each for each in held if each.promised_residual is not None)


def _promised(isms: Isms) -> Iterator[Risk]:
    for risk in isms.live(Risk):
        if _promising(isms, risk):
            yield risk


@rule(
    "TRT013",
    "residual-figures-disagree",
    clauses=("6.1.3.e", "6.1.2.b"),
    grade=MINOR,
    examines=Population("risks for which actions state a residual", _promised),
    mend="Agree on what shall remain once the plan is done, and write that one figure everywhere.",
)
def residual_figures_disagree(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """The risk's own residual counts once a method in force says what the stages mean."""
    actions = _promising(isms, risk)
    figures = sorted({each.promised_residual for each in actions if each.promised_residual is not None})
    cites = tuple(Cited(each, ("promised_residual",)) for each in actions)
    if len(figures) > 1:
        gap = f"Its actions promise different residual scores: {listed(map(str, figures))}."
        yield Fault(risk, gap=gap, cites=cites)
        return
    criteria = criteria_in_force(isms)
    if criteria is None:
        return
    figure, own, scores = figures[0], standing(isms, risk, "residual"), possible_scores(criteria)
    if scores and figure not in scores:
        gap = f"The plan promises a residual score of {figure}, which the scales of {criteria.ref} cannot yield."
        yield Fault(risk, gap=gap, cites=(*cites, Cited(criteria, ("scoring",))))
    elif own and own.score is not None and own.score != figure:
        gap = f"The plan promises a residual score of {figure}, the assessment of the residual says {own.score}."
        yield Fault(risk, gap=gap, cites=(*cites, Cited(own, ("stage", "score"))))
