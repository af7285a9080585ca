"""How mail leaves: by the SMTP server of PLUMBLINE_EMAIL_URL, or onto the screen of whoever runs the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}
EXAMPLE = "smtp://user:password@mail.example.org:587?from=isms@example.org"


def mail(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings for mail. `smtp` begins in the clear and turns to TLS, `smtps` is TLS from the start.

    Raises ImproperlyConfigured where the address cannot be meant; it is never repeated, as it may hold a password.
    """
    stated = environ.get("PLUMBLINE_EMAIL_URL")
    if not stated:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(stated)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("it is no address") from None
    if parts.scheme not in PORTS or not host:
        raise _refused("it does not begin with smtp:// or smtps:// and a host")
    query = dict(parse_qsl(parts.query))
    sender = query.pop("from", "")
    if "@" not in sender or query:
        raise _refused("it has to say who sends, with ?from=, and nothing else after the question mark")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and host not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }


def _refused(reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"PLUMBLINE_EMAIL_URL cannot be used: {reason}. Write {EXAMPLE}.")
