"""Founding an organisation, keeping its context and scope, and adopting its own rules."""

from __future__ import annotations

import dataclasses
from datetime import date
from difflib import get_close_matches

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.models import PersonName, random_id
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_for
from plumbline.apps.journal import log
from plumbline.apps.journal.forking import Fork, take_name
from plumbline.apps.journal.ports import new_id
from plumbline.apps.records import duties, erasing, store
from plumbline.apps.records.access import seat
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.promises import catalogue, fits
from plumbline.engine.proof.entry import Via

organizations = writer(kinds.Organization, Permission.ORGANIZATION_WRITE)
own_rules = writer(
    kinds.OwnRule, Permission.ORGANIZATION_WRITE, reserved=("adopted_on", "adopted_by", "setting", "state=in force")
)
sites = writer(kinds.Site, Permission.SCOPE_WRITE)
scopes = writer(kinds.Scope, Permission.SCOPE_WRITE, reserved=("approved_on", "approved_by", "state=in force"))
interfaces = writer(kinds.Interface, Permission.SCOPE_WRITE)
issues = writer(kinds.Issue, Permission.CONTEXT_WRITE)
climate_decisions = writer(kinds.ClimateDecision, Permission.CONTEXT_WRITE)
parties = writer(kinds.Party, Permission.CONTEXT_WRITE)
party_requirements = writer(kinds.PartyRequirement, Permission.CONTEXT_WRITE)
obligations = writer(kinds.Obligation, Permission.OBLIGATION_WRITE)
roles = writer(kinds.Role, Permission.ROLE_WRITE)
assignments = writer(kinds.Assignment, Permission.ROLE_WRITE)


def create_organization(
    value: kinds.Organization, *, founder: str, email: str, via: Via = Via.CLI, request: str = ""
) -> Actor:
    """Found an organisation with its journal and signing key; whoever founds it administers it. Returns the founder."""
    if not value.title.strip():
        raise InvalidError("The organisation", ["It has no name. Give it one."])
    organization_id = new_id()
    store.checked(value)
    log.create_log(organization_id, f"plumbline/{organization_id}/journal")
    nobody_yet = Actor(organization_id=organization_id, id=str(random_id()), person="PER-1", via=via, request=request)
    _found(nobody_yet, value, founder, email)
    return actor_for(organization_id, email, via=via, request=request)


@action(Permission.ORGANIZATION_FOUND)
def _found(actor: Actor, value: kinds.Organization, founder: str, email: str) -> None:
    """The first entry of a log: the organisation, its first person, and that this person administers it."""
    store.insert(dataclasses.replace(value, ref=""))
    person = store.insert(kinds.Person())
    PersonName.objects.create(id=actor.id, organization_id=actor.organization_id, ref=person.ref, name=founder.strip())
    store.insert(Membership(person=person.ref, access_role=AccessRole.ADMINISTRATOR.value, granted_by=person.ref))
    seat(person.ref, email, founding=True)


@action(Permission.ORGANIZATION_ADOPT)
def adopt_rule(
    actor: Actor, name: str, setting: str, *, applies_to: str = "", stated_in: str = "", adopted_by: str = ""
) -> kinds.OwnRule:
    """Adopt a promise or setting of the catalogue as the organisation's own; what stood before is withdrawn."""
    _refuse_unknown(name, setting)
    for before in store.all_of(kinds.OwnRule, title=name, applies_to=applies_to, state="in force"):
        if before.setting == setting and before.stated_in == stated_in:
            raise RefusedError(f"{before.ref} says so already: {name} is {setting}. There is nothing to do.")
        store.changed(store.held(kinds.OwnRule, before.ref), state="withdrawn")
    return store.insert(
        kinds.OwnRule(
            title=name,
            applies_to=applies_to,
            setting=setting,
            stated_in=stated_in,
            adopted_on=current_run().standing.today(),
            adopted_by=adopted_by or actor.person,
        )
    )


@action(Permission.ORGANIZATION_ADOPT)
def adopt_starters(actor: Actor) -> tuple[kinds.OwnRule, ...]:
    """Adopt the value we propose for every promise that nobody has stated yet; returns what was adopted."""
    stated = {each.title for each in store.all_of(kinds.OwnRule, state="in force") if not each.applies_to}
    stated |= {each.topic for each in store.all_of(kinds.Commitment, state="in force") if not each.applies_to}
    proposed = [each for each in catalogue().values() if each.starter and each.name not in stated]
    return tuple(adopt_rule(actor, each.name, each.starter) for each in proposed)


def _refuse_unknown(name: str, setting: str) -> None:
    known = catalogue().get(name)
    if known is None:
        meant = get_close_matches(name, catalogue(), n=1)
        guess = f"Perhaps you mean {meant[0]}; all" if meant else "All"
        raise RefusedError(f"“{name}” is no promise of the catalogue. {guess} of them: plumbline adopt --list.")
    if not setting.strip():
        raise RefusedError(f"{name} has no value. Say what you promise, such as {known.starter or known.default}.")
    if known.unit == "interval" and interval(setting) is None:
        raise RefusedError(f"“{setting}” is no span of time. Write one such as 90 d, quarter or year.")
    if not fits(name, setting):
        raise RefusedError(f"“{setting}” is no {known.unit}, which {name} is. Write one such as {known.default}.")


@action(Permission.SCOPE_APPROVE)
def approve_scope(
    actor: Actor, ref: str, *, seen: int, effective: date | None = None, compensation: str = ""
) -> kinds.Scope:
    """Put a version of the scope in force; the one in force until now is superseded (4.3)."""
    before = store.held(kinds.Scope, ref, seen=seen)
    if before.value.state != "draft":
        raise RefusedError(f"{ref} is {before.value.state}. Approve a draft.")
    duties.demand_authority(actor, "scope", deed="approve the scope")
    noted = duties.other_than_writers(actor, before.value, deed="approve it", compensation=compensation)
    today = current_run().standing.today()
    for each in store.all_of(kinds.Scope, state="in force"):
        store.changed(store.held(kinds.Scope, each.ref), state="superseded", until=effective or today)
    return store.changed(
        before,
        state="in force",
        approved_on=today,
        approved_by=(actor.person,),
        effective=effective or today,
        note=f"{before.value.note}\n\n{noted}".strip(),
    )


@action(Permission.LOG_FORK)
def record_fork(actor: Actor, fork: Fork, *, reason: str, backup: str = "") -> kinds.LogFork:
    """Let the journal go on under a new name, say why in its first entry, and erase anew what had been erased.

    Called by `continuing.continue_journal`, which lets it write and then makes the key of the new name.
    """
    if not reason.strip():
        raise InvalidError("The fork", ["It has no reason. Say what happened to the newer journal."])
    take_name(fork)
    return store.insert(
        kinds.LogFork(
            title=f"The journal goes on as {fork.origin}",
            origin=fork.origin,
            continues=fork.continues,
            signed_origin=fork.signed.origin,
            signed_size=fork.signed.size,
            signed_root=fork.signed.root.hex(),
            common_size=fork.common,
            reason=reason.strip(),
            backup=backup,
            erased_again="\n".join(erasing.erase_again(actor.organization_id)),
            recorded_by=actor.person,
        )
    )
