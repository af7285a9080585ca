"""Fresh authentication: what matters most is asked for again when the last time was a quarter of an hour ago."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.http import HttpRequest


def now_fresh(request: HttpRequest) -> None:
    """Note that whoever is signed in has just proved who they are, by choosing a password."""
    if request.user.is_authenticated:
        reauthenticate_by_password(request)
