"""Headers of every answer: what a page may load, and that nobody keeps a copy of what was shown to somebody signed in.

Django 6 brings the first of these with the same settings; moving there is deleting it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = "Content-Security-Policy"
NOTHING_OF_THE_DEVICE = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
PRIVATE = "no-store, private"

Answer = Callable[[HttpRequest], HttpResponse]


def policy(directives: Mapping[str, Iterable[str]]) -> str:
    """The header's value: `script-src 'self'; img-src 'self' data:`."""
    return "; ".join(f"{name} {' '.join(sources)}".rstrip() for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Put the policy of `SECURE_CSP` on every answer that has none of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add the policy."""
        response = self.get_response(request)
        response.headers.setdefault(CSP, self.policy)
        response.headers.setdefault("Permissions-Policy", NOTHING_OF_THE_DEVICE)
        return response


class PrivacyMiddleware:
    """Keep pages out of every cache, the browser's own included; files that may be kept say so themselves."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that nothing of it is kept."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response
