"""Links that let somebody in once: made, looked up and used up. The token itself is never kept (A.5.17)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.models import Account, Invitation, Seat
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal import ports

BYTES = 32
LASTS = timedelta(hours=24)
USED_UP = (
    "This link has been used, has expired, or was replaced by a newer one. "
    "Ask an administrator for another; whoever runs the server gets one with `plumbline invite`."
)


class UsedUpError(RefusedError):
    """A link that lets nobody in any more."""

    def __init__(self) -> None:
        super().__init__(USED_UP)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an open link is for. Without an organisation: for whoever founds the first one."""

    id: UUID
    organization_id: UUID | None
    account_id: UUID | None
    email: str
    signed_in_before: bool
    pending: bool = False
    """Whether the link has to be opened before the account is let into the organisation at all."""
    joins: bool = False
    """Whether that is all it does: whoever opens it is signed in as the account, whose password stays as it is."""


def invite(organization_id: UUID, email: str) -> str:
    """Make a link for an account that has a seat in the organisation; earlier ones stop working. Returns the token."""
    account = Account.objects.get(email=email.strip().lower(), seats__organization_id=organization_id)
    Invitation.objects.filter(account=account, used_at=None).delete()
    return _made(organization_id=organization_id, account=account)


def invite_founder() -> str:
    """Make the link for whoever founds the first organisation; an earlier one stops working. Returns the token."""
    Invitation.objects.filter(account=None, used_at=None).delete()
    return _made()


def open_invitation(token: str) -> Invited:
    """Whom a link is for. Raises UsedUpError where it is unknown, used or expired."""
    found = (
        Invitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=ports.now())
        .select_related("account")
        .first()
    )
    if found is None or (found.account is not None and found.account.closed):
        raise UsedUpError
    account = found.account
    pending = account is not None and _seats(found.organization_id, account).filter(pending=True).exists()
    return Invited(
        id=found.id,
        organization_id=found.organization_id,
        account_id=None if account is None else account.id,
        email="" if account is None else account.email,
        signed_in_before=account is not None and account.last_login is not None,
        pending=pending,
        joins=pending and account is not None and account.has_usable_password(),
    )


def use_up(invited: Invited) -> None:
    """Let the link work no more. Raises UsedUpError where somebody else was quicker."""
    now = ports.now()
    if not Invitation.objects.filter(id=invited.id, used_at=None, expires_at__gt=now).update(used_at=now):
        raise UsedUpError


def take_seat(invited: Invited) -> None:
    """Let the account into the organisation whose link was opened."""
    if invited.organization_id and invited.account_id:
        seats = Seat.everywhere.filter(organization_id=invited.organization_id, account_id=invited.account_id)
        seats.update(pending=False)


def leave_open(invited: Invited) -> None:
    """Let a link that was used up work again, because what was asked with it could not be done."""
    Invitation.objects.filter(id=invited.id).update(used_at=None)


def awaited(organization_id: UUID) -> frozenset[str]:
    """The addresses that were sent a link which still works."""
    open_ = Invitation.objects.filter(organization_id=organization_id, used_at=None, expires_at__gt=ports.now())
    return frozenset(open_.values_list("account__email", flat=True))


def somebody_can_sign_in(organization_id: UUID) -> bool:
    """Whether any account with a seat in the organisation has chosen a password."""
    seats = tenant_rows(Seat, organization_id).filter(account__closed=False, pending=False)
    return any(seat.account.has_usable_password() for seat in seats.select_related("account"))


def throw_old_links_away() -> None:
    """Forget links that nobody can use any more; a month on, nobody asks about them either."""
    Invitation.objects.filter(expires_at__lt=ports.now() - timedelta(days=30)).delete()


def _seats(organization_id: UUID | None, account: Account) -> QuerySet[Seat]:
    return Seat.everywhere.filter(organization_id=organization_id, account=account)


def _made(organization_id: UUID | None = None, account: Account | None = None) -> str:
    token, now = secrets.token_urlsafe(BYTES), ports.now()
    Invitation.objects.create(
        token_hash=_hash(token),
        organization_id=organization_id,
        account=account,
        made_at=now,
        expires_at=now + LASTS,
    )
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
