"""What a handler is given: its payload, who acts, and how to do a thing once though the worker may die any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from plumbline.apps.accounts.action import alongside
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.jobs import queue
from plumbline.apps.jobs.queue import PACE, Claimed, Pace
from plumbline.engine.proof.entry import ActorKind, Via

T = TypeVar("T")


class StoppingError(RuntimeError):
    """The worker is told to stop; the job is handed back and goes on elsewhere."""


class TwoActionsError(RuntimeError):
    """A step that may be done only once consists of two transactions, between which the worker could die."""


@dataclass
class Work:
    """One attempt at a job."""

    claimed: Claimed
    pace: Pace = PACE
    stopping: Callable[[], bool] = lambda: False
    steps: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = set(self.claimed.steps)

    @property
    def organization_id(self) -> UUID:
        """Whose work it is."""
        return self.claimed.organization_id

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was asked for."""
        return self.claimed.payload

    @cached_property
    def actor(self) -> Actor:
        """Acts as a job, on behalf of whoever caused it and with the access roles these have today.

        What the house does by itself acts as the system, which may change nothing.
        """
        request = str(self.claimed.id)
        if not self.claimed.caused_by:
            return Actor(organization_id=self.organization_id, kind=ActorKind.SYSTEM, via=Via.JOB, request=request)
        person = actor_of(self.organization_id, self.claimed.caused_by, via=Via.JOB, request=request)
        return replace(person, kind=ActorKind.JOB)

    def progress(self, done: int, total: int = 0, words: str = "") -> None:
        """Say how far it is, which also extends the lease. Raises StoppingError where the worker is to stop."""
        if self.stopping():
            raise StoppingError("The worker stops.")
        queue.beat(self.claimed, self.pace, done=done, total=total, words=words)

    def once(self, step: str, act: Callable[[], T]) -> T | None:
        """Run an action unless this step was done before; both are committed together, so it is done exactly once.

        `act` calls one service that is an `@action`. Returns what it returned, or None where it had been done.
        """
        if step in self.steps:
            return None
        with alongside(lambda: self._mark(step)):
            return act()

    def at_most_once(self, step: str, act: Callable[[], T]) -> T | None:
        """Do something outside the database, such as sending a mail, unless it was begun before.

        It is noted before it is done and the note is taken back where it fails, so a worker that dies in between
        leaves it undone rather than done twice.
        """
        if step in self.steps:
            return None
        with transaction.atomic(durable=True):
            self._mark(step)
        try:
            return act()
        except BaseException:
            queue.unmark(self.claimed, step)
            self.steps.discard(step)
            raise

    def together(self, step: str, write: Callable[[], T]) -> T | None:
        """Write what is no action, such as a note in the journal, with the step in one transaction of its own."""
        if step in self.steps:
            return None
        with transaction.atomic(durable=True):
            made = write()
            self._mark(step)
        return made

    def _mark(self, step: str) -> None:
        if step in self.steps:
            raise TwoActionsError(f"The step “{step}” acted twice. Make it one action, or two steps.")
        queue.mark(self.claimed, step)
        self.steps.add(step)
