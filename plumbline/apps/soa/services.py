"""The Statement of Applicability: declared, overruled, approved and frozen; and leave to depart from a policy."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import blobs
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is approved: the rows computed at a journal entry on a day, the scope, and two documents that show them."""

    scope: str
    rows: tuple[kinds.FrozenRow, ...]
    computed_at: int
    on: date
    json: bytes
    pdf: bytes


@action(Permission.SOA_APPROVE)
def approve_soa(actor: Actor, ref: str, *, seen: int, statement: Statement, compensation: str = "") -> kinds.SoaVersion:
    """Approve a draft of the statement and keep its documents; the version before is superseded (6.1.3 d)."""
    before = store.held(kinds.SoaVersion, ref, seen=seen)
    if before.value.state != "draft":
        raise RefusedError(f"{ref} is {before.value.state}. Approve a draft.")
    noted = duties.other_than_writers(actor, before.value, deed="approve it", compensation=compensation)
    return store.replace(before, _approved(actor, before.value, statement, noted))


@action(Permission.SOA_APPROVE)
def issue_soa(actor: Actor, number: str, *, statement: Statement, compensation: str = "") -> kinds.SoaVersion:
    """Approve, in one step, what others prepared in the registers; whoever may write the statement needs a draft."""
    if not number.strip():
        raise InvalidError("The statement", ["It has no number. Say which version it is, such as 1.0."])
    for each in store.all_of(kinds.SoaVersion, number=number.strip()):
        raise RefusedError(f"{each.ref} is version {each.number} and {each.state}. Choose the next number.")
    noted = duties.other_than_preparers(actor, Permission.SOA_WRITE, deed="approve it", compensation=compensation)
    return store.insert(_approved(actor, kinds.SoaVersion(number=number.strip()), statement, noted))


def _approved(actor: Actor, version: kinds.SoaVersion, statement: Statement, noted: str) -> kinds.SoaVersion:
    """The version in its approved form, with its documents kept and the version before superseded."""
    name, today = version.ref or f"Version {version.number}", current_run().standing.today()
    if not statement.rows:
        raise InvalidError(name, ["It has no rows. Compute the statement first."])
    if not 0 <= statement.computed_at <= current_run().index:
        raise InvalidError(
            name, [f"The journal has no entry {statement.computed_at} yet. Compute the statement again."]
        )
    if statement.on != today:
        raise InvalidError(name, [f"It was computed for {statement.on}, and today is {today}. Compute it again."])
    duties.demand_authority(actor, "soa", deed="approve the statement")
    for each in store.all_of(kinds.SoaVersion, state="approved"):
        store.changed(store.held(kinds.SoaVersion, each.ref), state="superseded")
    return dataclasses.replace(
        version,
        state="approved",
        approved_on=today,
        approved_by=(actor.person,),
        scope=statement.scope,
        rows=statement.rows,
        computed_at=statement.computed_at,
        json_sha256=blobs.keep(statement.json),
        pdf_sha256=blobs.keep(statement.pdf),
        note=f"{version.note}\n\n{noted}".strip(),
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
