"""Actions, improvements and nonconformities; a nonconformity is closed by somebody who does not own it (10.2)."""

from __future__ import annotations

from typing import Literal

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

JUDGED = ("effect", "effect_judged_on", "effect_judged_by", "closed_on", "state=closed")

actions = writer(kinds.Action, Permission.IMPROVEMENT_WRITE)
nonconformities = writer(kinds.Nonconformity, Permission.IMPROVEMENT_WRITE, reserved=JUDGED)
improvements = writer(kinds.Improvement, Permission.IMPROVEMENT_WRITE)
changes = writer(kinds.Change, Permission.IMPROVEMENT_WRITE, reserved=("approved_on", "approved_by"))


@action(Permission.IMPROVEMENT_CLOSE)
def close_nonconformity(
    actor: Actor,
    ref: str,
    *,
    seen: int,
    effect: Literal["effective", "not effective"],
    reason: str,
    compensation: str = "",
) -> kinds.Nonconformity:
    """Judge whether what was done about a nonconformity worked: if so it is closed, if not it stays open (10.2 d)."""
    before = store.held(kinds.Nonconformity, ref, seen=seen)
    if not before.value.live:
        raise RefusedError(f"{ref} is {before.value.state}. There is nothing to judge.")
    if not reason.strip():
        raise InvalidError(ref, ["The judgement rests on nothing. Say what shows it."])
    noted = duties.other_than(
        actor, *duties.owners_ever(before.value), deed="judge its effect", compensation=compensation
    )
    today = current_run().standing.today()
    closing = (
        {"state": "closed", "closed_on": today}
        if effect == "effective"
        else {"state": "in progress", "closed_on": None}
    )
    return store.changed(
        before,
        effect=effect,
        effect_judged_on=today,
        effect_judged_by=actor.person,
        note="\n\n".join(filter(None, (before.value.note, reason.strip(), noted))),
        **closing,
    )
