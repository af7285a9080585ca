"""A denial is written down, at most once a minute for each actor and permission, so that nobody floods the log."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import log, ports
from plumbline.apps.journal.models import Entry
from plumbline.engine.proof.entry import Header, utc_text

DENIED = "access:denied"
ONE_EACH = timedelta(minutes=1)


def write_denial(actor: Actor, permission: Permission) -> None:
    """Append an `access:denied` entry that names the permission, unless there is one of the last minute."""
    with transaction.atomic(durable=True):
        log.lock_head(actor.organization_id)
        if _denied_of_late(actor, permission):
            return
        log.note_event(
            actor.organization_id,
            actor_id=actor.id,
            actor_kind=actor.kind.value,
            action=DENIED,
            steps=(permission.value,),
            via=actor.via.value,
            request=actor.request,
        )


def _denied_of_late(actor: Actor, permission: Permission) -> bool:
    since = utc_text(ports.now() - ONE_EACH)
    entries = Entry.objects.filter(
        organization_id=actor.organization_id,
        time__gt=since,
        action=DENIED,
        actor=actor.id,
    )
    headers = entries.values_list("header", flat=True)
    return any(permission.value in Header.from_bytes(bytes(header)).steps for header in headers)
