"""Where style sheets, scripts and pictures lie: under an address that changes when one of them does.

So a browser may keep them for ever, and a fresh copy of Plumbline needs no step that collects and renames them.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

APPS = Path(__file__).resolve().parent.parent / "apps"
DIGITS = 12


@cache
def fingerprint() -> str:
    """Twelve digits that follow from the names and the contents of all files served."""
    digest = blake2b(digest_size=DIGITS // 2)
    for path in sorted(path for path in APPS.glob("*/static/**/*") if path.is_file()):
        digest.update(path.relative_to(APPS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def static_url() -> str:
    """The address that all of them lie under."""
    return f"/static/{fingerprint()}/"
