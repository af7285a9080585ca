"""`@page(Permission.X)`: what every page demands before it answers, and what it says when a service refuses."""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from plumbline.apps.accounts.access_roles import permitted, those_who_may
from plumbline.apps.accounts.errors import NotAllowedError, NotFoundError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.subjects import in_words
from plumbline.apps.ui.registers.comparing import differing
from plumbline.apps.ui.registers.once import SentBeforeError
from plumbline.apps.ui.too_late import form_page, typed
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Membership

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Asked = Permission | Callable[..., Permission]
"""A permission, or what tells it from the arguments of the address."""


class Request(HttpRequest):
    """What a page is called with: Django's request, the visit, and whether htmx asked."""

    visit: Visit
    htmx: HtmxDetails


Answer = HttpResponseBase
View = Callable[Concatenate[Request, P], Answer]
PUBLIC: dict[str, str] = {}
"""Views that need no sign-in, and why, by dotted name: the list that the test of all addresses reads."""


def page(permission: Asked, *, post: Asked | None = None, any_day: bool = False) -> Callable[[View[P]], View[P]]:
    """Make a view a page: for people signed in who hold the permission (`post`: another one for what changes things).

    any_day: what it takes by POST changes no record, such as an export, so a past day may be shown.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            if stopped := _stopped(request, any_day):
                return stopped
            asked = post if post is not None and request.method not in SAFE else permission
            needed = asked if isinstance(asked, Permission) else asked(**kwargs)
            with timezone.override(request.visit.time_zone):
                try:
                    if not request.visit.may(needed):
                        raise NotAllowedError(_not_yours(request.visit, needed))
                    try:
                        return view(request, *args, **kwargs)
                    except SentBeforeError:  # by now the view finds what the other click made
                        return view(request, *args, **kwargs)
                except RefusedError as error:
                    return refusal(request, error)
                except Http404 as error:
                    return refusal(request, MissingError(str(error)))

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the test of all addresses
        guarded.post_permission = post or permission  # type: ignore[attr-defined]  # as above
        return guarded

    return decorate


def public(reason: str) -> Callable[[View[P]], View[P]]:
    """Mark a view that needs no sign-in, and say why."""

    def mark(view: View[P]) -> View[P]:
        PUBLIC[f"{view.__module__}.{view.__qualname__}"] = reason
        view.public = reason  # type: ignore[attr-defined]  # as above
        return view

    return mark


def own(view: View[P]) -> View[P]:
    """Make a view one of a person's own account: for whoever is signed in, with or without a seat."""

    @functools.wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.own = True  # type: ignore[attr-defined]  # read by the test of all addresses
    return guarded


def _stopped(request: Request, any_day: bool) -> HttpResponse | None:
    """Why the page is not even asked: nobody signed in, no seat here, or a change of the past."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not hasattr(request, "visit"):
        return render(request, "ui/no_seat.html", status=HTTPStatus.FORBIDDEN)
    if request.method not in SAFE and request.visit.past and not any_day:
        return refusal(request, PastError(f"You are looking at {request.visit.as_of}. The past is not changed."))
    return None


class PastError(RefusedError):
    """Somebody wanted to change a day that is past."""


class MissingError(RefusedError):
    """What an address names is not there, or was not on the day that is shown."""


def _not_yours(visit: Visit, needed: Permission) -> str:
    """Why a page stays closed; an outside auditor is told what the visit opens and who let them in."""
    actor = visit.actor
    if actor.sees is None or not permitted(actor.access_roles, needed):
        return f"This is for {those_who_may(needed)}. Ask your administrator for access if you need it."
    memberships = visit.present.isms(visit.today).all(Membership)
    hosts = {each.granted_by for each in memberships if each.person == actor.person and each.visit}
    named = " or ".join(sorted(filter(None, map(visit.names.get, hosts)))) or "whoever let you in"
    opens = "; ".join(in_words(actor.sees))
    return f"Your visit does not open this subject. It opens: {opens}. Ask {named} if you need more."


def refusal(request: Request, error: RefusedError) -> HttpResponse:
    """The page that says why a service refused, with the status that programs understand."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    context: dict[str, Any] = {"error": error, "status": int(status), "back": request.headers.get("Referer", "")}
    if not isinstance(error, StaleError):
        return render(request, "ui/refused.html", context, status=status)
    seen, now = error.seen, error.now
    context["typed"], context["again"] = tuple(typed(request)), form_page(request)
    context["differences"] = tuple(differing(request.visit, seen, now)) if seen and now else ()
    context["last"] = tuple(differing(request.visit, None, seen)) if seen and not now else ()
    return render(request, "ui/stale.html", context, status=status)


STATUS: dict[type[RefusedError], HTTPStatus] = {
    NotAllowedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    MissingError: HTTPStatus.NOT_FOUND,
    StaleError: HTTPStatus.CONFLICT,
    PastError: HTTPStatus.CONFLICT,
}
