"""Keeping the state of controls, and what is done again and again so that they run (8.1)."""

from __future__ import annotations

import dataclasses

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.following import Follow, opened
from plumbline.apps.documents.services import commitments
from plumbline.apps.evidence.services import file_evidence
from plumbline.apps.records import store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.intervals import interval

control_states = writer(kinds.ControlState, Permission.CONTROL_WRITE)
own_controls = writer(kinds.OwnControl, Permission.CONTROL_WRITE)
activities = writer(kinds.Activity, Permission.CONTROL_WRITE)
activity_runs = writer(kinds.ActivityRun, Permission.CONTROL_WRITE)
crypto_keys = writer(kinds.CryptoKey, Permission.CONTROL_WRITE)

HELD = {"done": "holds", "done in part": "holds in part", "failed": "fails"}
"""What a run says of the control that it keeps running."""

SPOKEN = {"done": "was done", "done in part": "was done in part", "failed": "failed", "left out": "was left out"}
"""A result as a verb."""


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """What a run leaves: files that are kept already, or a place where it is found."""

    files: tuple[Blob, ...] = ()
    place: str = ""

    def __bool__(self) -> bool:
        return bool(self.files or self.place)


@action(Permission.CONTROL_WRITE)
def carry_out(actor: Actor, ref: str, run: kinds.ActivityRun, *, proof: Proof | None = None) -> kinds.ActivityRun:
    """Write down that a task was done, failed or was left out; what it left is filed as evidence of its controls."""
    activity = store.held(kinds.Activity, ref).value
    day = run.done_on or current_run().standing.today()
    wrong = _wrong(activity, run, day)
    if wrong:
        raise InvalidError(activity.ref, wrong)
    left = proof if proof is not None and run.result in HELD else None
    if activity.wants_evidence and run.result in ("done", "done in part") and not (left or run.evidence):
        raise InvalidError(activity.ref, ["This task leaves a proof each time. Add a file, or say where it is kept."])
    filed = _filed(actor, activity, run, left) if left else ()
    value = dataclasses.replace(
        run,
        activity=activity.ref,
        title=run.title or activity.title,
        done_on=day,
        by=run.by or actor.person,
        evidence=(*run.evidence, *(each.ref for each in filed)),
    )
    return activity_runs.add(actor, value)


def _wrong(activity: kinds.Activity, run: kinds.ActivityRun, day: object) -> list[str]:
    wrong = [] if run.result else ["Say what came of it: done, done in part, failed or left out."]
    if run.result in ("failed", "left out", "done in part") and not run.remark.strip():
        wrong.append("Say in a line why: whoever answers for it will ask.")
    if not activity.live:
        wrong.append("This task has ended. Nothing is due of it any more.")
    if any(each.done_on == day and each.result == run.result for each in _runs_of(activity)):
        wrong.append(f"That it was {run.result} on {day} is on record already.")
    return wrong


def _runs_of(activity: kinds.Activity) -> list[kinds.ActivityRun]:
    return store.all_of(kinds.ActivityRun, activity=activity.ref)


def _filed(
    actor: Actor, activity: kinds.Activity, run: kinds.ActivityRun, proof: Proof
) -> tuple[kinds.EvidenceItem, ...]:
    """The evidence items of a run: one for each file, or one for a place."""
    today = current_run().standing.today()
    item = kinds.EvidenceItem(
        title=activity.title,
        shows=run.remark.strip() or activity.criterion or f"That “{activity.title}” was carried out",
        controls=activity.controls,
        records=(activity.ref,),
        method="observation",
        evidence_kind="event",
        observed_on=run.done_on or today,
        collected_on=today,
        collected_by=run.by or actor.person,
        result=HELD[run.result],  # type: ignore[arg-type]  # each of its values is one of the choices
        location=proof.place,
    )
    several = [dataclasses.replace(item, blob=each) for each in proof.files] or [item]
    return file_evidence(actor, *several)


@action(Permission.CONTROL_WRITE)
def follow_run(actor: Actor, ref: str, follow: Follow, *, seen: int) -> kinds.ActivityRun:
    """Open what follows from a failed run, or name what is on record already; the run names it."""
    before = store.held(kinds.ActivityRun, ref, seen=seen).value
    made = opened(actor, before, follow)
    return activity_runs.change(actor, ref, seen=seen, answered_by=tuple(dict.fromkeys((*before.answered_by, *made))))


@action(Permission.CONTROL_WRITE)
def bind_to_new_activity(actor: Actor, ref: str, value: kinds.Activity, *, seen: int) -> kinds.Activity:
    """Make the task that keeps a promise of a policy, and name it in the promise: both in one action."""
    promise = store.held(kinds.Commitment, ref, seen=seen).value
    if not promise.live:
        raise RefusedError(f"{ref} is {promise.state}. What is promised no more needs no task.")
    every = interval(value.interval)
    wrong = [] if value.title.strip() else ["Say in one line what is done."]
    wrong += [] if every else ["Say how often, as an interval such as “quarter” or “6 weeks”."]
    wrong += [] if value.performer or value.owner else ["Say who does it."]
    if wrong:
        raise InvalidError(promise.ref, wrong)
    made = activities.add(actor, value)
    commitments.change(actor, promise.ref, seen=seen, bound_to=(*promise.bound_to, made.ref))
    return made
