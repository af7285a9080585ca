"""Whether corrective actions are finished, work, and keep the fault from coming back."""

import re
from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.corrections import (
    actions_of,
    alike_before,
    criterion_came_late,
    examined_nonconformities,
    has_action,
    in_common,
    last_done,
)
from plumbline.engine.domain.due import next_due, overdue
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Nonconformity, Record, Risk
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed

IN_WHICH_TIME = re.compile(r"\bin\s+(?:an?\s+)?(?P<time>.+)", re.IGNORECASE)


def corrective_actions(isms: Isms) -> Iterator[Action | Nonconformity]:
    """Live corrective actions with a due date; a nonconformity stands for those that only repeat its own date."""
    told: set[str] = set()
    for each in isms.live(Nonconformity):
        actions = actions_of(isms, each)
        waiting = [action for action in actions if action.live]
        described = bool(each.corrective_action) and not actions
        if each.due and (waiting or described) and all(action.due in (None, each.due) for action in waiting):
            told.update(action.ref for action in waiting)
            yield each
    for action in isms.live(Action):
        if action.due and action.ref not in told and _is_corrective(isms, action):
            yield action


def _is_corrective(isms: Isms, action: Action) -> bool:
    return action.action_kind == "correct" or (not action.action_kind and _answers_one(isms, action))


def _answers_one(isms: Isms, action: Action) -> bool:
    """An action of no stated kind that also treats a risk belongs to the treatment plan."""
    answered = [isms.resolve(words) for words in action.answers]
    return any(isinstance(each, Nonconformity) for each in answered) and not any(
        isinstance(each, Risk) for each in answered
    )


@rule(
    "NCA005",
    "corrective-action-overdue",
    clauses=("10.2.c",),
    grade=MINOR_UP,
    examines=Population("live corrective actions with a due date", corrective_actions),
    mend="Finish it and record the result, or set a new due date with its reason.",
)
def corrective_action_overdue(isms: Isms, subject: Action | Nonconformity) -> Iterator[Fault]:
    """Overdue actions against risks are TRT009's."""
    if subject.due is not None and overdue(isms, subject.due):
        answered = _answered(isms, subject) if isinstance(subject, Action) else actions_of(isms, subject)
        gap = f"The corrective action is {days_between(subject.due, isms.on)} overdue and “{subject.state}”."
        yield Fault(subject, gap=gap, shows=("due", "state"), cites=answered)


def _answered(isms: Isms, action: Action) -> tuple[Record, ...]:
    found = (isms.resolve(words, Nonconformity) for words in action.answers)
    return tuple(each for each in found if each)


@rule(
    "NCA006",
    "effectiveness-unproven",
    clauses=("10.2.d", "10.2.g"),
    grade=MINOR_UP,
    examines=Population(
        "nonconformities with an action",
        lambda isms: tuple(each for each in examined_nonconformities(isms) if has_action(isms, each)),
    ),
    mend="Set the criterion, check against it, and let somebody judge who did not carry out the action.",
)
def effectiveness_unproven(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault | Unjudged]:
    """An action that is done is not yet one that worked."""
    actions = actions_of(isms, nonconformity)
    judged = bool(nonconformity.effect or nonconformity.effect_judged_on)
    if not judged and not nonconformity.effect_criterion and not any(each.verification for each in actions):
        gap = "Nothing says by what it will be judged whether the action worked."
        yield Fault(nonconformity, gap=gap, shows=("effect_criterion",), cites=actions)
    elif nonconformity.state == "closed":
        yield from _closed_too_early(nonconformity, actions, judged)
    elif not judged and (done := criterion_came_late(nonconformity, actions)):
        yield _criterion_after_the_deed(nonconformity, actions, done)
    elif not judged:
        yield from _check_overdue(isms, nonconformity, actions)


def _criterion_after_the_deed(nonconformity: Nonconformity, actions: tuple[Action, ...], done: date) -> Fault:
    """Whoever knows the outcome finds a criterion that it meets; once judged, the judgement had to say so."""
    late = nonconformity.effect_criterion_on
    assert late is not None, "a criterion came late, so it has a day"  # noqa: S101 - by criterion_came_late
    return Fault(
        nonconformity,
        gap=f"Its criterion was set {days_between(done, late)} after an action was done, so it may follow the outcome.",
        shows=("effect_criterion", "effect_criterion_on"),
        cites=tuple(Cited(each, ("done_on",)) for each in actions if each.done_on),
        mend="Judge it by that criterion and say why it came late; set the next one before the action begins.",
    )


