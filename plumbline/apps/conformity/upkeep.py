"""The one thread of a process that judges large systems in the background; tests do the work at once instead."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from django.db import close_old_connections

PAUSE = 2.0
"""Seconds between two looks at whether another process wrote something: a report is at most five seconds behind."""
REST, LONGEST_REST = 0.5, 1.0
"""Where many people write all the time, a rest after each judgement, as a part of how long it took and in seconds:
what is written meanwhile is judged at once, and pages do not share their processor with the rules all the time."""
log = logging.getLogger(__name__)

Work = Callable[[], object]


class Upkeep:
    """Does pieces of work one after another in a thread that begins with the first of them, and looks round between."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._queue: SimpleQueue[Work] = SimpleQueue()
        self._thread: Thread | None = None
        self._starting = Lock()

    def __call__(self, work: Work, look_round: Work) -> None:
        """Have a piece of work done."""
        self._queue.put(work)
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._go_on, args=(look_round,), name="judging", daemon=True)
                self._thread.start()

    def _go_on(self, look_round: Work) -> None:
        while True:
            try:
                work = self._queue.get(timeout=self._pause)
            except Empty:
                work = look_round
            began = time.monotonic()
            _done(work)
            time.sleep(min((time.monotonic() - began) * REST, LONGEST_REST))


def _done(work: Work) -> None:
    try:
        work()
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        log.exception("A system could not be judged in the background.")
    finally:
        close_old_connections()


_do: Callable[[Work, Work], object] = Upkeep()


def later(work: Work, look_round: Work) -> None:
    """Have work done that nobody waits for; from then on somebody looks round every few seconds."""
    _do(work, look_round)


@contextmanager
def done_by(do: Callable[[Work, Work], object]) -> Iterator[None]:
    """Have the work done by somebody else for a while: `lambda work, look_round: work()` does it at once."""
    global _do  # noqa: PLW0603 - this is the one place where it is swapped
    before, _do = _do, do
    try:
        yield
    finally:
        _do = before
