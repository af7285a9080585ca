"""A password that was forgotten: a link by mail where mail is set up, else the words that say whom to ask."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase


def mails() -> bool:
    """Whether this installation sends mail to people, and not only onto its own screen."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


class ResetView(PasswordResetView):  # type: ignore[misc]  # allauth has no types
    """allauth's page, which knows whether there is mail at all."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page is told."""
        return {**super().get_context_data(**kwargs), "mails": mails()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the link; without mail the page says whom to ask."""
        answer: HttpResponse = super().post(request, *args, **kwargs) if mails() else self.get(request)
        return answer


reset = ResetView.as_view()
