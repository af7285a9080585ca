"""Whether the system gets better without having to fail first (10.1)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import silence_start, younger_than_silence
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Improvement, Organization
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import OPPORTUNITY, WHOLE_SYSTEM, rule
from plumbline.engine.rules.wording import days_between


@rule(
    "NCA011",
    "no-improvement-raised",
    clauses=("10.1", "5.1.g"),
    grade=OPPORTUNITY,
    examines=WHOLE_SYSTEM,
    mend="Collect ideas in “Opportunities and improvements”, and decide on each whether to act.",
)
def no_improvement_raised(isms: Isms, organization: Organization) -> Iterator[Fault]:
    """Corrective actions do not count: they mend what was broken."""
    start = silence_start(isms, "improvement")
    newest = _newest(isms)
    if younger_than_silence(isms, "improvement") or (newest is not None and newest >= start):
        return
    if newest is None:
        gap = "No improvement is on record."
    else:
        gap = f"The last improvement was raised or done on {newest.isoformat()}, {days_between(newest, isms.on)} ago."
    yield Fault(organization, gap=gap)


def _newest(isms: Isms) -> date | None:
    """The last day on which an improvement was raised, decided or done, or entered where it carries no day."""
    days: list[date | None] = []
    for idea in isms.all(Improvement):
        own = (idea.raised_on, idea.decided_on, idea.done_on)
        life = isms.lives.get((idea.KIND, idea.ref))
        days += own if any(own) else (life.first if life else None,)
    for action in isms.all(Action):
        if action.action_kind == "improve":
            days += (action.raised_on, action.started_on, action.done_on)
    return max((each for each in days if each is not None and each <= isms.on), default=None)
