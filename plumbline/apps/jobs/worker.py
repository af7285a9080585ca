"""Who runs the jobs: a thread inside `plumbline serve`, or `plumbline worker` as a process of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.jobs import bell, queue, routines
from plumbline.apps.jobs.handlers import HANDLERS
from plumbline.apps.jobs.queue import PACE, Claimed, LostLeaseError, Pace
from plumbline.apps.jobs.work import StoppingError, Work

LOOK_EVERY = 2.0  # seconds between two looks for work that another process enqueued
ROUTINES_EVERY = 30.0  # seconds between two looks at what comes round
BREATH = 10.0  # seconds to wait where the database cannot be reached
LONGEST = timedelta(hours=6)  # a handler that hangs gives its job away after this
UNKNOWN = "This release knows no work called “{name}”. Update Plumbline, then try again."
FAILED = "{kind}: {words}. The server's log has the details."

logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after the other until it is told to stop."""

    def __init__(self, pace: Pace = PACE) -> None:
        self._pace = pace
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._looked = float("-inf")

    def start(self) -> None:
        """Run in a thread of this process."""
        self._thread = threading.Thread(target=self.run, name="plumbline-worker", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 30.0) -> bool:
        """Stop after the job at hand, or as soon as it reports progress; returns whether it did within the time."""
        self._stop.set()
        bell.ring()
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def run(self) -> None:
        """Run in this thread until `stop` is called."""
        while not self._stop.is_set():
            since = bell.heard()
            try:
                if not self._step():
                    bell.wait(since, LOOK_EVERY)
            except DatabaseError:
                logger.warning("The worker cannot use the database; it goes on in %s seconds.", BREATH, exc_info=True)
                self._stop.wait(BREATH)
            close_old_connections()
        connection.close()

    def _step(self) -> bool:
        """Look at what comes round, then do one job; returns whether there was one."""
        if time.monotonic() - self._looked > ROUTINES_EVERY:
            self._looked = time.monotonic()
            routines.set_due()
        return run_one(self._pace, stopping=self._stop.is_set)


def run_one(pace: Pace = PACE, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Claim one job and do it; returns whether there was one. Whatever goes wrong in it stays with the job."""
    claimed = queue.claim(pace)
    if claimed is None:
        return False
    work = Work(claimed, pace, stopping)
    with suppress(LostLeaseError), _beating(claimed, pace):  # where it is lost, its heir tells what became of the job
        _attempt(work)
    return True


def run_all(pace: Pace = PACE) -> int:
    """Do every job that is due, for commands and tests that want it done now; returns how many attempts it took."""
    attempts = 0
    while run_one(pace):
        attempts += 1
    return attempts


def _attempt(work: Work) -> None:
    claimed = work.claimed
    handler = HANDLERS.get(claimed.name)
    if handler is None:
        queue.bury(claimed, UNKNOWN.format(name=claimed.name))
        return
    try:
        result = handler(work)
    except StoppingError:
        queue.hand_back(claimed)
    except LostLeaseError:
        raise
    except RefusedError as error:
        queue.bury(claimed, str(error))
    except Exception as error:  # the runner is the one place that outlives any fault of a handler
        logger.exception("The job %s (%s) failed at attempt %s", claimed.id, claimed.name, claimed.attempt)
        words = str(error).strip().rstrip(".").splitlines()
        told = FAILED.format(kind=type(error).__name__, words=words[0] if words else "no words")
        queue.try_later(claimed, told, work.pace)
    else:
        queue.finish(claimed, result)


@contextmanager
def _beating(claimed: Claimed, pace: Pace) -> Iterator[None]:
    """Extend the lease from a thread of its own while the handler is busy, so that a long step does not lose it."""
    ended = threading.Event()
    beats = threading.Thread(target=_beat, args=(claimed, pace, ended), name="plumbline-lease", daemon=True)
    beats.start()
    try:
        yield
    finally:
        ended.set()


def _beat(claimed: Claimed, pace: Pace, ended: threading.Event) -> None:
    began = time.monotonic()
    try:
        while not ended.wait(pace.lease.total_seconds() / 3):
            if time.monotonic() - began > LONGEST.total_seconds():
                return
            try:
                queue.beat(claimed, pace)
            except LostLeaseError:
                return
            except DatabaseError:
                logger.warning("The lease of the job %s could not be extended; trying again.", claimed.id)
    finally:
        connection.close()
