"""Keeping events, incidents, notifications and lessons (A.5.24 to A.5.28), and the moments that count."""

from __future__ import annotations

import dataclasses

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.incidents.clock import present
from plumbline.apps.records import store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

events = writer(kinds.Event, Permission.INCIDENT_WRITE)
incidents = writer(kinds.Incident, Permission.INCIDENT_WRITE)
notifications = writer(kinds.Notification, Permission.INCIDENT_WRITE)
lessons = writer(kinds.Lesson, Permission.INCIDENT_WRITE)
STEPS = {"contained": ("contained_at", "contained"), "resolved": ("resolved_at", "resolved")}
"""What can be reached, the field that keeps the moment, and the state it leads to."""
ORDER = ("open", "contained", "resolved", "closed")


@action(Permission.INCIDENT_REPORT)
def report_event(actor: Actor, value: kinds.Event) -> kinds.Event:
    """Write down what somebody saw; the time of the report is that of the log. Whoever works here may (A.6.8)."""
    return store.insert(dataclasses.replace(value, reported_at=present(), reported_by=actor.person))


@action(Permission.INCIDENT_WRITE)
def take_for_incident(actor: Actor, ref: str, value: kinds.Incident, *, seen: int, reason: str) -> kinds.Incident:
    """Decide that an event is an incident: the incident is opened, and both name each other, in one action."""
    event = _undecided(ref, seen)
    made = incidents.add(
        actor,
        dataclasses.replace(
            value,
            description=value.description or event.description,
            detected_at=value.detected_at or event.seen_at,
            reported_at=event.reported_at,
            reported_by=event.reported_by,
        ),
    )
    _decide(actor, ref, "incident", seen=seen, reason=reason, incident=made.ref)
    return made


@action(Permission.INCIDENT_WRITE)
def take_for_nothing(actor: Actor, ref: str, *, seen: int, reason: str) -> None:
    """Decide that an event is no incident, and say why."""
    _undecided(ref, seen)
    if not reason.strip():
        raise InvalidError(ref, ["That it is no incident needs a reason. Say why: somebody will ask in a year."])
    _decide(actor, ref, "no incident", seen=seen, reason=reason)


def _undecided(ref: str, seen: int) -> kinds.Event:
    event = store.held(kinds.Event, ref, seen=seen).value
    if event.decision or event.incident or not event.live:
        raise RefusedError(f"{ref} is decided already: {event.incident or event.decision or event.state}.")
    return event


def _decide(actor: Actor, ref: str, decision: str, *, seen: int, reason: str, incident: str = "") -> None:
    events.change(
        actor,
        ref,
        seen=seen,
        decision=decision,
        decided_at=present(),
        decided_by=actor.person,
        reason=reason.strip(),
        incident=incident,
        state="closed",
    )


@action(Permission.INCIDENT_WRITE)
def reach(actor: Actor, ref: str, step: str, *, seen: int) -> kinds.Incident:
    """Say that an incident is contained or resolved, now. A moment that stands is not overwritten."""
    if step not in STEPS:
        raise RefusedError(f"An incident is {' or '.join(STEPS)}. Choose one of them.")
    field, state = STEPS[step]
    held = store.held(kinds.Incident, ref, seen=seen).value
    if getattr(held, field) is not None:
        raise RefusedError(f"{ref} was {step} already. Change the record if that moment is wrong.")
    further = state if ORDER.index(state) > ORDER.index(held.state) else held.state
    return incidents.change(actor, ref, seen=seen, **{field: present(), "state": further})
