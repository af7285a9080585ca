"""Whether recurring tasks are done, and whether anybody can say when they are (8.1)."""

from collections.abc import Iterator

from plumbline.engine.domain.calendar_of_controls import carried_out, first_due, next_turn, rhythm
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Activity, Document
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, live, rule
from plumbline.engine.rules.wording import days_between

RECURRING = live(Activity, "recurring activities")


@rule(
    "CTL001",
    "activity-overdue",
    clauses=("8.1-2", "8.1-doc"),
    grade=MINOR_UP,
    examines=RECURRING,
    mend="Do it and write the run down, or change “Every” and say in “Why the interval was changed” what allows it.",
)
def activity_overdue(isms: Isms, activity: Activity) -> Iterator[Fault | Unjudged]:
    """A failed run is a run: what follows from it is CTL003's. One that was left out is none."""
    every = rhythm(isms, activity)
    if every is None:
        yield Unjudged(activity, "how often it is done, as an interval")
        return
    held = carried_out(isms, activity)
    shows = ("interval", "grace", "starts", "performer")
    if not held:
        due = first_due(isms, activity)
        if due is None:
            yield Fault(activity, gap="Nothing on record shows that it was ever done.", shows=shows)
        elif (latest := every.latest(due)) < isms.on:
            gap = f"It was first due on {due.isoformat()} and was never done, {days_between(latest, isms.on)} late."
            yield Fault(activity, gap=gap, shows=shows)
        return
    turn, last = next_turn(isms, activity), held[-1]
    if turn is not None and (latest := every.latest(turn.day)) < isms.on:
        done = last.done_on.isoformat() if last.done_on else "an unknown day"
        yield Fault(
            activity,
            gap=f"It was last done on {done}; with its grace it was due by {latest.isoformat()}, "
            f"{days_between(latest, isms.on)} ago.",
            shows=shows,
            cites=(Cited(last, ("done_on", "result")),),
        )


@rule(
    "CTL002",
    "activity-without-criteria",
    clauses=("8.1-1", "A.5.37"),
    grade=MINOR_UP,
    examines=RECURRING,
    mend="Say in “Counts as done when” what has to be seen afterwards, and name the procedure where one was promised.",
)
def activity_without_criteria(isms: Isms, activity: Activity) -> Iterator[Fault]:
    """Criteria are asked for where the register keeps them; a procedure where the activity says that it needs one."""
    if kept(isms, Activity, "criterion") and not activity.criterion.strip():
        yield Fault(activity, gap="Nothing says what counts as done.", shows=("description", "criterion"))
    elif activity.procedure_promised:
        named = isms.resolve(activity.procedure, Document)
        if named is None:
            yield Fault(activity, gap="It needs a written procedure and names none.", shows=("procedure",))
        elif isinstance(named, Document) and version_in_force(isms, named) is None:
            gap = f"Its procedure {named.ref} has no version in force."
            yield Fault(activity, gap=gap, shows=("procedure",), cites=(Cited(named, ("state",)),))
