"""Who may accept a risk: its owner or a delegate, within the authority of the criteria, and not who asked for it."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Acceptance, Authority, Criteria, Person, Risk, Role
from plumbline.engine.domain.method import criteria_in_force, on_scale, outcome, rank, what_remains
from plumbline.engine.domain.standing import speaks_for
from plumbline.engine.domain.treatment import relied_on
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule

ANY_OWNER = frozenset({"owner", "risk owner", "risk owners", "risikoeigner", "risikoeigentümer"})
"""Words in a table of authority that mean whoever owns the risk."""
SEEN = ("accepted_by", "accepted_on", "level")
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
    cites = (Cited(risk, ("owner",)),)
    if criteria and level and folded(level) in map(folded, criteria.never_accept):
        gap = f"{criteria.ref} never accepts level “{level}”; the risk was accepted on {held.accepted_on}."
        yield Fault(held, gap=gap, shows=SEEN, cites=(*cites, Cited(criteria, ("never_accept",))))
    elif _same(isms, held.accepted_by, held.requested_by, held.accepted_on):
        gap = f"Who asked for the acceptance of {risk.ref} also gave it."
        yield Fault(held, gap=gap, shows=("accepted_by", "requested_by", "accepted_on"), cites=cites)
    elif not isms.answers(held.accepted_by) or not isms.answers(risk.owner):
        yield Unjudged(held, "an accepter and an owner of the risk on record")
    elif not _entitled(isms, risk, held):
        gap = (
            f"On {held.accepted_on} its accepter was neither the owner of {risk.ref} nor acting on the owner's behalf."
        )
        shows = ("accepted_by", "delegated_from", "accepted_on") if held.delegated_from else SEEN
        yield Fault(held, gap=gap, shows=shows, cites=cites)
    elif criteria and criteria.authority and level and not _may(isms, criteria, held, level):
        gap = f"“{level}” is above what {criteria.ref} lets its accepter accept."
        yield Fault(held, gap=gap, shows=SEEN, cites=(*cites, criteria))


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
