"""Whether what the system lacks is determined and answered (7.1, 5.1 c)."""

from collections.abc import Iterator

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.due import in_cycle, younger
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization, Record, ResourceNeed
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.emptiness import newest_day
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between

PERIOD, TO_ANSWER = "resource_period", "answer"
GOING_WITHOUT = ("refused", "granted in part")


def _needs(isms: Isms) -> tuple[ResourceNeed, ...]:
    over = (each for each in isms.all(ResourceNeed) if each.state != "dropped")
    return tuple(each for each in over if each.live or in_cycle(isms, each.decided_on or each.raised_on))


def _to_determine(isms: Isms) -> tuple[Record, ...]:
    """The needs of the audit cycle, and the current period wherever anybody promised or began to determine needs."""
    needs = _needs(isms)
    return (isms.organization, *needs) if needs or promise(isms, PERIOD) else ()


@rule(
    "LDR002",
    "resource-need-unanswered",
    clauses=("7.1", "5.1.c"),
    grade=MINOR_UP,
    examines=Population("resource needs, and the current period", _to_determine),
    mend="Decide on the need, or write down as “What follows from going without” what whoever refuses takes upon "
    "themselves; where none was determined, ask what is lacking and write the answer down.",
)
def resource_need_unanswered(isms: Isms, subject: Record) -> Iterator[Fault | Unjudged]:
    """That nothing is lacking is an answer too, with its day: a need decided as “none needed”."""
    match subject:
        case Organization():
            yield from _period(isms, subject)
        case ResourceNeed(decision=""):
            yield from _undecided(isms, subject)
        case ResourceNeed() if subject.decision in GOING_WITHOUT and not subject.consequence.strip():
            yield Fault(
                subject,
                gap=f"It was {subject.decision}, and nothing says what follows from going without.",
                shows=("decision", "decided_on", "decided_by", "consequence"),
            )


def _period(isms: Isms, organization: Organization) -> Iterator[Fault | Unjudged]:
    """A young system is given one period to ask in."""
    stated = promise(isms, PERIOD)
    if stated is None or stated.interval is None:
        yield Unjudged(organization, f"no promise `{PERIOD}`")
        return
    start = stated.interval.before(isms.on)
    newest = newest_day(isms, _needs(isms), "decided_on", "raised_on")
    if (newest is not None and newest >= start) or shown_elsewhere(isms, "7.1", since=start):
        return
    if newest is None and younger(isms, start):
        return
    if newest is None:
        gap = "No need for people, money, tools or time is on record, nor that none was found."
    else:
        gap = (
            f"Needs were last determined on {newest.isoformat()}, {days_between(newest, isms.on)} ago; nothing is on "
            f"record for the period since {start.isoformat()}."
        )
    yield Fault(organization, gap=gap, stated=stated)


def _undecided(isms: Isms, need: ResourceNeed) -> Iterator[Fault | Unjudged]:
    stated = promise(isms, PERIOD, TO_ANSWER)
    life = isms.lives.get((need.KIND, need.ref))
    raised = need.raised_on or (life.first if life else None)
    if stated is None or stated.interval is None:
        yield Unjudged(need, f"no promise `{PERIOD}`")
    elif raised is None:
        yield Unjudged(need, "the day it was raised")
    elif (owed := stated.interval.after(raised)) < isms.on:
        yield Fault(
            need,
            gap=f"It was raised on {raised.isoformat()} and is undecided, {days_between(owed, isms.on)} past the day "
            "an answer was owed.",
            shows=("raised_on", "raised_by", "decision"),
            stated=stated,
        )
