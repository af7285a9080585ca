"""What somebody chose or may take back, laid aside for a day: an address carries its key and not thousands of words."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.core.cache import cache

from plumbline.apps.accounts.actor import Actor

LASTS = 24 * 3600


def lay_aside(actor: Actor, kind: str, held: Any) -> str:
    """Keep something that JSON can say for one person and one register; returns the key to it."""
    key = uuid4().hex
    cache.set(_name(actor, kind, key), json.dumps(held), LASTS)
    return key


def laid_aside(actor: Actor, kind: str, key: str) -> Any:
    """What was laid aside; None where that is a day ago, or was somebody else's."""
    held = cache.get(_name(actor, kind, key))
    return None if held is None else json.loads(held)


def let_go(actor: Actor, kind: str, key: str) -> None:
    """Forget it: what was taken back is not taken back twice."""
    cache.delete(_name(actor, kind, key))


def _name(actor: Actor, kind: str, key: str) -> str:
    return f"aside:{actor.organization_id}:{actor.person}:{kind}:{key[:64]}"
