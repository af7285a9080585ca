"""Certificates and visits of outside bodies: kept, planned from the clock, and opened to visitors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import store
from plumbline.apps.records.access import let_visitor_in
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds
from plumbline.engine.domain.certificate_clock import days_for
from plumbline.engine.domain.certification import VisitKind

certificates = writer(kinds.Certificate, Permission.CERTIFICATION_WRITE)
visits = writer(kinds.Visit, Permission.CERTIFICATION_WRITE)


@action(Permission.CERTIFICATION_WRITE)
def plan_visits(
    actor: Actor, certificate: str, wanted: Sequence[tuple[VisitKind, date]], *, people: int | None = None
) -> tuple[kinds.Visit, ...]:
    """Plan visits of a certificate: (kind, first day) each, with the days that the number of people calls for.

    A kind that is planned already is left as it is. Raises RefusedError where nothing is left to plan.
    """
    held = store.held(kinds.Certificate, certificate).value
    standing = {each.visit_kind for each in store.all_of(kinds.Visit, certificate=held.ref) if each.live}
    made = tuple(
        store.insert(
            kinds.Visit(
                title=f"{kind[:1].upper()}{kind[1:]}, {held.body}".rstrip(", "),
                visit_kind=kind,
                certificate=held.ref,
                body=held.body,
                planned_on=day,
                days=days_for(people, kind) if people else None,
                people_in_scope=people,
                sites=held.sites,
                owner=held.owner,
            )
        )
        for kind, day in wanted
        if kind not in standing
    )
    if not made:
        raise RefusedError(f"Every visit of {held.ref} is planned already. Change their days one by one.")
    return made


@action(Permission.ACCESS_GRANT)
def open_to_visitors(actor: Actor, ref: str, *, emails: Mapping[str, str]) -> tuple[kinds.Membership, ...]:
    """Let the visitors of a visit in: to read what it opens, from today until its last day of reading.

    emails: visitor -> address they sign in with, where they have no way in yet. Whoever is in for a visit already stays
    as they are. Raises RefusedError where the visit names no visitors, or nobody is left to let in.
    """
    visit = store.held(kinds.Visit, ref).value
    if not visit.visitors:
        raise RefusedError(f"{ref} names no visitors. Enter them as people and name them under “Visitors”.")
    today = current_run().standing.today()
    if visit.open_from and visit.open_from > today:
        raise RefusedError(f"{ref} opens on {visit.open_from}. Let them in on that day, or change it.")
    inside = [
        person
        for person in visit.visitors
        if current_run().standing.access_roles(store.held(kinds.Person, person).value.ref, today)
    ]
    made = tuple(
        let_visitor_in(
            actor,
            person,
            visit=visit.ref,
            sees=visit.opens,
            until=visit.open_until + timedelta(days=1) if visit.open_until else None,
            email=emails.get(person, ""),
        )
        for person in visit.visitors
        if person not in inside
    )
    if not made:
        raise RefusedError(f"All visitors of {ref} have access already. See the register “Access to Plumbline”.")
    return made
