"""Where allauth asks us: nobody signs up, failed attempts are written down, secrets are sealed, mails are ours."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from plumbline.apps.accounts.sealing import seal, unseal
from plumbline.apps.accounts.selectors import account_id
from plumbline.apps.accounts.sign_ins import Event, note

SECOND_FACTOR = "second factor"
NAMES = ("First key", "Second key")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """How people sign in with an address and a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and this password do not belong together. Check both.",
        "incorrect_password": "This is not your password. Type it again.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator invites."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether it is a while since somebody proved who they are; signing in counts as well as being asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the attempt down where the address is known."""
        if known := account_id(str(credentials.get("email", ""))):
            note(known, Event.REFUSED)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """How second factors are kept and called."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or has run out. Wait for the next one and type it again.",
    }

    def encrypt(self, text: str) -> str:
        """Seal the seed of an authenticator app or of recovery codes."""
        return seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed again. Raises SealBrokenError."""
        return unseal(encrypted_text, SECOND_FACTOR)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the name is allauth's
        """What a new passkey is called until its owner says otherwise."""
        held = user.authenticator_set.filter(type=type).count()
        return NAMES[held] if held < len(NAMES) else f"Key {held + 1}"
