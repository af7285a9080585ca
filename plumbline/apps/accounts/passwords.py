"""Passwords of accounts: chosen through a link. Their sessions end, as whoever knew the old one may be in one."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.sessions import end_sessions


def account_of(email: str) -> Account:
    """The account with this address. Raises RefusedError where there is none."""
    found = Account.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise RefusedError(f"{email} has no account here. Ask an administrator for a link.")
    return found


def set_password(email: str, password: str, *, address: str = "") -> str:
    """Give an account this password, and another address where one is stated; returns its address.

    Raises RefusedError where somebody else has that address already.
    """
    account = account_of(email)
    account.email = (address or account.email).strip().lower()
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(update_fields=["email", "password"])
    except IntegrityError:
        raise RefusedError(f"Somebody else signs in as {address} here. Give another address.") from None
    end_sessions(account.id)
    return account.email
