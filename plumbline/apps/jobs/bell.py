"""A bell that wakes the workers of this process when there is work, so that nobody waits for the next look."""

from __future__ import annotations

import threading

_bell = threading.Condition()
_rung = 0


def ring() -> None:
    """There is work."""
    global _rung  # noqa: PLW0603 - one bell for one process
    with _bell:
        _rung += 1
        _bell.notify_all()


def heard() -> int:
    """How often it has rung; to be passed to `wait`."""
    return _rung


def wait(since: int, seconds: float) -> None:
    """Sleep until the bell has rung since, at most so long."""
    with _bell:
        _bell.wait_for(lambda: _rung != since, seconds)
