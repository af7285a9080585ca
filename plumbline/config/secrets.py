"""The secret that signs sessions and tokens: made once, kept in the home, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BITS = 384


def secret_key(home: Path) -> str:
    """The home's key, made if the home has none yet. Before there is a home nothing is signed, and any key will do."""
    return _kept(home / "secret.key") if home.is_dir() else secrets.token_urlsafe(BITS // 8)


@lru_cache
def _kept(place: Path) -> str:
    """The key of the file, read once: every page signs something."""
    try:
        if not place.exists():
            _write(place, secrets.token_urlsafe(BITS // 8))
        key = place.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ImproperlyConfigured(
            f"The key {place} cannot be read or made: {reason}. Give this user the folder, or name another home."
        ) from None
    if len(key) * 6 < BITS:
        raise ImproperlyConfigured(f"The key {place} is cut short. Delete it: a new one is made, people sign in again.")
    return key


def _write(place: Path, key: str) -> None:
    """Whole or not at all, and the first of two processes wins."""
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".secret-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, place)
    finally:
        Path(draft).unlink()
