"""Nonconformities with what follows from them: their actions, and which of them are looked at (10.2)."""

from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Nonconformity


def examined_nonconformities(isms: Isms) -> tuple[Nonconformity, ...]:
    """Those that were not rejected as none, the closed ones of the current audit cycle only."""
    return isms.memo(
        "nonconformities examined",
        lambda: tuple(
            each
            for each in isms.all(Nonconformity)
            if each.state != "rejected" and (each.live or in_cycle(isms, each.closed_on or each.raised_on))
        ),
    )


def actions_of(isms: Isms, nonconformity: Nonconformity) -> tuple[Action, ...]:
    """The actions a nonconformity names and those that say they answer it, save the dropped ones."""
    named = (isms.resolve(words, Action) for words in nonconformity.actions)
    found = {each.ref: each for each in named if isinstance(each, Action)}
    found |= {each.ref: each for each in isms.of_parent(Action, "answers", nonconformity)}
    return tuple(each for each in found.values() if each.state != "dropped")


def has_action(isms: Isms, nonconformity: Nonconformity) -> bool:
    """Whether a corrective action is planned or described."""
    return bool(nonconformity.corrective_action or nonconformity.actions or actions_of(isms, nonconformity))


def last_done(actions: tuple[Action, ...]) -> date | None:
    """The day the last of the actions was done, where all of them are; None where one is not."""
    days = [each.done_on for each in actions if each.state == "done" and each.done_on]
    return max(days) if days and len(days) == len(actions) else None
