"""Whether what remains is accepted where it has to be, and whether the acceptance still holds (6.1.3 f)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.fingerprints import state_of
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Acceptance, Assessment, Risk
from plumbline.engine.domain.method import (
    STAGES,
    assessments,
    criteria_in_force,
    outcome,
    remaining,
    standing,
    what_remains,
)
from plumbline.engine.domain.treatment import acceptance_on_record, accepted_by_rule, is_retained, relied_on
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

SEEN = ("accepted_by", "accepted_on", "level")


def _unacceptable(isms: Isms) -> Iterator[Risk]:
    """Live risks whose residual the rules do not accept."""
    for risk in isms.live(Risk):
        left = remaining(isms, risk)
        made = outcome(isms, left) if left else None
        if made and made.accepted is False:
            yield risk


@rule(
    "TRT005",
    "residual-unaccepted",
    clauses=("6.1.3.f",),
    grade=MAJOR,
    examines=Population("live risks whose residual the rules do not accept", _unacceptable),
    mend="Treat the risk further, or have its owner accept what remains with a day and a reason.",
)
def residual_unaccepted(isms: Isms, risk: Risk) -> Iterator[Fault]:
    """An acceptance that names nobody or no day is none."""
    left = remaining(isms, risk)
    made = outcome(isms, left) if left else None
    if left and made and not acceptance_on_record(isms, risk):
        at = f"level “{made.level}”" if made.level else f"score {made.score}"
        gap = (
            f"What remains is at {at}, which {made.criteria.ref} does not accept by itself, and nobody has accepted it."
        )
        cites = (Cited(left, ("stage", "score", "level")), Cited(made.criteria, ("accept_up_to", "accept_levels")))
        yield Fault(risk, gap=gap, shows=("owner", "option"), cites=cites)


def _kept(isms: Isms) -> Iterator[Risk]:
    """Live risks retained or marked accepted, without those that TRT005 examines."""
    examined = {each.ref for each in _unacceptable(isms)}
    return (each for each in isms.live(Risk) if is_retained(each) and each.ref not in examined)


@rule(
    "TRT014",
    "retained-without-acceptance",
    clauses=("6.1.3.f",),
    grade=MINOR_UP,
    examines=Population("risks retained or marked accepted", _kept),
    mend="Record who accepted the risk, in which state, when and until when.",
)
def retained_without_acceptance(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """Rules that accept a level by themselves stand in for the acceptance."""
    if acceptance_on_record(isms, risk):
        return
    ruled = accepted_by_rule(isms, risk)
    if ruled is None and criteria_in_force(isms) and not what_remains(isms, risk):
        yield Unjudged(risk, "an assessment that the acceptance rules could be put to")
    elif ruled is not True:
        gap = "The risk is kept as it is, and no record says who accepted it and when."
        yield Fault(risk, gap=gap, shows=("owner", "option", "state"))


Pair = tuple[Risk, Acceptance]


@rule(
    "TRT007",
    "acceptance-no-longer-valid",
    clauses=("6.1.3.f", "8.2"),
    grade=MINOR_UP,
    examines=Population("acceptances relied on", relied_on),
    mend="Put the present state before the owner and record a new acceptance with an end.",
)
def acceptance_no_longer_valid(isms: Isms, pair: Pair) -> Iterator[Fault]:
    """What was accepted is a state of the risk; when the state moves on, the acceptance stays behind."""
    risk, held = pair
    if held.expires and held.expires < isms.on:
        gap = f"The acceptance of {risk.ref} expired on {held.expires}, {days_between(held.expires, isms.on)} ago."
        yield Fault(held, gap=gap, shows=("accepted_on", "expires"), cites=(risk,))
    elif held.form and held.form != state_of(isms, risk):
        gap = f"Scores, owner, option or controls of {risk.ref} are no longer those accepted on {held.accepted_on}."
        yield Fault(held, gap=gap, shows=SEEN, cites=(Cited(risk, ("owner", "option", "controls")), *_now(isms, risk)))
    elif not held.form and (newer := _newer(isms, risk, held)):
        gap = f"{risk.ref} was accepted on {held.accepted_on} and assessed otherwise on {newer.assessed_on}."
        yield Fault(held, gap=gap, shows=SEEN, cites=(risk, Cited(newer, ("stage", "score", "level"))))


def _now(isms: Isms, risk: Risk) -> tuple[Cited, ...]:
    left = what_remains(isms, risk)
    return (Cited(left, ("stage", "score", "level", "assessed_on")),) if left else ()


def _newer(isms: Isms, risk: Risk, held: Acceptance) -> Assessment | None:
    """An assessment after the acceptance whose figures are not those that stood on its day."""
    for stage in STAGES:
        now = standing(isms, risk, stage)
        if now is None or now.assessed_on is None or held.accepted_on is None or now.assessed_on <= held.accepted_on:
            continue
        then = _stood(isms, risk, stage, held.accepted_on)
        if then is None or _figures(then) != _figures(now):
            return now
    return None


def _stood(isms: Isms, risk: Risk, stage: str, day: date) -> Assessment | None:
    """The assessment of a stage that was the latest on a day, superseded since or not."""
    earlier = [
        each
        for each in assessments(isms, risk)
        if each.stage == stage and each.assessed_on is not None and each.assessed_on <= day
    ]
    return max(earlier, key=lambda each: (str(each.assessed_on), each.ref), default=None)


def _figures(each: Assessment) -> tuple[object, ...]:
    return each.likelihood, each.impacts, each.combined, each.score, folded(each.level)
