"""Clock, randomness and ids: the only place that has them, swapped in one place by tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

SALT_SIZE = 32


def _system_clock() -> datetime:
    """The clock of the machine, or the fixed time of PLUMBLINE_NOW."""
    fixed: datetime | None = settings.PLUMBLINE_NOW
    return datetime.now(UTC) if fixed is None else fixed.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Ports:
    clock: Callable[[], datetime] = _system_clock
    random: Callable[[int], bytes] = os.urandom


_current = _Ports()


@contextmanager
def swapped(**ports: Any) -> Iterator[None]:
    """Use another `clock` (() -> aware datetime) or `random` (number of bytes -> bytes) for a while."""
    global _current  # noqa: PLW0603 - this is the one place where it is swapped
    before, _current = _current, replace(_current, **ports)
    try:
        yield
    finally:
        _current = before


def now() -> datetime:
    """The present moment in UTC."""
    return _current.clock().astimezone(UTC)


def today(time_zone: str) -> date:
    """The calendar day it is now in an IANA time zone; raises ZoneInfoNotFoundError for a zone there is not."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def salt() -> bytes:
    """32 random bytes."""
    return _current.random(SALT_SIZE)


def seed() -> bytes:
    """32 random bytes for a new signing key."""
    return _current.random(SALT_SIZE)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then 74 random ones."""
    milliseconds = int(now().timestamp() * 1000)
    random = int.from_bytes(_current.random(10), "big")
    high, low = random >> 68, random & (2**62 - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
