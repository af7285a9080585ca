"""Who accepted which risk, whether they might, and whether it still holds (6.1.3 f)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.fingerprints import state_of
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Acceptance, Assessment, Authority, Criteria, Person, Risk, Role
from plumbline.engine.domain.method import (
    STAGES,
    assessments,
    criteria_in_force,
    on_scale,
    outcome,
    rank,
    remaining,
    standing,
    what_remains,
)
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.domain.treatment import acceptance_on_record, accepted_by_rule, is_retained, relied_on
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

ANY_OWNER = frozenset({"owner", "risk owner", "risk owners", "risikoeigner", "risikoeigentümer"})
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
    "TRT006",
    "accepted-by-another",
    clauses=("6.1.3.f", "5.3"),
    grade=MINOR_UP,
    examines=Population("acceptances relied on", relied_on),
    mend="Have the owner, or whoever the criteria entitle for this level, decide anew.",
)
def accepted_by_another(isms: Isms, pair: Pair) -> Iterator[Fault | Unjudged]:
    """Judged by who held which role on the day of the acceptance."""
    risk, held = pair
    level = _level_accepted(isms, risk, held)
    criteria = criteria_in_force(isms, held.accepted_on) or criteria_in_force(isms)
    cites = (Cited(risk, ("owner",)), *((Cited(criteria, ("never_accept",)),) if criteria else ()))
    if criteria and level and folded(level) in map(folded, criteria.never_accept):
        gap = f"{criteria.ref} never accepts level “{level}”; the risk was accepted on {held.accepted_on}."
        yield Fault(held, gap=gap, shows=SEEN, cites=cites)
    elif _same(isms, held.accepted_by, held.requested_by, held.accepted_on):
        gap = f"Who asked for the acceptance of {risk.ref} also gave it."
        yield Fault(held, gap=gap, shows=("accepted_by", "requested_by", "accepted_on"), cites=cites)
    elif not isms.answers(held.accepted_by) or not isms.answers(risk.owner):
        yield Unjudged(held, "an accepter and an owner of the risk on record")
    elif not (_entitled(isms, risk, held)):
        gap = (
            f"On {held.accepted_on} its accepter was neither the owner of {risk.ref} nor acting on the owner's behalf."
        )
        yield Fault(held, gap=gap, shows=("accepted_by", "delegated_from", "accepted_on"), cites=cites)
    elif criteria and criteria.authority and level and not _may(isms, criteria, held, level):
        gap = f"“{level}” is above what {criteria.ref} lets its accepter accept."
        yield Fault(held, gap=gap, shows=SEEN, cites=cites)


def _entitled(isms: Isms, risk: Risk, held: Acceptance) -> bool:
    """The owner, or a delegate that the acceptance names as acting for the owner."""
    if speaks_for(isms, held.accepted_by, risk.owner, held.accepted_on):
        return True
    return bool(held.delegated_from) and speaks_for(isms, held.delegated_from, risk.owner, held.accepted_on)


def _same(isms: Isms, one: str, other: str, day: date | None) -> bool:
    return bool(one and other) and (folded(one) == folded(other) or speaks_for(isms, one, other, day))


def _level_accepted(isms: Isms, risk: Risk, held: Acceptance) -> str:
    """The level it says it accepts, else the level of what remains."""
    if held.level:
        return held.level
    left = what_remains(isms, risk)
    made = outcome(isms, left) if left else None
    return made.level if made else ""


def _may(isms: Isms, criteria: Criteria, held: Acceptance, level: str) -> bool:
    """Whether some role that the accepter answers in may accept this level; true where the scale lacks a level."""
    wanted = rank(criteria, on_scale(criteria, level))
    key = ("authority", criteria.ref, held.accepted_by, held.accepted_on)
    limits = isms.memo(key, lambda: _limits(isms, criteria, held))
    return wanted is None or any(limit is None or wanted <= limit for limit in limits)


def _limits(isms: Isms, criteria: Criteria, held: Acceptance) -> tuple[int | None, ...]:
    """Up to which level each of the accepter's roles may accept; None for a level that is not on the scale."""
    rows = (each for each in criteria.authority if _covers(isms, each, held))
    return tuple(rank(criteria, on_scale(criteria, each.up_to)) for each in rows)


def _covers(isms: Isms, authority: Authority, held: Acceptance) -> bool:
    if folded(authority.role) in ANY_OWNER:
        return True
    role, accepter = isms.resolve(authority.role, Role), isms.answers(held.accepted_by)
    if not isinstance(role, Role) or accepter is None:
        return False
    if isinstance(accepter, Person):
        return accepter in isms.holders(role, held.accepted_on)
    return role.ref in isms.role_of(accepter)


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
