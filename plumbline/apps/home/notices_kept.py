"""Which notices somebody has read or was sent, whether they want mail, and who gets any at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.models import Seat
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.home.models import Choice, Seen
from plumbline.apps.home.notices import Notice
from plumbline.apps.journal import ports

FORGOTTEN_AFTER = timedelta(days=400)


def unread(actor: Actor, told: Iterable[Notice]) -> tuple[Notice, ...]:
    """Those of the notices that the person has not read."""
    read = _digests(actor, read_at__isnull=False)
    return tuple(each for each in told if each.digest not in read)


def unmailed(actor: Actor, told: Iterable[Notice]) -> tuple[Notice, ...]:
    """Those of the notices that no mail has told the person."""
    mailed = _digests(actor, mailed_at__isnull=False)
    return tuple(each for each in told if each.digest not in mailed)


def mark_read(actor: Actor, told: Iterable[Notice]) -> None:
    """Remember that the person has read these notices."""
    _mark(actor, told, "read_at")


def mark_mailed(actor: Actor, told: Iterable[Notice]) -> None:
    """Remember that a mail has told the person these notices; what nobody has been told for a year is forgotten."""
    _mark(actor, told, "mailed_at")
    tenant_rows(Seen, actor.organization_id).filter(
        person=actor.person, noted_at__lt=ports.now() - FORGOTTEN_AFTER
    ).delete()


def wants_digest(organization_id: UUID, person: str) -> bool:
    """Whether somebody gets mail; whoever has chosen nothing does."""
    chosen = tenant_rows(Choice, organization_id).filter(person=person).values_list("digest", flat=True).first()
    return True if chosen is None else chosen


def choose_digest(actor: Actor, *, wanted: bool) -> None:
    """Let the person have the digest, or be left alone."""
    Choice._base_manager.update_or_create(
        organization_id=actor.organization_id, person=actor.person, defaults={"digest": wanted}
    )


def addresses(organization_id: UUID) -> dict[str, str]:
    """The people who can sign in, and the address of their account: these are told by mail."""
    rows = tenant_rows(Seat, organization_id).filter(account__closed=False, pending=False)
    return dict(rows.values_list("ref", "account__email"))


def _digests(actor: Actor, **marked: bool) -> frozenset[str]:
    rows = tenant_rows(Seen, actor.organization_id).filter(person=actor.person, **marked)
    return frozenset(rows.values_list("notice", flat=True))


def _mark(actor: Actor, told: Iterable[Notice], field: str) -> None:
    now = ports.now()
    rows = [
        Seen(
            organization_id=actor.organization_id,
            person=actor.person,
            notice=each.digest,
            noted_at=now,
            **{field: now},
        )
        for each in told
    ]
    with transaction.atomic():
        Seen._base_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organization", "person", "notice"],
            update_fields=[field, "noted_at"],
        )
