"""Which treatment actions were late on a day: overdue, not begun, or without news for longer than promised (8.3)."""

from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.treatment import treatment_actions


def was_open(action: Action, day: date) -> bool:
    """Whether an action had been raised and was not done on a day; one that is done without a date never was."""
    if action.raised_on and action.raised_on > day:
        return False
    return action.done_on > day if action.done_on else action.live


def was_late(isms: Isms, action: Action, day: date) -> str:
    """How an action was late on a day, in a few words; empty where it was not."""
    if not was_open(action, day):
        return ""
    if action.due and action.due < day:
        return f"due {action.due}"
    if action.starts and action.starts > day:
        return ""
    noted = [each.on for each in action.progress if each.on <= day]
    begun = bool(noted) or (action.started_on is not None and action.started_on <= day)
    if action.starts and action.starts < day and not begun and action.state != "in progress":
        return f"to start {action.starts}"
    stated = promise(isms, "treatment_stall")
    news = max([each for each in (*noted, action.started_on, action.raised_on) if each and each <= day], default=None)
    if news and stated and stated.interval and stated.interval.after(news) < day:
        return f"no news since {news}"
    return ""


def late_treatments(isms: Isms, day: date) -> tuple[tuple[Action, str], ...]:
    """Every treatment action that was late on a day, and how."""

    def find() -> tuple[tuple[Action, str], ...]:
        pairs = ((each, was_late(isms, each, day)) for each in treatment_actions(isms))
        return tuple((each, how) for each, how in pairs if how)

    return isms.memo(("late treatments", day), find)
