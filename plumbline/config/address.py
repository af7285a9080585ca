"""Where people reach this installation, and what follows: cookies, hosts, and what only makes sense over TLS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL = ("localhost", "127.0.0.1", "[::1]")
EXAMPLE = "Write it like https://isms.example.org, or leave it out to serve this machine alone."


@dataclass(frozen=True, slots=True)
class Address:
    """The public address. Without one Plumbline is for the machine it runs on: http://localhost and its port."""

    origin: str = ""
    host: str = ""
    secure: bool = False

    @property
    def hosts(self) -> list[str]:
        """The names in the address that are answered to; any other is refused."""
        return [self.host] if self.host and self.host not in LOCAL else list(LOCAL)

    @property
    def trusted_origins(self) -> list[str]:
        """Where forms may come from, besides the address they are sent to."""
        return [self.origin] if self.secure else []

    @property
    def proxies(self) -> int:
        """How many proxies in front of us say where a visitor comes from: over TLS there is one, as we do none."""
        return int(self.secure)

    def cookie(self, name: str) -> str:
        """The name of a cookie. `__Host-` binds it to this very host, and browsers allow it over TLS only."""
        return f"__Host-{name}" if self.secure else name


def address(environ: Mapping[str, str]) -> Address:
    """What PLUMBLINE_URL says. Raises ImproperlyConfigured where it is no address that people can safely sign in at."""
    stated = environ.get("PLUMBLINE_URL")
    if not stated:
        return Address()
    try:
        parts = urlsplit(stated)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ImproperlyConfigured(f"PLUMBLINE_URL is “{stated}”, which is no address. {EXAMPLE}") from None
    if parts.scheme not in {"http", "https"} or not host or parts.path.strip("/") or parts.query or parts.username:
        raise ImproperlyConfigured(f"PLUMBLINE_URL is “{stated}”, which is no address of a host. {EXAMPLE}")
    if parts.scheme == "http" and host not in LOCAL:
        raise ImproperlyConfigured(
            f"PLUMBLINE_URL is “{stated}”: without TLS anybody on the way reads passwords. "
            "Put a proxy with a certificate in front of it and write https://."
        )
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return Address(origin=origin, host=host, secure=parts.scheme == "https")
