"""Who can get in here and how: what the page of access shows, and how a way in is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.invitations import awaited
from plumbline.apps.accounts.models import Account, Invitation, Seat
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.accounts.sessions import end_sessions
from plumbline.apps.accounts.tenancy import tenant_rows

SECOND_FACTORS = ("totp", "webauthn")


@dataclass(frozen=True, slots=True)
class WayIn:
    """How a person gets in: an account, whether it has a password and a second factor, and when it was last used."""

    person: str
    email: str
    closed: bool
    has_password: bool
    has_second_factor: bool
    invited: bool
    last_sign_in: datetime | None
    pending: bool = False
    """Whether it is an account of another organisation, whose holder has not opened the link of this one."""


def ways_in(organization_id: UUID) -> Mapping[str, WayIn]:
    """The way in of each person who has an account in the organisation, by reference."""
    seats = tenant_rows(Seat, organization_id).select_related("account")
    protected = set(_factors().filter(user__seats__organization_id=organization_id).values_list("user_id", flat=True))
    invited = awaited(organization_id)
    found = {}
    for seat in sorted(seats, key=lambda each: (len(each.ref), each.ref)):
        account = seat.account
        found[seat.ref] = WayIn(
            person=seat.ref,
            email=account.email,
            closed=account.closed,
            has_password=account.has_usable_password(),
            has_second_factor=account.id in protected,
            invited=account.email in invited,
            last_sign_in=None if seat.pending else account.last_login,
            pending=seat.pending,
        )
    return found


def held_by(organization_id: UUID, email: str) -> Account:
    """The account that has a seat in the organisation. Raises RefusedError where there is none."""
    seat = tenant_rows(Seat, organization_id).filter(account__email=email.strip().lower()).select_related("account")
    found: Seat | None = seat.first()
    if found is None:
        raise RefusedError(f"{email} has no access here. Grant it first.")
    account: Account = found.account
    return account


def sits_elsewhere(account: Account, organization_id: UUID) -> bool:
    """Whether the account is also somebody in another organisation of this installation."""
    return Seat.everywhere.filter(account=account).exclude(organization_id=organization_id).exists()


def joins(account: Account, organization_id: UUID) -> bool:
    """Whether whoever holds the account signs in elsewhere and has yet to come in here, with a link of this one."""
    here = tenant_rows(Seat, organization_id).filter(account=account, pending=True)
    return account.has_usable_password() and here.exists()


def acts_elsewhere(account: Account, organization_id: UUID) -> bool:
    """Whether the account holds an access role in another organisation of this installation today."""
    elsewhere = Seat.everywhere.filter(account=account).exclude(organization_id=organization_id)
    return any(actor_of(*seat).access_roles for seat in elsewhere.values_list("organization_id", "ref"))


def forget_second_factors(account: Account) -> None:
    """Take authenticator app, passkeys and recovery codes away, for somebody who lost them."""
    _factors().filter(user_id=account.id).delete()


def close_way_in(organization_id: UUID, person: str) -> str:
    """Let a person in no more: sessions end, links stop working; returns the address, empty where there was none.

    An account that is also somebody in another organisation loses its seat here and stays open there.
    """
    seat = tenant_rows(Seat, organization_id).filter(ref=person).select_related("account").first()
    if seat is None:
        return ""
    account: Account = seat.account
    Invitation.objects.filter(account=account, organization_id=organization_id).delete()
    if sits_elsewhere(account, organization_id):
        seat.delete()
    else:
        account.closed = True
        account.save(update_fields=["closed"])
    end_sessions(account.id)
    return str(account.email)


def reopen(account: Account) -> None:
    """Let a closed account be used again, once its owner has chosen a new password."""
    if account.closed:
        account.closed = False
        account.set_unusable_password()
        account.save(update_fields=["closed", "password"])


def _factors() -> Any:
    """allauth's table of second factors, asked for late: this app is set up before that one."""
    return apps.get_model("mfa", "Authenticator").objects
