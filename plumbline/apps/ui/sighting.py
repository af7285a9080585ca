"""What a visitor is told of what was worked out from everything: what they may not read is counted, not named."""

from __future__ import annotations

from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.sight import Sight

SAID_BY_NAME = frozenset({"person", "role"})
"""Who answers is said by name to everybody who may see the record."""


def out_of_sight(visit: Visit) -> frozenset[str]:
    """The kinds of record that the visitor may not read."""
    return frozenset(kind for kind in KINDS if kind not in SAID_BY_NAME and not visit.may(reading(kind)))


def sight_of(visit: Visit) -> Sight | None:
    """What the visitor may be told of; None where that is everything."""
    hidden = out_of_sight(visit)
    if not hidden:
        return None
    away = "that you may not read" if visit.actor.sees is None else "that your visit does not open"
    return Sight(visit.isms, lambda each: each.KIND not in hidden, away)
