"""A nonconformity in five steps: put right, why, where else, so that it stays away, did it work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plumbline.engine.domain.corrections import actions_of, alike_before, criterion_came_late, has_action, in_common
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Nonconformity


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five: its word in addresses, what it is called and asks, its fields, and what is left to do in it."""

    slug: str
    title: str
    asks: str
    fields: tuple[str, ...]
    left: Callable[[Isms, Nonconformity], str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a nonconformity stands at a step: `left` says what is missing, empty where nothing is."""

    step: Step
    left: str

    @property
    def done(self) -> bool:
        """Whether nothing is left to do in it."""
        return not self.left


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier nonconformity alike, and what makes it so."""

    nonconformity: Nonconformity
    common: str


def _right(_isms: Isms, each: Nonconformity) -> str:
    if not (each.correction or each.no_correction_reason):
        return "nothing was put right yet"
    return "" if each.consequences else "its effects are not told"


def _why(_isms: Isms, each: Nonconformity) -> str:
    return "" if each.cause else "no cause found yet"


def _where(_isms: Isms, each: Nonconformity) -> str:
    return "" if each.extent else "not searched yet"


def _away(isms: Isms, each: Nonconformity) -> str:
    if not has_action(isms, each):
        return _change(each) if each.no_action_reason else "no action planned"
    several = actions_of(isms, each)
    if not each.effect_criterion and not any(action.verification for action in several):
        return "no criterion set"
    waiting = [action for action in several if action.live]
    late = sum(1 for action in waiting if action.due and action.due < isms.on)
    if late:
        return f"{late} action{'s' if late > 1 else ''} overdue"
    if waiting:
        return f"{len(waiting)} action{'s' if len(waiting) > 1 else ''} under way"
    return _change(each)


def _change(each: Nonconformity) -> str:
    """Whether the system has to change is decided before it is closed, or rule NCA008 asks afterwards."""
    return "" if each.isms_change in ("needed", "none needed") else "not decided whether the system changes"


def _worked(isms: Isms, each: Nonconformity) -> str:
    if each.effect:
        return "" if each.effect == "effective" else "judged not effective"
    if each.effect_due and each.effect_due < isms.on:
        return f"was to be judged by {each.effect_due.isoformat()}"
    return "not judged yet"


STEPS = (
    Step(
        "right",
        "Put right",
        "What was done at once about this case, and about what it brought with it? If nothing can be, why not?",
        ("owner", "correction", "no_correction_reason", "consequences"),
        _right,
    ),
    Step(
        "why",
        "Why",
        "Why could it happen? Ask again of every answer, until one is something that you can change.",
        ("cause", "cause_category"),
        _why,
    ),
    Step(
        "where",
        "Where else",
        "Is the same at fault somewhere else? Search, look at what was found, and write down the result, also if it is "
        "“nothing”.",
        (),
        _where,
    ),
    Step(
        "away",
        "So that it stays away",
        "What is changed so that the cause is gone, by whom and by when? And by what will somebody else see later that "
        "it helped?",
        ("effect_criterion", "effect_due", "no_action_reason", "isms_change", "earlier"),
        _away,
    ),
    Step(
        "worked",
        "Did it work",
        "Somebody who does not own it looks at the criterion, and judges.",
        (),
        _worked,
    ),
)
BY_SLUG = {each.slug: each for each in STEPS}


def standings(isms: Isms, nonconformity: Nonconformity) -> tuple[Standing, ...]:
    """Where a nonconformity stands at each of the five steps."""
    return tuple(Standing(each, each.left(isms, nonconformity)) for each in STEPS)


def before_judging(isms: Isms, nonconformity: Nonconformity) -> tuple[Standing, ...]:
    """The steps before the last at which something is left to do: until then there is no effect to be judged."""
    return tuple(each for each in standings(isms, nonconformity)[:-1] if not each.done)


def next_step(isms: Isms, nonconformity: Nonconformity) -> Step:
    """The first step at which something is left to do; the last one where nothing is."""
    return next((each.step for each in standings(isms, nonconformity) if not each.done), STEPS[-1])


def recurrences(isms: Isms, nonconformity: Nonconformity) -> tuple[Before, ...]:
    """Earlier ones alike, the newest first: what was done about them did not keep it away."""
    found = alike_before(isms, nonconformity)
    return tuple(Before(each, in_common(isms, nonconformity, each)) for each in reversed(found))


def late_criterion(isms: Isms, nonconformity: Nonconformity) -> str:
    """What is to be said of a criterion that was set after an action was done; empty where it came before."""
    done = criterion_came_late(nonconformity, actions_of(isms, nonconformity))
    if done is None or nonconformity.effect_criterion_on is None:
        return ""
    return (
        f"The criterion was set on {nonconformity.effect_criterion_on.isoformat()}, after an action was done on "
        f"{done.isoformat()}. Whoever judges has to say why it came late."
    )


def open_actions(isms: Isms, nonconformity: Nonconformity) -> tuple[Action, ...]:
    """The actions of a nonconformity that are not done yet."""
    return tuple(each for each in actions_of(isms, nonconformity) if each.live)
