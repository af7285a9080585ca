"""Separation of duties: who decides is not who prepared, save where the organisation has nobody else and says so."""

from __future__ import annotations

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.store import all_of
from plumbline.apps.records.taking import took_it
from plumbline.apps.records.versions import told, who_turned, writers
from plumbline.engine.domain.kinds import Organization, Person
from plumbline.engine.domain.record import Record

FEW = 2
"""Up to so many people an organisation may have nobody else to ask."""


def other_than(actor: Actor, *responsibles: str, deed: str, compensation: str) -> str:
    """Refuse an actor who is one of those who must not decide. Returns what to note where it is allowed nevertheless.

    deed: what the actor is about to do, for the message. compensation: what is relied on instead, where there is
    nobody else; it counts in an organisation of at most two people.
    """
    if not any(actor.answers_for(each) for each in responsibles):
        return ""
    return _nevertheless(deed, compensation)


def other_than_writers(actor: Actor, record: Record, *, deed: str, compensation: str) -> str:
    """As `other_than`, of those who wrote the record by hand as the journal has it."""
    return _nevertheless(deed, compensation) if actor.id in writers(type(record), record.ref) else ""


def other_than_preparers(actor: Actor, permission: Permission, *, deed: str, compensation: str) -> str:
    """As `other_than`, of what nobody wrote down before: whoever may prepare such things counts as who did."""
    return _nevertheless(deed, compensation) if actor.may(permission) else ""


def _nevertheless(deed: str, compensation: str) -> str:
    alone = len(all_of(Person, state="current")) <= FEW
    if alone and compensation.strip():
        return f"Decided by the same person for lack of another. Relied on instead: {compensation.strip()}"
    cure = "Ask somebody else to"
    if alone:
        cure = "Ask somebody else to, or, as there is nobody else, state the compensation you rely on"
    raise DutiesError(f"You prepared this, so you may not {deed}. {cure}.")


def demand_authority(actor: Actor, *subjects: str, deed: str) -> None:
    """Raise DutiesError unless the actor answers for whom the organisation named to approve such a thing.

    subjects: `document:policy`, then `document`, the most particular first. Where nobody was named, the permission is
    enough.
    """
    named = {rule.what: rule.approver for each in all_of(Organization) for rule in each.approval_rules}
    approver = next((named[subject] for subject in subjects if subject in named), "")
    if approver and not actor.answers_for(approver):
        raise DutiesError(f"The organisation named {approver} to {deed}. Ask them, or change its approval rules first.")
    if approver:
        _refuse_taken(actor, approver, deed)


def demand_answerable(actor: Actor, responsible: str, *, deed: str) -> None:
    """Raise DutiesError unless the actor is the one who answers, or holds the role that does."""
    if not actor.answers_for(responsible):
        who = responsible or "nobody yet"
        raise DutiesError(f"Only who answers for it ({who}) may {deed}. Ask them, or change who answers first.")
    _refuse_taken(actor, responsible, deed)


def _refuse_taken(actor: Actor, responsible: str, deed: str) -> None:
    """Raise DutiesError for the holder of a role who took it from somebody else by themselves."""
    if took_it(actor, responsible):
        raise DutiesError(
            f"You gave yourself {responsible}, which somebody else held, so you may not {deed}. "
            "Let somebody else say who holds it."
        )


def demand_owner(actor: Actor, record: Record, *, deed: str) -> None:
    """As `demand_answerable`, of a record's owner; whoever took it from another owner by themselves does not count."""
    demand_answerable(actor, getattr(record, "owner", ""), deed=deed)
    if who_turned(record, "owner") == actor.id:
        raise DutiesError(
            f"You made yourself the owner of {record.ref}, so you may not {deed}. Let somebody else say who owns it."
        )


def owners_ever(record: Record) -> frozenset[str]:
    """All who ever owned a record: nobody judges what they handed on a moment ago."""
    return frozenset(getattr(each, "owner", "") for _, each in told(type(record), record.ref))
