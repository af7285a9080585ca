"""Nonconformities with what follows from them: their actions, those alike before them, which are looked at (10.2)."""

import re
from collections.abc import Hashable, Iterable
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Action, Nonconformity

RULE_CODE = re.compile(r"\bRule (?P<code>[A-Z]{3}\d{3})\b")


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


def criterion_came_late(nonconformity: Nonconformity, actions: tuple[Action, ...]) -> date | None:
    """The day the first action was done, where the criterion was set only after it; None otherwise."""
    done = min((each.done_on for each in actions if each.done_on), default=None)
    set_on = nonconformity.effect_criterion_on
    return done if done is not None and set_on is not None and set_on > done else None


def rule_of(nonconformity: Nonconformity) -> str:
    """The code of the rule whose finding it was raised from, as its source says; empty where it was another source."""
    found = RULE_CODE.search(nonconformity.source)
    return found["code"] if found else ""


# --- alike -----------------------------------------------------------------------------------------------------------


def likeness(isms: Isms, nonconformity: Nonconformity) -> Iterable[Hashable]:
    """What two must share to be called alike: the requirement, and the cause or a record at fault."""
    requirement = folded(nonconformity.requirement)
    if not requirement:
        return
    if nonconformity.cause:
        yield requirement, "cause", folded(nonconformity.cause)
    for words in nonconformity.records:
        found = isms.resolve(words)
        yield requirement, "record", found.ref if found else folded(words)


def alike_before(isms: Isms, nonconformity: Nonconformity) -> tuple[Nonconformity, ...]:
    """Those alike, or named as repeated, that were raised no later; by the day they were closed, open ones last."""
    groups = isms.by_each(Nonconformity, lambda each: likeness(isms, each), "alike")
    alike = [each for key in likeness(isms, nonconformity) for each in groups.get(key, ())]
    if isinstance(named := isms.resolve(nonconformity.earlier, Nonconformity), Nonconformity):
        alike.append(named)
    raised = nonconformity.raised_on or isms.on
    before = {
        each.ref: each
        for each in alike
        if each.ref != nonconformity.ref and each.state != "rejected" and (each.raised_on or date.min) <= raised
    }
    return tuple(sorted(before.values(), key=lambda each: (each.closed_on or date.max, each.ref)))


def in_common(isms: Isms, one: Nonconformity, other: Nonconformity) -> str:
    """What makes two alike, in words."""
    shared = set(likeness(isms, one)) & set(likeness(isms, other))
    kinds = [each[1] for each in shared if isinstance(each, tuple)]
    if "cause" in kinds:
        return "requirement and cause"
    return "requirement and record at fault" if kinds else "fault, as it says itself"
