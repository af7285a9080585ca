"""What an assessment leads to: the verdict, its rank, and the controls that are said to lower it."""

from collections.abc import Iterator

from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.evidence import status
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, ControlState, OwnControl, Record, Risk
from plumbline.engine.domain.method import Outcome, actions_for, before_treatment, outcome, rank, standing
from plumbline.engine.domain.soa import declared_rows
from plumbline.engine.domain.soa_records import SoaDeclared
from plumbline.engine.domain.treatment import accepted_by_rule, option_of
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

VERDICTS = {True: "acceptable", False: "to be treated"}


def _evaluated(isms: Isms) -> Iterator[Risk]:
    """Live risks with an assessment that the acceptance rules of its criteria can be put to."""
    for risk in isms.live(Risk):
        found = before_treatment(isms, risk)
        made = outcome(isms, found) if found else None
        if made and made.accepted is not None:
            yield risk


@rule(
    "RSK011",
    "evaluation-contradicts-criteria",
    clauses=("6.1.2.e.1", "6.1.2.e.2"),
    grade=MINOR_UP,
    examines=Population("assessed live risks that the acceptance rules apply to", _evaluated),
    mend="Evaluate the risk by the acceptance rules and give it a priority or a day.",
)
def evaluation_contradicts_criteria(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """A risk that is retained or avoided needs no rank among those to be treated."""
    found = before_treatment(isms, risk)
    made = outcome(isms, found) if found else None
    if found is None or made is None or made.accepted is None or (not made.accepted and _settled(isms, risk)):
        return
    ruled = VERDICTS[made.accepted]
    if risk.verdict and risk.verdict != ruled:
        gap = f"It is recorded as {risk.verdict}; at {_grade(made)} the acceptance rules make it {ruled}."
        yield Fault(risk, gap=gap, shows=("verdict",), cites=_grounds(found, made))
    elif not made.accepted and not _ranked(isms, risk):
        gap = f"At {_grade(made)} the rules do not accept it, and no priority or day says when it is dealt with."
        yield Fault(risk, gap=gap, shows=("priority", "treat_by"), cites=_grounds(found, made))


def _settled(isms: Isms, risk: Risk) -> bool:
    """Whether treatment is over and the rules accept what it left: then either verdict is true of some day."""
    over = not any(each.live for each in actions_for(isms, risk))
    return over and accepted_by_rule(isms, risk) is True


def _ranked(isms: Isms, risk: Risk) -> bool:
    if risk.priority or risk.treat_by or option_of(risk) in ("retain", "avoid") or risk.state == "accepted":
        return True
    return any(each.due or each.done_on or each.recurring == "yes" for each in actions_for(isms, risk))


def _grade(made: Outcome) -> str:
    return f"level “{made.level}”" if made.level else f"score {made.score}"


def _grounds(assessment: Assessment, made: Outcome) -> tuple[Cited, ...]:
    return Cited(assessment, ("stage", "score", "level")), Cited(made.criteria, ("accept_up_to", "accept_levels"))


def _lowered(isms: Isms) -> Iterator[Risk]:
    """Risks whose present level is below the one without controls."""
    for risk in isms.live(Risk):
        inherent, current = standing(isms, risk, "inherent"), standing(isms, risk, "current")
        if inherent and current and _below(isms, current, inherent):
            yield risk


def _below(isms: Isms, lower: Assessment, upper: Assessment) -> bool:
    if lower.score is not None and upper.score is not None:
        return lower.score < upper.score
    made = outcome(isms, lower)
    low, high = (rank(made.criteria, each.level) if made else None for each in (lower, upper))
    return low is not None and high is not None and low < high


@rule(
    "RSK015",
    "lowered-without-working-control",
    clauses=("6.1.3.b", "6.1.2.d.3"),
    grade=MINOR_UP,
    examines=Population("risks assessed as lower today than without controls", _lowered),
    mend="Link the controls that lower it and bring them to work, or raise the current assessment.",
)
def lowered_without_working_control(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """Controls of finished actions count as linked; evidence nobody promised an age for is not called stale."""
    current, inherent = standing(isms, risk, "current"), standing(isms, risk, "inherent")
    if current is None or inherent is None:
        return
    done = (each for each in actions_for(isms, risk) if each.state == "done")
    linked = dict.fromkeys((*risk.controls, *(key for action in done for key in action.controls)))
    failing = [why for words in linked if (why := _not_working(isms, words))]
    fall = f"from {_level(inherent)} to {_level(current)}"
    figures = (Cited(inherent, ("score", "level")), Cited(current, ("score", "level")))
    if not linked and risk.existing_controls:
        yield Unjudged(risk, "a link from the controls it describes to controls on record")
    elif not linked:
        yield Fault(risk, gap=f"It is taken down {fall}, and no control is linked to it.", cites=figures)
    elif len(failing) == len(linked):
        gap = f"It is taken down {fall} by nothing that works: {listed(failing)}."
        yield Fault(risk, gap=gap, shows=("controls",), cites=(*figures, *_held(isms, tuple(linked))))


def _level(assessment: Assessment) -> str:
    return f"“{assessment.level}”" if assessment.level else f"score {assessment.score}"


def _not_working(isms: Isms, words: str) -> str:
    """Why a linked control does not hold anything down; empty where nothing speaks against it."""
    key = control_key(isms, words)
    if not key:
        return f"{words} is no control"
    row = _row(isms, key)
    if row and row.applicable == "no":
        return f"{key} is excluded"
    done = _implementation(isms, key) or (row.status if row else "")
    if done in ("planned", "none"):
        return f"{key} is planned" if done == "planned" else f"{key} is not implemented"
    seen = status(isms, key)
    if seen.status == "stale":
        return f"the evidence of {key} is stale"
    return f"{key} is ineffective" if seen.status == "ineffective" else ""


def _implementation(isms: Isms, key: str) -> Implementation:
    held = isms.at(ControlState, key) or isms.at(OwnControl, key)
    return held.status if held else ""


def _row(isms: Isms, key: str) -> SoaDeclared | None:
    rows = isms.memo("declared rows by key", lambda: {each.ref: each for each in declared_rows(isms)})
    return rows.get(key)


def _held(isms: Isms, words: tuple[str, ...]) -> Iterator[Record]:
    """What is on record of the linked controls: state, statement, evidence."""
    for key in filter(None, (control_key(isms, each) for each in words)):
        held = isms.at(ControlState, key) or isms.at(OwnControl, key)
        found = (held, _row(isms, key), *status(isms, key).items)
        yield from (each for each in found if each and each.ref)
