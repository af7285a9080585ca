"""Roles that somebody took by their own hand: nobody decides as the holder of what they took from somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from plumbline.apps.accounts.action import current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.tenancy import current_organization
from plumbline.apps.journal.models import Entry, Version
from plumbline.apps.records.store import all_of
from plumbline.apps.records.versions import told
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.isms import covers
from plumbline.engine.domain.kinds import Assignment, Role
from plumbline.engine.domain.record import Record

R = TypeVar("R", bound=Record)


def took_it(actor: Actor, responsible: str) -> bool:
    """Whether an actor answers by a role that they gave themselves, although somebody else had held it before.

    Whoever gives themselves a role that nobody held yet has taken it from nobody.
    """
    if responsible == actor.person:
        return False
    roles = {each.ref: each for each in all_of(Role)}
    leading = {responsible, *(ref for ref, each in roles.items() if responsible in each.also)}
    others = _others(leading, actor.person)
    if others is None:
        return False
    ways = (
        max(_by_own_hand(actor, each, _terms), _also_by_own_hand(actor, roles.get(each.role), responsible))
        for each in _held(actor.person, leading, current_run().standing.today())
    )
    return all(way > others for way in ways)


def _held(person: str, leading: set[str], today: date) -> Iterator[Assignment]:
    for each in all_of(Assignment, person=person):
        if each.role in leading and each.live and covers(each.since, each.until, today):
            yield each


def _others(leading: set[str], person: str) -> int | None:
    """The first entry by which anybody else held one of the roles, removed assignments included; None: nobody did."""
    stored = Version.objects.filter(organization_id=current_organization(), kind=Assignment.KIND).order_by("idx")
    for index, value in stored.values_list("idx", "value"):
        if value is None or value == "null":
            continue
        held = decode(Assignment.KIND, value)
        if isinstance(held, Assignment) and held.role in leading and held.person not in ("", person):
            return int(index)
    return None


def _terms(held: Assignment) -> object:
    return held.role, held.person, held.until, held.state


def _also_by_own_hand(actor: Actor, role: Role | None, responsible: str) -> int:
    if role is None or role.ref == responsible:
        return -1
    return _by_own_hand(actor, role, lambda said: responsible in said.also)


def _by_own_hand(actor: Actor, record: R, terms: Callable[[R], object]) -> int:
    """The entry since which a record says what it says, where the actor wrote it; else -1."""
    since, before = -1, None
    for index, said in told(type(record), record.ref):
        if since < 0 or terms(said) != before:
            since, before = index, terms(said)
    entry = Entry.objects.filter(organization_id=current_organization(), idx=since, actor=actor.id)
    return since if entry.exists() else -1
