"""What allauth tells of, written to the journal. Nothing is secured here: it is only noted."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal

from plumbline.apps.accounts.sign_ins import Event, note

NOTED: tuple[tuple[Signal, Event], ...] = (
    (user_logged_in, Event.SIGNED_IN),
    (user_logged_out, Event.SIGNED_OUT),
    (authentication_failed, Event.REFUSED),
    (authenticator_added, Event.FACTOR_ADDED),
    (authenticator_reset, Event.FACTOR_ADDED),
    (authenticator_removed, Event.FACTOR_REMOVED),
    (password_changed, Event.PASSWORD_CHANGED),
    (password_reset, Event.PASSWORD_CHANGED),
    (password_set, Event.PASSWORD_CHANGED),
)


def connect() -> None:
    """Listen to everything that is noted."""
    for signal, event in NOTED:
        signal.connect(_noting(event), weak=False, dispatch_uid=f"plumbline.{event.name}.{id(signal)}")


def _noting(event: Event) -> Any:
    def noted(sender: object, *, user: Any = None, **_: object) -> None:
        if user is not None and user.is_authenticated:
            note(user.pk, event)

    return noted
