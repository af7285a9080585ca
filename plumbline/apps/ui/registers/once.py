"""A form that makes a record makes one, however often it is sent: by a second click, a reload, or the way back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.core.cache import cache

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError

KEPT_FOR = 24 * 3600
BEING_WRITTEN = ""
PATIENCE, PAUSE = 5.0, 0.1


class SentBeforeError(Exception):
    """Another request took the same form at the same moment, and has written it by now: ask the page once more."""


def fresh_key() -> str:
    """The key of a form that is shown for the first time."""
    return str(uuid4())


def done_before(actor: Actor, key: str) -> str:
    """The reference that the form with this key made; empty where it made none yet.

    Waits a moment for the same form under way in another process. Raises RefusedError where that takes too long.
    """
    waited = 0.0
    while (made := cache.get(_name(actor, key))) == BEING_WRITTEN:
        if waited >= PATIENCE:
            raise RefusedError("This form is being written already. Look at the register in a moment.")
        time.sleep(PAUSE)
        waited += PAUSE
    return str(made or "")


@contextmanager
def take(actor: Actor, key: str) -> Iterator[None]:
    """Claim a form's key while its record is written.

    Where another request holds it: raises SentBeforeError as soon as that one has written, RefusedError where it wrote
    nothing or takes too long.
    """
    if not cache.add(_name(actor, key), BEING_WRITTEN, KEPT_FOR):
        if done_before(actor, key):
            raise SentBeforeError
        raise RefusedError("This form was sent twice at once, and the other one was refused. Send it again.")
    try:
        yield
    except BaseException:
        cache.delete(_name(actor, key))
        raise


def remember(actor: Actor, key: str, ref: str) -> None:
    """Note what a form made."""
    cache.set(_name(actor, key), ref, KEPT_FOR)


def _name(actor: Actor, key: str) -> str:
    return f"form:{actor.organization_id}:{actor.person}:{key[:64]}"
