"""The two databases: SQLite in the home, or the PostgreSQL that a URL names. The reasons are in docs/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

WAIT_SECONDS = 20  # for another writer, on both databases
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; "
    "PRAGMA synchronous=FULL; "  # NORMAL may lose the last commits at power loss
    "PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; "  # without it REPLACE deletes a row past its trigger
    "PRAGMA secure_delete=ON; "  # what was erased is overwritten, whatever this SQLite was built to do
    "PRAGMA trusted_schema=OFF"
)
URL_OPTIONS = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name"}


def sqlite(home: Path) -> dict[str, Any]:
    """Settings of the embedded database: every transaction is a writer from its start, so none fails half-way."""
    return {
        "ENGINE": "plumbline.config.sqlite",
        "NAME": home / "plumbline.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": WAIT_SECONDS, "init_command": SQLITE_PRAGMAS},
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings of the PostgreSQL at `url`; raises ImproperlyConfigured when the URL cannot be meant."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        reason = "its port is not a number between 0 and 65535" if "ort" in str(error) else "it is not a URL"
        raise _refused(reason) from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise _refused("it does not begin with postgres://")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _refused("it names no database")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    strangers = sorted(query.keys() - URL_OPTIONS)
    if strangers:
        raise _refused(f"the option {strangers[0]} is not one of {', '.join(sorted(URL_OPTIONS))}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "options": f"-c lock_timeout={WAIT_SECONDS}s -c idle_in_transaction_session_timeout=10min",
        },
    }


def _refused(reason: str) -> ImproperlyConfigured:
    """The URL itself is never repeated: it may hold a password."""
    return ImproperlyConfigured(
        f"PLUMBLINE_DATABASE_URL cannot be used: {reason}. Write postgres://user:password@host:5432/name."
    )
