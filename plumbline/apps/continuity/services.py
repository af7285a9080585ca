"""Keeping them: impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13)."""

from __future__ import annotations

import dataclasses

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.following import Follow, opened
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import folded

impact_analyses = writer(kinds.ImpactAnalysis, Permission.CONTINUITY_WRITE)
continuity_plans = writer(
    kinds.ContinuityPlan, Permission.CONTINUITY_WRITE, reserved=("approved_on", "approved_by", "state=in force")
)
exercises = writer(kinds.Exercise, Permission.CONTINUITY_WRITE)
backup_jobs = writer(kinds.BackupJob, Permission.CONTINUITY_WRITE)
restore_tests = writer(kinds.RestoreTest, Permission.CONTINUITY_WRITE)


@action(Permission.CONTINUITY_APPROVE)
def approve_continuity_plan(actor: Actor, ref: str, *, seen: int, compensation: str = "") -> kinds.ContinuityPlan:
    """Put a plan in force; one of the same title that was in force is superseded. Not for whoever wrote it (A.5.29)."""
    before = store.held(kinds.ContinuityPlan, ref, seen=seen)
    plan = before.value
    if plan.state != "draft":
        raise RefusedError(f"{ref} is {plan.state}. Approve a draft.")
    if wrong := _unready(plan):
        raise InvalidError(ref, wrong)
    duties.demand_authority(actor, "plan", deed="approve continuity plans")
    noted = duties.other_than_writers(actor, plan, deed="approve it", compensation=compensation)
    for each in store.all_of(kinds.ContinuityPlan, state="in force"):
        if folded(each.title) == folded(plan.title):
            store.changed(store.held(kinds.ContinuityPlan, each.ref), state="superseded")
    return store.changed(
        before,
        state="in force",
        approved_on=current_run().standing.today(),
        approved_by=(actor.person,),
        note="\n\n".join(filter(None, (plan.note, noted))),
    )


def _unready(plan: kinds.ContinuityPlan) -> list[str]:
    wrong = [] if plan.covers else ["It covers nothing. Name the processes, services, places or providers."]
    wrong += [] if plan.steps.strip() or plan.document else ["It says no steps. Write them, or name its document."]
    if not plan.security_meanwhile.strip():
        wrong.append("It says nothing on how information stays protected while things are disrupted.")
    return wrong


@action(Permission.CONTINUITY_WRITE)
def revise_plan(actor: Actor, ref: str, *, seen: int) -> kinds.ContinuityPlan:
    """Begin a new draft of a plan in force; that one holds until the draft is approved."""
    plan = store.held(kinds.ContinuityPlan, ref, seen=seen).value
    if plan.state != "in force":
        raise RefusedError(f"{ref} is {plan.state}. Change it directly, or write a new one.")
    drafts = [each.ref for each in store.all_of(kinds.ContinuityPlan, state="draft") if each.title == plan.title]
    if drafts:
        raise RefusedError(f"{drafts[0]} is a draft of it already. Go on with that one.")
    draft = dataclasses.replace(
        plan,
        ref="",
        aliases=(),
        state="draft",
        approved_on=None,
        approved_by=(),
        reviewed_on=None,
        next_review=None,
        note=f"Revises {plan.ref}.",
    )
    return continuity_plans.add(actor, draft)


@action(Permission.CONTINUITY_WRITE)
def follow_trial(actor: Actor, ref: str, follow: Follow, *, seen: int) -> kinds.Exercise | kinds.RestoreTest:
    """Open what follows from a missed exercise or a failed restore, or name what is on record already."""
    if ref.startswith(f"{kinds.Exercise.PREFIX}-"):
        exercise = store.held(kinds.Exercise, ref, seen=seen).value
        return exercises.change(actor, ref, seen=seen, answered_by=_answers(actor, exercise, follow))
    test = store.held(kinds.RestoreTest, ref, seen=seen).value
    return restore_tests.change(actor, ref, seen=seen, answered_by=_answers(actor, test, follow))


def _answers(actor: Actor, tried: kinds.Exercise | kinds.RestoreTest, follow: Follow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*tried.answered_by, *opened(actor, tried, follow))))
