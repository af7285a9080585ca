"""Actions, improvements, nonconformities whose effect others judge (10.2), and changes that pass a gate (6.3, 8.1)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal, TypedDict, Unpack

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.improvement.standing import Search, reckoned, unfinished, ungated, unplanned, unready, unseen
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.corrections import criterion_came_late
from plumbline.engine.domain.record import REF

JUDGED = ("effect", "effect_judged_on", "effect_judged_by", "closed_on", "state=closed")

LET_THROUGH = (
    *("approved_on", "approved_by", "closed_on"),
    *("state=approved", "state=under way", "state=done", "state=closed"),
)
"""What only the gate gives a change: whoever passes it by hand has passed no gate."""

actions = writer(kinds.Action, Permission.IMPROVEMENT_WRITE)
nonconformities = writer(kinds.Nonconformity, Permission.IMPROVEMENT_WRITE, reserved=JUDGED)
improvements = writer(kinds.Improvement, Permission.IMPROVEMENT_WRITE)
changes = writer(kinds.Change, Permission.IMPROVEMENT_WRITE, reserved=LET_THROUGH)


class Saying(TypedDict, total=False):
    """What a judgement says besides: why its criterion came late, and what is relied on instead of a second person."""

    late_criterion: str
    compensation: str


@action(Permission.IMPROVEMENT_CLOSE)
def close_nonconformity(
    actor: Actor,
    ref: str,
    *,
    seen: int,
    effect: Literal["effective", "not effective"],
    reason: str,
    **said: Unpack[Saying],
) -> kinds.Nonconformity:
    """Judge whether what was done about a nonconformity worked: if so it is closed, if not it stays open (10.2 d).

    There is nothing to judge before it was put right, its cause found, the same searched elsewhere, and what was
    planned against the cause done, or said to need nothing.
    """
    before = store.held(kinds.Nonconformity, ref, seen=seen)
    if not before.value.live:
        raise RefusedError(f"{ref} is {before.value.state}. There is nothing to judge.")
    if not reason.strip():
        raise InvalidError(ref, ["The judgement rests on nothing. Say what shows it."])
    noted = duties.other_than(
        actor, *duties.owners_ever(before.value), deed="judge its effect", compensation=said.get("compensation", "")
    )
    if left := unready(actor, before.value):
        left.append(f"Finish these steps of {ref}, then have its effect judged.")
        raise InvalidError(f"The judgement of {ref}", left)
    late = _said_of_the_criterion(before.value, said.get("late_criterion", ""))
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
        note="\n\n".join(filter(None, (before.value.note, reason.strip(), late, noted))),
        **closing,
    )


def _said_of_the_criterion(judged: kinds.Nonconformity, why: str) -> str:
    """What is noted of a criterion that was set after an action was done. Raises InvalidError where nobody says why."""
    answering = [store.held(kinds.Action, each).value for each in judged.actions if REF.fullmatch(each)]
    done = criterion_came_late(judged, tuple(answering))
    if done is None:
        return ""
    if not why.strip():
        late = judged.effect_criterion_on
        told = f"Its criterion was set on {late}, after an action was done on {done}, so it may follow the outcome."
        raise InvalidError(judged.ref, [f"{told} Say why it came late, or set none and leave it open."])
    return f"The criterion was set after the action was done: {why.strip()}"


# --- finding and mending ---------------------------------------------------------------------------------------------


@action(Permission.IMPROVEMENT_WRITE)
def raise_nonconformity(actor: Actor, value: kinds.Nonconformity) -> kinds.Nonconformity:
    """Open a nonconformity about what a rule, an incident or an outside body found; today, where no day is said."""
    raised = value.raised_on or current_run().standing.today()
    return nonconformities.add(actor, dataclasses.replace(value, raised_on=raised))


@action(Permission.IMPROVEMENT_WRITE)
def set_criterion(
    actor: Actor, ref: str, *, seen: int, criterion: str, due: date | None, also: Mapping[str, object] | None = None
) -> kinds.Nonconformity:
    """Say by what the effect will be judged, and when; the day on which that was said is today's (10.2 d).

    also: other fields that change with it.
    """
    before = store.held(kinds.Nonconformity, ref, seen=seen).value
    if before.effect and before.effect_criterion:
        raise RefusedError(f"{ref} was judged {before.effect} already. A criterion set now would follow the outcome.")
    fields: dict[str, object] = {**(also or {}), "effect_criterion": criterion.strip(), "effect_due": due}
    if criterion.strip() != before.effect_criterion:
        fields["effect_criterion_on"] = current_run().standing.today() if criterion.strip() else None
    return nonconformities.change(actor, ref, seen=seen, **fields)


@action(Permission.IMPROVEMENT_WRITE)
def plan_action(actor: Actor, ref: str, value: kinds.Action, *, seen: int) -> kinds.Nonconformity:
    """Plan a corrective action: it answers the nonconformity, which names it and is in progress from then on."""
    before = store.held(kinds.Nonconformity, ref, seen=seen).value
    wrong = [] if value.title.strip() else ["It says nothing. Say in one line what is done."]
    wrong += [] if value.owner else ["Nobody does it. Say who."]
    wrong += [] if value.due else ["It has no day. Say by when it is done."]
    if wrong:
        raise InvalidError("The action", wrong)
    today = current_run().standing.today()
    planned = dataclasses.replace(value, answers=(ref,), action_kind="correct", raised_on=value.raised_on or today)
    made = actions.add(actor, planned)
    state = "in progress" if before.state == "open" else before.state
    return nonconformities.change(actor, ref, seen=seen, actions=(*before.actions, made.ref), state=state)


@action(Permission.IMPROVEMENT_WRITE)
def record_search(actor: Actor, ref: str, search: Search, *, seen: int) -> tuple[kinds.Nonconformity, ...]:
    """Write down where the same was searched, what came of it, who searched and when (10.2 b.3).

    Returns the nonconformity, and those that were opened apart.
    """
    before = store.held(kinds.Nonconformity, ref, seen=seen).value
    wrong = [] if any(each.strip() for each in search.where) else ["It says nowhere. Say where you searched."]
    wrong += [] if search.result.strip() else ["It has no result. “Nothing found” is one."]
    if wrong:
        raise InvalidError("The search", wrong)
    today = current_run().standing.today()
    where = (*before.extent_searched, *(each.strip() for each in search.where if each.strip()))
    fresh = tuple(each for each in dict.fromkeys(search.same) if each not in before.siblings)
    opened = tuple(_sibling_of(actor, before, each) for each in fresh) if search.apart else ()
    told = f"Searched on {today.isoformat()} by {actor.person}: {search.result.strip()}"
    if opened:
        told += f" Opened: {', '.join(each.ref for each in opened)}."
    made = nonconformities.change(
        actor,
        ref,
        seen=seen,
        extent="\n\n".join(filter(None, (before.extent, told))),
        extent_on=today,
        extent_searched=tuple(dict.fromkeys(where)),
        siblings=(*before.siblings, *fresh),
        records=before.records if search.apart else tuple(dict.fromkeys((*before.records, *fresh))),
    )
    return (made, *opened)


def _sibling_of(actor: Actor, first: kinds.Nonconformity, record: str) -> kinds.Nonconformity:
    """A nonconformity about the same fault of another record, which has its own correction and owner to find."""
    return nonconformities.add(
        actor,
        kinds.Nonconformity(
            title=f"{first.title} ({record})"[:200],
            source=f"Search for the same elsewhere, {first.ref}" + (f", {first.source}" if first.source else ""),
            raised_on=current_run().standing.today(),
            description=f"The same as in {first.ref}, found at {record}.",
            requirement=first.requirement,
            records=(record,),
            evidence=f"Found by the search of {first.ref}.",
            gap=first.gap,
            grade=first.grade,
            owner=first.owner,
        ),
    )


# --- changes ---------------------------------------------------------------------------------------------------------


@action(Permission.IMPROVEMENT_WRITE)
def refresh_impact(actor: Actor, ref: str, *, seen: int) -> kinds.Change:
    """Make the list of what a change touches anew; what was written since it was approved counts as brought up."""
    before = store.held(kinds.Change, ref, seen=seen)
    if not before.value.live:
        raise RefusedError(f"{ref} is {before.value.state}. Its list stays as it was closed.")
    if not before.value.subjects:
        raise InvalidError(ref, ["It names nothing that is changed. Fill in “What is changed” first."])
    return store.changed(before, impact=reckoned(actor, before.value))


@action(Permission.IMPROVEMENT_WRITE)
def settle_impact(
    actor: Actor,
    ref: str,
    *,
    seen: int,
    records: Collection[str],
    state: Literal["updated", "waived"],
    reason: str,
) -> kinds.Change:
    """Say of records that a change touches that they are up to date, or why nothing about them has to change."""
    before = store.held(kinds.Change, ref, seen=seen)
    if not before.value.live:
        raise RefusedError(f"{ref} is {before.value.state}. Its list stays as it was closed.")
    unknown = set(records) - {each.record for each in before.value.impact}
    wrong = [f"{', '.join(sorted(unknown))} is not on its list. Refresh the list first."] if unknown else []
    wrong += [] if records else ["No record is chosen. Choose those you speak of."]
    if state == "waived" and not reason.strip():
        wrong.append("A waiver needs a reason. Say why nothing has to change there.")
    if wrong:
        raise InvalidError(ref, wrong)
    today = current_run().standing.today()
    impact = tuple(
        dataclasses.replace(each, state=state, reason=reason.strip(), on=today, by=actor.person)
        if each.record in records
        else each
        for each in before.value.impact
    )
    return store.changed(before, impact=impact)


@action(Permission.IMPROVEMENT_APPROVE)
def approve_change(actor: Actor, ref: str, *, seen: int, compensation: str = "") -> kinds.Change:
    """Let a change happen, or let stand what an emergency did. Not for whoever asked for it, wrote or did it."""
    before = store.held(kinds.Change, ref, seen=seen)
    change = before.value
    if change.state != "proposed":
        raise RefusedError(f"{ref} is {change.state}. Approve one that is proposed.")
    if wrong := [*unplanned(change), *unseen(actor, change), *(ungated(change) if change.live_on else ())]:
        raise InvalidError(ref, wrong)
    duties.demand_authority(actor, f"change:{change.change_kind}", "change", deed="approve changes")
    deed = "approve it"
    barred = (change.requested_by, *change.done_by)
    noted = duties.other_than(actor, *barred, deed=deed, compensation=compensation)
    noted = noted or duties.other_than_writers(actor, change, deed=deed, compensation=compensation)
    return store.changed(
        before,
        approved_on=current_run().standing.today(),
        approved_by=(actor.person,),
        state="done" if change.live_on else "approved",
        note="\n\n".join(filter(None, (change.note, noted))),
    )


@action(Permission.IMPROVEMENT_APPROVE)
def reject_change(actor: Actor, ref: str, *, seen: int, reason: str) -> kinds.Change:
    """Say no to a proposed change, and why."""
    before = store.held(kinds.Change, ref, seen=seen)
    if before.value.state != "proposed":
        raise RefusedError(f"{ref} is {before.value.state}. Only what is proposed is turned down.")
    if not reason.strip():
        raise InvalidError(ref, ["Whoever asked wants to know why. Give the reason."])
    note = "\n\n".join(filter(None, (before.value.note, f"Turned down: {reason.strip()}")))
    return store.changed(before, state="rejected", closed_on=current_run().standing.today(), note=note)


@action(Permission.IMPROVEMENT_WRITE)
def start_change(actor: Actor, ref: str, *, seen: int) -> kinds.Change:
    """Say that the work on an approved change has begun; whoever says so is one of those who carry it out."""
    before = store.held(kinds.Change, ref, seen=seen)
    if before.value.state != "approved":
        raise RefusedError(f"{ref} is {before.value.state}. Work begins on one that is approved.")
    if actor.person in before.value.approved_by:
        raise DutiesError(f"You approved {ref}, so somebody else carries it out.")
    doers = tuple(dict.fromkeys((*before.value.done_by, actor.person)))
    return store.changed(before, state="under way", done_by=doers)


@action(Permission.IMPROVEMENT_WRITE)
def go_live(
    actor: Actor, ref: str, *, seen: int, tested: str = "", fallback: str = "", done_by: Sequence[str] = ()
) -> kinds.Change:
    """Say that a change is in effect since today. Without approval only an emergency, which is approved afterwards."""
    before = store.held(kinds.Change, ref, seen=seen)
    change = dataclasses.replace(
        before.value,
        tested=tested.strip() or before.value.tested,
        fallback=fallback.strip() or before.value.fallback,
        done_by=tuple(dict.fromkeys((*before.value.done_by, *(done_by or (actor.person,))))),
    )
    if change.live_on is not None or not change.live:
        since = f" since {change.live_on.isoformat()}" if change.live_on else ""
        raise RefusedError(f"{ref} is {change.state}{since}. It cannot go live again.")
    if change.state == "proposed" and not change.emergency:
        raise RefusedError(f"{ref} is not approved. Have it approved first, or mark it as an emergency if it is one.")
    if same := sorted(set(change.approved_by) & set(change.done_by)):
        raise DutiesError(f"{', '.join(same)} approved {ref}, so somebody else carries it out.")
    if wrong := ungated(change):
        raise InvalidError(ref, wrong)
    live = dataclasses.replace(change, live_on=current_run().standing.today())
    return store.replace(before, live if change.state == "proposed" else dataclasses.replace(live, state="done"))


@action(Permission.IMPROVEMENT_WRITE)
def look_back(
    actor: Actor, ref: str, *, seen: int, result: str, then: Sequence[str] = (), compensation: str = ""
) -> kinds.Change:
    """Look at what a change did: ill effects, and what is done against them. Not for whoever carried it out (8.1)."""
    before = store.held(kinds.Change, ref, seen=seen)
    if before.value.live_on is None and not before.value.unintended:
        raise RefusedError(f"{ref} is not in effect yet. There is nothing to look back on.")
    if not result.strip():
        raise InvalidError(ref, ["The look back has no result. Say what it showed, also where it showed nothing."])
    deed = "look back on it"
    noted = duties.other_than(actor, *before.value.done_by, deed=deed, compensation=compensation)
    return store.changed(
        before,
        reviewed_on=current_run().standing.today(),
        reviewed_by=actor.person,
        review_result=result.strip(),
        actions=tuple(dict.fromkeys((*before.value.actions, *then))),
        note="\n\n".join(filter(None, (before.value.note, noted))),
    )


@action(Permission.IMPROVEMENT_CLOSE)
def close_change(actor: Actor, ref: str, *, seen: int) -> kinds.Change:
    """Close a change that is in effect, approved, gone through and, where it was done in haste, looked back on."""
    before = store.held(kinds.Change, ref, seen=seen)
    change = dataclasses.replace(before.value, impact=reckoned(actor, before.value))
    if change.state != "done":
        raise RefusedError(f"{ref} is {change.state}. Close one that is done.")
    if wrong := unfinished(change):
        raise InvalidError(ref, wrong)
    closed = dataclasses.replace(change, state="closed", closed_on=current_run().standing.today())
    return store.replace(before, closed)
