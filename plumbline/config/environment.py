"""What the environment may say to Plumbline, read once and refused loudly when it makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KNOWN = {
    "PLUMBLINE_HOME": "the data folder: SQLite database, files, keys; `--home` sets it (~/.local/share/plumbline)",
    "PLUMBLINE_DATABASE_URL": "a PostgreSQL instead of the SQLite file in the home: postgres://user:password@host:5432/name",
    "PLUMBLINE_URL": "the address people reach it at, behind TLS: https://isms.example.org (http://localhost)",
    "PLUMBLINE_EMAIL_URL": "who sends mail: smtp://user:password@host:587?from=isms@example.org (the screen)",
    "PLUMBLINE_STANDARD": "a folder with licensed text or a translation of the standard, laid over our own words",
    "PLUMBLINE_NOW": "a fixed time instead of the clock, for rehearsals and tests: 2026-11-22T09:00:00+00:00",
    "PLUMBLINE_SAMPLES": "a folder of registers that other people made; the tests of reality read it",
    "PLUMBLINE_KILLS": "how often the crash test kills an import (50)",
    "PLUMBLINE_EXAMPLES": "how many examples a property test tries (100)",
    "PLUMBLINE_NIGHTLY": "1 adds the long tests to a test run",
}
DEFAULT_HOME = "~/.local/share/plumbline"


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured for a PLUMBLINE_ variable nobody reads: a misspelt one would be silently ignored."""
    unknown = sorted(name for name in environ if name.startswith("PLUMBLINE_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(
            f"Plumbline does not know {', '.join(unknown)}. Correct the name or unset it; known are {', '.join(KNOWN)}."
        )


def home(environ: Mapping[str, str]) -> Path:
    """The data folder as an absolute path. It need not exist yet; `plumbline init` makes it."""
    stated = environ.get("PLUMBLINE_HOME")
    if stated is not None and not stated.strip():
        raise ImproperlyConfigured("PLUMBLINE_HOME is empty. Name a folder, or unset it to use " + DEFAULT_HOME + ".")
    folder = Path(stated or DEFAULT_HOME).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ImproperlyConfigured(f"PLUMBLINE_HOME names {folder}, which is a file. Name a folder.")
    return folder


def standard(environ: Mapping[str, str]) -> Path | None:
    """The folder whose words are laid over the standard's, or None where ours are used."""
    stated = environ.get("PLUMBLINE_STANDARD")
    if not stated:
        return None
    folder = Path(stated).expanduser().absolute()
    if not folder.is_dir():
        raise ImproperlyConfigured(f"PLUMBLINE_STANDARD names {folder}, which is no folder. Name one, or unset it.")
    return folder


def now(environ: Mapping[str, str]) -> datetime | None:
    """The fixed time, or None when the clock is to be asked."""
    stated = environ.get("PLUMBLINE_NOW")
    if not stated:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ImproperlyConfigured(
            f"PLUMBLINE_NOW is “{stated}”, which is not a time with its zone. Write it like 2026-11-22T09:00:00+00:00."
        )
    return moment
