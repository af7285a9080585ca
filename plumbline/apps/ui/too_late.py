"""Forms that come too late, after session or token ended: what was typed is shown, and the way back to the form.

A browser with scripts keeps a draft besides; this is for whoever runs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

Answer = Callable[[HttpRequest], HttpResponse]
NOT_TYPED = {"csrfmiddlewaretoken", "form-key", "seen", "act", "how", "reviewed"}
NEVER_SHOWN = ("password", "code", "secret", "token", "key")
OF_SIGNING_IN = ("/account/", "/welcome/")
"""Pages whose forms hold what nobody should read off a screen."""


class TooLateMiddleware:
    """Where a form is sent to sign in because the session ended, shows what was typed into it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what would be lost on the way to signing in is shown first."""
        answer = self.get_response(request)
        if request.method != "POST" or not isinstance(answer, HttpResponseRedirect) or "HX-Request" in request.headers:
            return answer
        leads = urlsplit(answer.url)
        sent_to_sign_in = leads.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(leads.query)
        words = shown_again(request) if sent_to_sign_in else ()
        if not words:
            return answer
        context = {"typed": words, "again": form_page(request) or request.path}
        return render(request, "ui/signed_out.html", context, status=HTTPStatus.FORBIDDEN)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form is answered with whose token is not, or no longer, that of the visitor."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    context = {"typed": shown_again(request) if ours else (), "again": form_page(request)}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


def shown_again(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What was typed, as far as it may be read off a screen."""
    if request.path.startswith(OF_SIGNING_IN):
        return ()
    return tuple(each for each in typed(request) if not any(word in each[0].lower() for word in NEVER_SHOWN))


def typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What somebody typed into a form that cannot be taken any more: the field in words, and their own."""
    for name, texts in request.POST.lists():
        words = ", ".join(text.strip() for text in texts if isinstance(text, str) and text.strip())
        if words and name not in NOT_TYPED and not name.startswith("seen") and not name.endswith("_FORMS"):
            yield name.replace("_", " ").replace("-", " ").capitalize(), words


def form_page(request: HttpRequest) -> str:
    """The page of ours that the form was on; empty where the browser does not say."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else ""
