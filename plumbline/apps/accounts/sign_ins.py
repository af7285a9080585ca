"""What people do with their own way in stands in the journal: entries without a change, one for each organisation."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction

from plumbline.apps.accounts.denials import DENIED
from plumbline.apps.accounts.models import PersonName, Seat
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal import checkpoints, log, ports
from plumbline.apps.journal.models import Entry
from plumbline.engine.proof.entry import ActorKind, Via, utc_text

ONE_EACH = timedelta(minutes=1)


class Event(StrEnum):
    """What is written down of a way in."""

    FACTOR_ADDED = "access:factor-added"
    FACTOR_REMOVED = "access:factor-removed"
    PASSWORD_CHANGED = "access:password-changed"  # noqa: S105 - the name of an event, and no password
    REFUSED = "access:sign-in-refused"
    SIGNED_IN = "access:sign-in"
    SIGNED_OUT = "access:sign-out"


WITHOUT_CHANGES = frozenset({DENIED, *(each.value for each in Event)})
"""Entries that nobody needs a permission for, as long as they change nothing."""


def note(account_id: UUID, event: Event) -> None:
    """Write an event of an account to the journal of each organisation that it is let into.

    An attempt that was refused is written once a minute, so that nobody floods the log. A journal that is closed for
    writing stays as it is: it can still be read, so people still come in.
    """
    seats = Seat.everywhere.filter(account_id=account_id, pending=False)
    for organization_id, ref in seats.values_list("organization_id", "ref"):
        actor_id = str(tenant_rows(PersonName, organization_id).values_list("id", flat=True).get(ref=ref))
        if not checkpoints.fork(organization_id):
            _write(organization_id, actor_id, event)


def _write(organization_id: UUID, actor_id: str, event: Event) -> None:
    with transaction.atomic():
        log.lock_head(organization_id)
        if event is Event.REFUSED and _of_late(organization_id, actor_id):
            return
        log.note_event(
            organization_id,
            actor_id=actor_id,
            actor_kind=ActorKind.PERSON.value,
            action=event.value,
            steps=(),
            via=Via.WEB.value,
            request=str(uuid4()),
        )


def _of_late(organization_id: UUID, actor_id: str) -> bool:
    since = utc_text(ports.now() - ONE_EACH)
    entries = Entry.objects.filter(organization_id=organization_id, time__gt=since, actor=actor_id)
    return entries.filter(action=Event.REFUSED).exists()
