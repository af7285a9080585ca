"""Whether events are decided on in time and incidents dealt with within their targets (A.5.25, A.5.26)."""

from collections.abc import Iterator
from datetime import datetime

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.inventory import incidents_of_the_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Event, Incident
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import spoken


def events_of_the_cycle(isms: Isms) -> Iterator[Event]:
    """Events that are open, and those of the current audit cycle."""
    for each in isms.all(Event):
        heard = each.reported_at or each.seen_at
        if each.live or in_cycle(isms, heard.date() if heard else None):
            yield each


@rule(
    "INC002",
    "event-undecided",
    clauses=("A.5.25",),
    grade=MINOR_UP,
    examines=Population("events", events_of_the_cycle),
    mend="Decide whether it is an incident, and enter the decision with its time and reason.",
)
def event_undecided(isms: Isms, event: Event) -> Iterator[Fault | Unjudged]:
    """An incident named at the event is a decision, too."""
    decided = bool(event.decision or event.incident)
    if not decided and event.state == "closed":
        gap = "The event was closed, and whether it is an incident was never decided."
        yield Fault(event, gap=gap, shows=("reported_at", "decision", "state"))
        return
    stated, heard = promise(isms, "triage_within"), event.reported_at or event.seen_at
    if stated is None or stated.interval is None:
        yield Unjudged(event, "no promise `triage_within`")
    elif heard is None:
        yield Unjudged(event, "the time it was reported")
    elif decided and event.decided_at is None:
        yield Unjudged(event, "the time of the decision")
    else:
        limit = stated.interval.after_moment(heard)
        late = event.decided_at > limit if event.decided_at else limit.date() < isms.on
        if late:
            when = f"decided on {spoken(event.decided_at)}" if event.decided_at else "not decided yet"
            gap = f"It was reported on {spoken(heard)}, to be decided by {spoken(limit)}, and is {when}."
            yield Fault(event, gap=gap, shows=("reported_at", "decided_at", "decision"), stated=stated)


@rule(
    "INC004",
    "incident-handled-late",
    clauses=("A.5.26",),
    grade=MINOR,
    examines=Population(
        "incidents with a target",
        lambda isms: tuple(each for each in incidents_of_the_cycle(isms) if each.contain_within or each.resolve_within),
    ),
    mend="Finish it, and record in the lessons what held it up; change a target only by changing the procedure.",
)
def incident_handled_late(isms: Isms, incident: Incident) -> Iterator[Fault | Unjudged]:
    """Both targets count from the report, or from the detection where there was none."""
    began = incident.reported_at or incident.detected_at
    if began is None:
        yield Unjudged(incident, "the time it was reported")
        return
    contained = incident.contained_at or incident.resolved_at
    steps = (
        ("contain", "contained", incident.contain_within, contained, incident.state != "open"),
        (
            "resolve",
            "resolved",
            incident.resolve_within,
            incident.resolved_at,
            incident.state in ("resolved", "closed"),
        ),
    )
    for verb, done, target, reached, is_over in steps:
        span = interval(target) if target else None
        if not target:
            continue
        if span is None or (reached is None and is_over):
            yield Unjudged(incident, f"a target to {verb} it as a time" if span is None else f"the time it was {done}")
            return
        limit = span.after_moment(began)
        if reached > limit if reached else limit.date() < isms.on:
            yield Fault(
                incident,
                gap=f"It was to be {done} within {target}, by {spoken(limit)}, and {_outcome(done, reached)}.",
                shows=("severity", "reported_at", "contained_at", "resolved_at", "state"),
            )
            return


def _outcome(done: str, reached: datetime | None) -> str:
    return f"was {done} on {spoken(reached)}" if reached else f"is not {done} yet"
