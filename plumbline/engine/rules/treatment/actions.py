"""Whether treatment actions are complete, on time and brought to a result (6.1.3 e, 8.3)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Assessment, Risk
from plumbline.engine.domain.method import assessments
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.treatment import risks_of, treatment_actions
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed


def _live(isms: Isms) -> Iterator[Action]:
    return (each for each in treatment_actions(isms) if each.live)


@rule(
    "TRT008",
    "action-incomplete",
    clauses=("6.1.3.e",),
    grade=MINOR_UP,
    examines=Population("live treatment actions", _live),
    mend="Complete the action: what is done, who answers for it, and until when or how often.",
)
def action_incomplete(isms: Isms, action: Action) -> Iterator[Fault]:
    """Words that could not be read as a day are DAT008's, except where they only say that it recurs."""
    missing = []
    if not action.owner:
        missing.append("an owner")
    if not (action.title or action.description):
        missing.append("a measure")
    if action.recurring == "yes" and not (action.interval or action.due):
        missing.append("an interval at which it recurs")
    elif action.recurring == "no" and not action.due and "due" not in dict(action.unread):
        missing.append("a due date")
    if missing:
        gap = f"The action lacks {listed(missing)}."
        yield Fault(action, gap=gap, shows=("owner", "due", "interval"), cites=risks_of(isms, action))


def _dated(isms: Isms) -> Iterator[Action]:
    return (each for each in _live(isms) if each.due)


@rule(
    "TRT009",
    "action-overdue",
    clauses=("8.3",),
    grade=MINOR_UP,
    examines=Population("live treatment actions with a due date", _dated),
    mend="Finish the action, or set a new date with a reason that the owner of the risk approves.",
)
def action_overdue(isms: Isms, action: Action) -> Iterator[Fault]:
    """The due day itself is still in time."""
    if action.due and action.due < isms.on:
        state = action.state or "of no stated state"
        gap = f"It was due on {action.due}, {days_between(action.due, isms.on)} ago, and is {state}."
        yield Fault(action, gap=gap, shows=("due", "state", "owner"), cites=risks_of(isms, action))


def _in_time(isms: Isms) -> Iterator[Action]:
    return (each for each in _live(isms) if each.due is None or each.due >= isms.on)


@rule(
    "TRT010",
    "action-stalled",
    clauses=("8.3",),
    grade=MINOR,
    examines=Population("live treatment actions that are not overdue", _in_time),
    mend="Start the action, note how far it is, or drop it with a reason.",
)
def action_stalled(isms: Isms, action: Action) -> Iterator[Fault | Unjudged]:
    """An action whose start lies ahead owes no news."""
    if action.starts and action.starts > isms.on:
        return
    cites = risks_of(isms, action)
    if action.starts and action.starts < isms.on and not _started(action):
        gap = f"It was to start on {action.starts}, {days_between(action.starts, isms.on)} ago, and has not."
        yield Fault(action, gap=gap, shows=("starts", "state", "due"), cites=cites)
        return
    stated, news = promise(isms, "treatment_stall"), _last_news(isms, action)
    if not stated or not stated.interval:
        yield Unjudged(action, "no promise `treatment_stall`")
    elif news is None:
        yield Unjudged(action, "a dated note on its progress")
    elif stated.interval.after(news) < isms.on:
        gap = f"Nothing was recorded about it since {news}, {days_between(news, isms.on)} ago."
        yield Fault(action, gap=gap, shows=("state", "due"), cites=cites, stated=stated)


def _started(action: Action) -> bool:
    return action.state == "in progress" or action.started_on is not None or bool(action.progress)


def _last_news(isms: Isms, action: Action) -> date | None:
    """The day of the last note, start or raising; where none is kept, the day the record was last written."""
    noted = [each.on for each in action.progress if each.on <= isms.on]
    days = [day for day in (*noted, action.started_on, action.raised_on) if day and day <= isms.on]
    life = isms.lives.get((action.KIND, action.ref))
    return max(days, default=life.last if life else None)


def _done(isms: Isms) -> Iterator[Action]:
    for action in treatment_actions(isms):
        if action.state == "done" and in_cycle(isms, action.done_on):
            yield action


@rule(
    "TRT012",
    "action-done-without-result",
    clauses=("8.3-doc", "8.3"),
    grade=MINOR_UP,
    examines=Population("done treatment actions", _done),
    mend="Write the result into the action and assess the risk again in its light.",
)
def action_done_without_result(isms: Isms, action: Action) -> Iterator[Fault | Unjudged]:
    """First the result, then a look at the risk it was meant to change."""
    treated = tuple(each for each in risks_of(isms, action) if each.live and assessments(isms, each))
    stated = promise(isms, "effect_check")
    if not action.result and not action.effect:
        gap = "The action is done, and no result is recorded."
        yield Fault(action, gap=gap, shows=("done_on", "verification"), cites=risks_of(isms, action))
    elif treated and action.done_on is None:
        yield Unjudged(action, "the day it was done")
    elif action.done_on and (old := [each for each in treated if not _assessed_after(isms, each, action.done_on)]):
        if not stated or not stated.interval:
            yield Unjudged(action, "no promise `effect_check`")
        elif stated.interval.after(action.done_on) < isms.on:
            number = counted(len(old), "risk it treats has", "risks it treats have")
            ago = days_between(action.done_on, isms.on)
            gap = f"It was done on {action.done_on}, {ago} ago, and {number} not been assessed since."
            yield Fault(action, gap=gap, shows=("done_on", "result"), cites=tuple(old), stated=stated)


def _assessed_after(isms: Isms, risk: Risk, day: date) -> bool:
    held: tuple[Assessment, ...] = assessments(isms, risk)
    return any(each.assessed_on and each.assessed_on >= day for each in held)
