"""A session ends when nobody used it for a while, and at the latest after a working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from plumbline.apps.accounts.sessions import seen_again
from plumbline.apps.journal import ports

BEGAN, SEEN = "began", "seen"
NOTED_EVERY = timedelta(minutes=5)  # a session is not written anew for each page
ENDED = "Your session ended because {why}. Sign in again to go on where you were."

Answer = Callable[[HttpRequest], HttpResponse]


class SessionLimitsMiddleware:
    """End the session of somebody who stayed away or stayed on too long; keep what they were at for after."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send whoever's session is over to sign in."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        why = over(request)
        if not why:
            return self.get_response(request)
        logout(request)
        messages.info(request, ENDED.format(why=why))
        return redirect_to_login(request.get_full_path())


def begin(request: HttpRequest | None, **_: object) -> None:
    """Note when somebody signed in."""
    if request is not None:
        request.session[BEGAN] = request.session[SEEN] = ports.now().isoformat()


def over(request: HttpRequest) -> str:
    """Why the session is over, or empty; a session that goes on is noted to have been seen."""
    now = ports.now()
    began, seen = (_moment(request, name) for name in (BEGAN, SEEN))
    if began is not None and now - began >= settings.SESSION_AT_MOST:
        return f"it was {_hours(settings.SESSION_AT_MOST)} old"
    if seen is not None and now - seen >= settings.SESSION_IDLE:
        return f"nobody used it for {_hours(settings.SESSION_IDLE)}"
    if began is None:
        request.session[BEGAN] = now.isoformat()
    if seen is None or now - seen >= NOTED_EVERY:
        request.session[SEEN] = now.isoformat()
        seen_again(request.session.session_key or "", now)
    return ""


def _moment(request: HttpRequest, name: str) -> datetime | None:
    kept = request.session.get(name)
    return datetime.fromisoformat(kept) if kept else None


def _hours(span: timedelta) -> str:
    return f"{span // timedelta(hours=1)} hours"
