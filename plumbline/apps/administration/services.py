"""Letting people in and seeing them out: invitations, new links, and closing a way in with everything handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plumbline.apps.accounts import invitations, ways_in
from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration import handing_over
from plumbline.apps.journal import log
from plumbline.apps.people.services import enter_person
from plumbline.apps.records import store
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.apps.records.reading import isms_now
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assignment, Person


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a way in did: grants ended, records handed over, and the address that lets nobody in any more."""

    grants: int
    handed_over: int
    email: str


@action(Permission.ACCESS_GRANT)
def invite_person(
    actor: Actor, person: str, role: AccessRole, *, email: str, until: date | None = None, compensation: str = ""
) -> tuple[Membership, str]:
    """Grant a person an access role, to a day where one is stated, and make the link that lets them in.

    Returns the grant and the link's token, which is empty for somebody who comes in here already.
    """
    if not email.strip():
        raise RefusedError("An invitation goes to an e-mail address. Write it.")
    granted = grant_access(actor, person, role, email=email, until=until, compensation=compensation)
    account = ways_in.held_by(actor.organization_id, email)
    knows_the_way = account.has_usable_password() and not ways_in.joins(account, actor.organization_id)
    return granted, "" if knows_the_way else _link(actor, account)


@action(Permission.ACCESS_GRANT)
def invite_newcomer(
    actor: Actor, name: str, role: AccessRole, *, email: str, until: date | None = None, compensation: str = ""
) -> tuple[Membership, str]:
    """Enter somebody who is not on record and invite them, both or neither; returns what `invite_person` does."""
    person = enter_person(actor, Person(), name=name, contact=email)
    return invite_person(actor, person.ref, role, email=email, until=until, compensation=compensation)


def _link(actor: Actor, account: Account) -> str:
    """A link to choose the first password, or to join with the one that is known.

    Not where another organisation waits for that same person to come in.
    """
    joins = ways_in.joins(account, actor.organization_id)
    if not joins and ways_in.acts_elsewhere(account, actor.organization_id):
        raise RefusedError(
            f"{account.email} was let into another organisation here and has not come in yet. "
            "Let them choose their password with that link first, then invite them here."
        )
    return invitations.invite(actor.organization_id, account.email)


@action(Permission.ACCESS_GRANT)
def make_link(actor: Actor, email: str, *, forget_second_factor: bool = False) -> str:
    """Make a new link for somebody with a seat who cannot get in; returns its token. Earlier ones stop working."""
    account = ways_in.held_by(actor.organization_id, email)
    if account.closed:
        raise RefusedError(f"The way in of {email} is closed. Invite them anew, with an access role.")
    joins = ways_in.joins(account, actor.organization_id)
    if account.has_usable_password() and not joins and ways_in.sits_elsewhere(account, actor.organization_id):
        raise RefusedError(
            f"{email} signs in to another organisation here, too, so nobody else may change the password. "
            "Let them change it themselves, or get a link by mail."
        )
    if forget_second_factor and not joins:
        ways_in.forget_second_factors(account)
    token = _link(actor, account)
    log.note_event(
        actor.organization_id,
        actor_id=actor.id,
        actor_kind=actor.kind.value,
        action=Permission.ACCESS_GRANT.value,
        steps=tuple(current_run().steps),
        via=actor.via.value,
        request=actor.request,
    )
    return token


@action(Permission.ACCESS_REVOKE)
def close_access(actor: Actor, person: str, *, reason: str, heir: str = "", left: date | None = None) -> Closed:
    """End every grant of a person, hand what they answer for to the heir, and let them in no more, all at once.

    left: the day they left the organisation, where they did. Raises RefusedError where something is left without heir.
    """
    leaver = store.held(Person, person)
    today = current_run().standing.today()
    isms = isms_now(actor, today)
    _refuse_oneself(actor, leaver.value, heir, reason)
    held = handing_over.still_held(isms, leaver.value)
    if held and not heir:
        records = "record names" if len(held) == 1 else "records name"
        raise RefusedError(f"{len(held)} {records} {leaver.value.ref} still. Say who takes that over.")
    for each in held:
        _hand_over(isms, each, leaver.value, store.held(Person, heir).value, today)
    grants = _current_grants(leaver.value.ref, today)
    for grant in grants:
        revoke_access(actor, grant.ref, seen=store.held(Membership, grant.ref).index or 0, reason=reason)
    if left is not None:
        store.changed(store.held(Person, leaver.value.ref), state="left", left=left)
    email = ways_in.close_way_in(actor.organization_id, leaver.value.ref)
    return Closed(grants=len(grants), handed_over=len(held), email=email)


def _refuse_oneself(actor: Actor, leaver: Person, heir: str, reason: str) -> None:
    if leaver.ref == actor.person:
        raise RefusedError("This is your own way in. Ask another administrator to close it.")
    if not reason.strip():
        raise RefusedError("Closing a way in needs a reason. Say why.")
    if heir and store.held(Person, heir).value.state == "left":
        raise RefusedError(f"{heir} has left. Hand over to somebody who is here.")
    if heir and store.held(Person, heir).value.ref == leaver.ref:
        raise RefusedError("Nobody takes over from themselves. Choose somebody else.")


def _hand_over(isms: Isms, held: handing_over.Held, leaver: Person, heir: Person, today: date) -> None:
    before = store.held(type(held.record), held.record.ref)
    if not (isinstance(held.record, Assignment) and "person" in held.fields):
        store.changed(before, **handing_over.handed_over(isms, held, leaver, heir.ref))
        return
    store.changed(before, until=today, state="ended")
    if fresh := handing_over.taken_on(isms, held.record, heir.ref, today):
        store.insert(fresh)


def _current_grants(person: str, today: date) -> list[Membership]:
    grants = store.all_of(Membership, person=person)
    return [each for each in grants if each.until is None or each.until > today]