def _closed_too_early(
    nonconformity: Nonconformity, actions: tuple[Action, ...], judged: bool
) -> Iterator[Fault | Unjudged]:
    running = tuple(Cited(each, ("state", "due")) for each in actions if each.live)
    if running:
        refs = listed(each.record.ref for each in running)
        gap = f"It was closed while its {'action' if len(running) == 1 else 'actions'} {refs} had still to be done."
        yield Fault(nonconformity, gap=gap, shows=("state", "closed_on"), cites=running)
    elif not judged:
        gap = "It was closed, and no judgement whether the action worked is on record."
        yield Fault(nonconformity, gap=gap, shows=("closed_on", "effect_criterion", "effect"), cites=actions)


def _check_overdue(isms: Isms, nonconformity: Nonconformity, actions: tuple[Action, ...]) -> Iterator[Fault | Unjudged]:
    done = last_done(actions)
    if actions and done is None:
        return
    due = next_due(isms, nonconformity.effect_due, done, "", "effect_check")
    if due is None:
        if done is not None:
            yield Unjudged(nonconformity, "no promise `effect_check`")
        return
    if overdue(isms, due.day):
        gap = f"Its effect was to be judged by {due.day.isoformat()}, {days_between(due.day, isms.on)} ago."
        shows = ("effect_criterion", "effect_due", "effect")
        cites = tuple(Cited(each, ("done_on",)) for each in actions)
        yield Fault(nonconformity, gap=gap, shows=shows, cites=cites, stated=due.stated)


def repeated(isms: Isms) -> tuple[Nonconformity, ...]:
    """Nonconformities that are like an earlier one which had been closed before they were raised."""
    return tuple(each for each in examined_nonconformities(isms) if _earlier(isms, each))


@rule(
    "NCA007",
    "nonconformity-recurs",
    clauses=("10.2.d", "10.2.b.3"),
    grade=MAJOR,
    examines=Population("nonconformities like an earlier one that was closed", repeated),
    mend="Reopen the cause of the earlier one: its action did not work. Link the two under “Repeats”.",
)
def nonconformity_recurs(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault | Unjudged]:
    """The window runs from the closure of the earlier one."""
    before = _earlier(isms, nonconformity)[-1]
    stated = promise(isms, "recurrence")
    window = _window(stated)
    if stated is None or window is None:
        yield Unjudged(nonconformity, "no promise `recurrence`")
    elif before.closed_on and nonconformity.raised_on and nonconformity.raised_on <= window.after(before.closed_on):
        gap = (
            f"It came {days_between(before.closed_on, nonconformity.raised_on)} after {before.ref} was closed, "
            f"with the same {in_common(isms, nonconformity, before)}."
        )
        cited = Cited(before, ("requirement", "cause", "closed_on", "effect"))
        shows = ("requirement", "cause", "raised_on")
        yield Fault(nonconformity, gap=gap, shows=shows, cites=(cited,), stated=stated)


def _window(stated: Promise | None) -> Interval | None:
    """“3 in a year” says both how many and in which time; a plain span says the time."""
    if stated is None:
        return None
    found = IN_WHICH_TIME.search(stated.setting)
    return interval(found["time"]) if found else stated.interval


def _earlier(isms: Isms, nonconformity: Nonconformity) -> tuple[Nonconformity, ...]:
    """Those alike that were closed before it was raised, the latest closed last."""
    raised = nonconformity.raised_on
    if raised is None:
        return ()
    alike = alike_before(isms, nonconformity)
    return tuple(each for each in alike if each.state == "closed" and each.closed_on and each.closed_on <= raised)


@rule(
    "NCA010",
    "external-finding-late",
    clauses=("10.2.c",),
    grade=MAJOR,
    examines=Population(
        "findings of outside bodies",
        lambda isms: tuple(each for each in examined_nonconformities(isms) if each.raised_by_body),
    ),
    mend="Answer the body now, agree on a date in writing where you need longer, and enter “Answered on”.",
)
def external_finding_late(isms: Isms, nonconformity: Nonconformity) -> Iterator[Fault | Unjudged]:
    """The body's own date counts, whatever was planned inside."""
    if nonconformity.answered_on is not None:
        return
    if nonconformity.answer_due is None:
        if nonconformity.live:
            yield Unjudged(nonconformity, "the date the body set")
    elif overdue(isms, nonconformity.answer_due):
        late = (isms.on - nonconformity.answer_due).days
        gap = f"{nonconformity.raised_by_body} expected an answer {counted(late, 'day')} ago, and none is on record."
        yield Fault(nonconformity, gap=gap, shows=("raised_by_body", "answer_due", "answered_on"))
