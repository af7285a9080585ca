"""`@fresh`: a view that is answered only to somebody who proved who they are within the last quarter of an hour.

For what cannot be taken back or opens doors: exports, keys, access, erasure (trust.md 5). It stands below `@page`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required

V = TypeVar("V", bound=Callable[..., object])


def fresh(view: V) -> V:
    """Ask for the password, a passkey or a code first; then go on with what was asked, be it a form that was sent."""
    asking: V = reauthentication_required(app="plumbline")(view)
    return asking
