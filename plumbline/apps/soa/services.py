"""The Statement of Applicability: declared, overruled, approved and frozen; and leave to depart from a policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

soa_declared = writer(kinds.SoaDeclared, Permission.SOA_WRITE)
soa_overrides = writer(kinds.SoaOverride, Permission.SOA_WRITE)
soa_versions = writer(
    kinds.SoaVersion,
    Permission.SOA_WRITE,
    reserved=("approved_on", "approved_by", "rows", "computed_at", "json_sha256", "pdf_sha256", "state=approved"),
)
exceptions = writer(
    kinds.PolicyException, Permission.SOA_WRITE, reserved=("approvers", "granted", "expires", "state=live")
)


@action(Permission.SOA_APPROVE)
def approve_soa(
    actor: Actor,
    ref: str,
    *,
    seen: int,
    rows: Sequence[kinds.FrozenRow],
    computed_at: int,
    compensation: str = "",
) -> kinds.SoaVersion:
    """Approve a draft of the statement with these rows, computed at a journal entry; the one before is superseded."""
    before = store.held(kinds.SoaVersion, ref, seen=seen)
    if before.value.state != "draft":
        raise RefusedError(f"{ref} is {before.value.state}. Approve a draft.")
    if not rows:
        raise InvalidError(ref, ["It has no rows. Compute the statement first."])
    if not 0 <= computed_at <= current_run().index:
        raise InvalidError(ref, [f"The journal has no entry {computed_at} yet. Compute the statement again."])
    duties.demand_authority(actor, "soa", deed="approve the statement")
    noted = duties.other_than_writers(actor, before.value, deed="approve it", compensation=compensation)
    for each in store.all_of(kinds.SoaVersion, state="approved"):
        store.changed(store.held(kinds.SoaVersion, each.ref), state="superseded")
    return store.changed(
        before,
        state="approved",
        approved_on=current_run().standing.today(),
        approved_by=(actor.person,),
        rows=tuple(rows),
        computed_at=computed_at,
        note=f"{before.value.note}\n\n{noted}".strip(),
    )


@action(Permission.SOA_EXCEPT)
def grant_exception(
    actor: Actor, ref: str, *, seen: int, expires: date, compensation: str = ""
) -> kinds.PolicyException:
    """Grant a requested exception until a day. Whoever asked for it, or needs it, does not grant it (A.5.3)."""
    before = store.held(kinds.PolicyException, ref, seen=seen)
    asked = before.value
    if asked.state != "requested":
        raise RefusedError(f"{ref} is {asked.state}. Grant one that is requested.")
    if not asked.reason.strip() or not (asked.compensation.strip() or asked.risk):
        raise InvalidError(ref, ["It lacks its reason, or both compensation and accepted risk. Complete it first."])
    today = current_run().standing.today()
    if expires <= today:
        raise InvalidError(ref, [f"It would end on {expires}, before it begins. Choose a later day."])
    duties.demand_authority(actor, "exception", deed="grant exceptions")
    deed = "grant what you asked for"
    noted = duties.other_than(actor, asked.requested_by, asked.owner, deed=deed, compensation=compensation)
    noted = noted or duties.other_than_writers(actor, asked, deed=deed, compensation=compensation)
    return store.changed(
        before,
        state="live",
        approvers=(actor.person,),
        granted=today,
        expires=expires,
        note=f"{asked.note}\n\n{noted}".strip(),
    )
