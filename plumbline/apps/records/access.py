"""Granting and revoking access roles: by an administrator, and never to oneself."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import date, timedelta

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.models import Account, PersonName, Seat
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.ways_in import reopen, sits_elsewhere
from plumbline.apps.records import duties, store
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.kinds import Person

VISIT, LONGEST_VISIT = timedelta(days=90), timedelta(days=366)
"""How long an external auditor is let in where nothing else is said, and at most."""


@action(Permission.ACCESS_GRANT)
def grant_access(
    actor: Actor, person: str, role: AccessRole, *, email: str = "", until: date | None = None, compensation: str = ""
) -> Membership:
    """Give a person an access role from today on, and the account with this address as a way in, if one is stated.

    until: the day on which it ends. An external auditor's always ends: after ninety days where no day is stated.
    """
    noted = duties.other_than(
        actor, store.held(Person, person).value.ref, deed="grant yourself access", compensation=compensation
    )
    return _granted(actor, role, Membership(person=person, until=until, note=noted), email)


@action(Permission.ACCESS_GRANT)
def let_visitor_in(
    actor: Actor, person: str, *, visit: str, sees: Collection[str], until: date | None, email: str = ""
) -> Membership:
    """Let somebody of an outside body in for a visit: to read these subjects (risk, soa …; none: all), until a day."""
    duties.other_than(actor, store.held(Person, person).value.ref, deed="grant yourself access", compensation="")
    known = {each.subject for each in Permission if each.verb == "read"}
    if unknown := sorted(set(sees) - known):
        raise RefusedError(f"“{unknown[0]}” is nothing to read here. Choose among {', '.join(sorted(known))}.")
    grant = Membership(person=person, until=until, visit=visit, sees=tuple(sorted(set(sees))))
    return _granted(actor, AccessRole.EXTERNAL_AUDITOR, grant, email)


def _granted(actor: Actor, role: AccessRole, grant: Membership, email: str) -> Membership:
    """The grant of a role from today on, and the account with this address as a way in, if one is stated."""
    someone = store.held(Person, grant.person).value
    today = current_run().standing.today()
    if role in current_run().standing.access_roles(someone.ref, today):
        raise RefusedError(f"{someone.ref} is {role} already. There is nothing to do.")
    ends = _ends(role, grant.until, today)
    if email:
        seat(someone.ref, email)
    return store.insert(
        dataclasses.replace(
            grant,
            person=someone.ref,
            access_role=role.value,
            since=today,
            until=ends,
            granted_by=actor.person,
        )
    )


def _ends(role: AccessRole, until: date | None, today: date) -> date | None:
    """The day on which a grant ends. Raises RefusedError for one that has come, or is too far for a visitor."""
    if until is not None and until <= today:
        raise RefusedError(f"The access would end on {until}, before it begins. Choose a later day.")
    if role is not AccessRole.EXTERNAL_AUDITOR:
        return until
    ends = until or today + VISIT
    if ends > today + LONGEST_VISIT:
        raise RefusedError(f"An external auditor's access ends within a year, and {ends} is later. Choose another day.")
    return ends


@action(Permission.ACCESS_REVOKE)
def revoke_access(actor: Actor, ref: str, *, seen: int, reason: str) -> Membership:
    """End a grant today. The last administrator stays, so that an organisation is never locked out of itself."""
    grant = store.held(Membership, ref, seen=seen)
    today = current_run().standing.today()
    if grant.value.until is not None and grant.value.until <= today:
        raise RefusedError(f"{ref} ended on {grant.value.until} already. There is nothing to do.")
    if grant.value.access_role == AccessRole.ADMINISTRATOR.value and not _another_administrator(grant.value):
        raise RefusedError(f"{grant.value.person} is the only administrator. Make somebody else one first.")
    return store.changed(grant, until=today, revoked_by=actor.person, reason=reason)


def _another_administrator(leaving: Membership) -> bool:
    """Whether somebody administers by another grant; one of another role, of that same person too, does not count."""
    stands = current_run().standing
    others = tuple(each for each in stands.memberships if each.ref != leaving.ref)
    left = dataclasses.replace(stands, memberships=others)
    return any(AccessRole.ADMINISTRATOR in left.access_roles(each.person, stands.today()) for each in others)


def seat(person: str, email: str, *, founding: bool = False) -> None:
    """Let an account act as a person; the account is made where there is none. Called inside an action.

    An account of another organisation here is let in once its holder opened a link of this one: an address there is no
    proof of who holds it. founding: whoever founds an organisation needs none.

    A person who was entered without a name is called by the address until somebody says more: whoever acts is known to
    the journal by the opaque id that stands beside the name.
    """
    address = email.strip().lower()
    if "@" not in address:
        raise RefusedError(f"“{email}” is no e-mail address. Write one such as ada@example.org.")
    account, _ = Account.objects.get_or_create(email=address)
    reopen(account)
    organization_id = current_run().actor.organization_id
    held = Seat.objects.filter(account=account).values_list("ref", flat=True).first()
    if held is not None and held != person:
        raise RefusedError(f"{address} is {held} here already. Use another address for {person}.")
    if held is None:
        PersonName.objects.get_or_create(organization_id=organization_id, ref=person, defaults={"name": address})
        pending = not founding and sits_elsewhere(account, organization_id)
        Seat.objects.update_or_create(
            organization_id=organization_id, ref=person, defaults={"account": account, "pending": pending}
        )
