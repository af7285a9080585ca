"""The management systems that this process holds in memory, each caught up with its journal when somebody asks.

A reader pays one query, plus what was written since anybody last asked. Every process holds its own, and the journal
tells each what the others wrote.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from plumbline.apps.journal import growth
from plumbline.apps.records.pointers import Pointer
from plumbline.apps.records.reading import undisturbed
from plumbline.apps.records.searching import Hit, Rank
from plumbline.apps.records.state import built, patched
from plumbline.apps.records.system import System

__all__ = ["Hit", "Pointer", "Rank", "System", "forget", "past", "system"]

MOST_HELD = 64
"""How many organisations' systems one process holds; the one asked for longest ago goes first."""
PASTS_HELD = 4
"""How many earlier states one process holds."""

_living: OrderedDict[UUID, System] = OrderedDict()
_past: OrderedDict[tuple[UUID, int], System] = OrderedDict()
_locks: dict[UUID, Lock] = {}
_registry = Lock()


def system(organization_id: UUID) -> System:
    """The organisation's system as its journal has it now. Raises NoLogError."""
    with _registry:
        held = _living.get(organization_id)
        lock = _locks.setdefault(organization_id, Lock())
    if held is not None:
        now = growth.place(organization_id, held.head)
        if now.size == held.head and _same_history(held, now):
            return held
    with lock:
        with _registry:
            held = _living.get(organization_id)
        found = _caught_up(organization_id, held)
        with _registry:
            _living[organization_id] = found
            _living.move_to_end(organization_id)
            while len(_living) > MOST_HELD:
                _living.popitem(last=False)
        return found


def past(organization_id: UUID, size: int) -> System:
    """The organisation's system after the first `size` entries of its journal; what was erased since is absent."""
    then = growth.place(organization_id, size)
    key = (organization_id, size)
    with _registry:
        held = _past.get(key)
    if held is None or not _still_holds(held, then):
        now = system(organization_id)
        with undisturbed():
            held = System(organization_id, then, size, built(organization_id, size, like=now.state))
    with _registry:
        _past[key] = held
        _past.move_to_end(key)
        while len(_past) > PASTS_HELD:
            _past.popitem(last=False)
    return held


def forget() -> None:
    """Let go of everything that is held: the next reader reads anew."""
    with _registry:
        _living.clear()
        _past.clear()


def _caught_up(organization_id: UUID, held: System | None) -> System:
    now = growth.place(organization_id, held.head if held else 0)
    if held is not None and _same_history(held, now):
        return held if now.size == held.head else _later(held, now.size)
    with undisturbed():
        there = growth.place(organization_id, now.size)
        return System(organization_id, there, now.size, built(organization_id, now.size))


def _later(held: System, size: int) -> System:
    there = growth.place(held.organization_id, size)
    state, changes = patched(held.state, growth.written_between(held.organization_id, held.head, size))
    if state.zone != held.state.zone:  # every day on which a record was written is another one now
        state = built(held.organization_id, size)
        return System(held.organization_id, there, size, state)
    return held.after(there, size, state, changes)


def _same_history(held: System, now: growth.Place) -> bool:
    """Whether the journal still tells what was read of it: not after a rollback, a restore or a fork."""
    return (held.place.origin, held.place.epoch, held.place.leaf) == (now.origin, now.epoch, now.leaf)


def _still_holds(held: System, then: growth.Place) -> bool:
    """Whether a past read earlier is what it would be if read now: something may have been erased from it since."""
    if not _same_history(held, then):
        return False
    return not growth.erased_between(held.organization_id, held.place.size, then.size)
