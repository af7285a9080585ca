"""The life of a job: enqueued once, claimed under a lease, finished by its holder, or buried with a reason.

Everything here is a short transaction. Leases and pauses are told by the machine's clock, never by the rehearsed time
of PLUMBLINE_NOW, under which no lease would ever end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.jobs.bell import ring
from plumbline.apps.jobs.models import OPEN_STATES, Job, State
from plumbline.apps.journal import ports

LONGEST_PAUSE = timedelta(hours=1)
VANISHED = (
    "The worker that ran this stopped without a word, {attempts} times. Look at the server's log, then try again."
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a lease is, how long to wait after the first failure (twice as long after each), how often to try."""

    lease: timedelta = timedelta(seconds=60)
    pause: timedelta = timedelta(seconds=15)
    tries: int = 8

    def after(self, attempts: int) -> timedelta:
        """The pause after so many attempts."""
        return min(self.pause * float(2 ** min(attempts - 1, 30)), LONGEST_PAUSE)


PACE = Pace()


class LostLeaseError(RuntimeError):
    """Somebody else has the job by now, or it is finished: whatever this worker still does must not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A job that this worker holds, as it was when it was claimed."""

    id: UUID
    organization_id: UUID
    name: str
    key: str
    payload: Mapping[str, Any]
    attempt: int
    token: UUID
    steps: tuple[str, ...]
    caused_by: str


def enqueue(
    actor: Actor, name: str, key: str, payload: Mapping[str, Any] | None = None, run_at: datetime | None = None
) -> UUID:
    """Have work done later, on behalf of whoever acts; returns the job's id.

    Inside an action the job is committed with it, or not at all. A key that is known already is the same work: the
    job it has is returned, whatever became of it.
    """
    wanted = Job(
        organization_id=actor.organization_id,
        name=name,
        key=key,
        payload=json.dumps(dict(payload or {})),
        run_at=run_at or ports.now(),
        caused_by=actor.person,
        created=ports.now(),
    )
    Job.everywhere.bulk_create([wanted], ignore_conflicts=True)
    transaction.on_commit(ring)
    return Job.everywhere.values_list("id", flat=True).get(organization_id=actor.organization_id, key=key)


def claim(pace: Pace = PACE) -> Claimed | None:
    """The next job that is due, held under a new lease; None where nothing is. What died too often is buried."""
    while _due().exists():  # a look takes no lock, on SQLite neither that of a writer
        with transaction.atomic(durable=True):
            found = _due().select_for_update(skip_locked=True).order_by("run_at", "id").first()
            if found is None:
                return None
            if found.state != State.RUNNING or found.attempts < pace.tries:
                return _leased(found, pace)
            _ended(Job.everywhere.filter(id=found.id), State.DEAD, error=VANISHED.format(attempts=found.attempts))
    return None


def beat(claimed: Claimed, pace: Pace = PACE, **progress: Any) -> None:
    """Extend the lease, and tell how far the work is. Raises LostLeaseError."""
    _or_lost(_held(claimed).update(lease_until=timezone.now() + pace.lease, **progress))


def mark(claimed: Claimed, step: str) -> None:
    """Note that a step was done, in the transaction under way. Raises LostLeaseError."""
    _noted(claimed, lambda steps: [*steps, step])


def unmark(claimed: Claimed, step: str) -> None:
    """Take the note back: the step was not done after all. Raises LostLeaseError."""
    _noted(claimed, lambda steps: [each for each in steps if each != step])


def _noted(claimed: Claimed, change: Callable[[list[str]], list[str]]) -> None:
    with transaction.atomic():
        steps = _held(claimed).select_for_update().values_list("steps", flat=True).first()
        _or_lost(0 if steps is None else _held(claimed).update(steps=json.dumps(change(json.loads(steps)))))


def finish(claimed: Claimed, result: Mapping[str, Any] | None) -> None:
    """The work is done, and this came of it. Raises LostLeaseError."""
    kept = "" if result is None else json.dumps(dict(result))
    _or_lost(_ended(_held(claimed), State.DONE, result=kept, error=""))


def bury(claimed: Claimed, reason: str) -> None:
    """The work cannot be done; trying again would change nothing. Raises LostLeaseError."""
    _or_lost(_ended(_held(claimed), State.DEAD, error=reason))


def try_later(claimed: Claimed, reason: str, pace: Pace = PACE) -> None:
    """The attempt failed: try again after a pause, or give up after the last. Raises LostLeaseError."""
    if claimed.attempt >= pace.tries:
        bury(claimed, f"It failed {claimed.attempt} times, at last so: {reason}")
        return
    until = timezone.now() + pace.after(claimed.attempt)
    freed = _held(claimed).update(state=State.WAITING, lease_until=until, lease_token=None, error=reason)
    _or_lost(freed)


def hand_back(claimed: Claimed) -> None:
    """The worker stops in good order: somebody else goes on at once, and the attempt is not counted."""
    before = claimed.attempt - 1
    _held(claimed).update(state=State.WAITING, lease_until=None, lease_token=None, attempts=before)


def revive(actor: Actor, job_id: UUID) -> bool:
    """Try a dead job of the actor's organisation again from the beginning; what it had done stays done."""
    dead = Job.everywhere.filter(id=job_id, organization_id=actor.organization_id, state=State.DEAD)
    revived = dead.update(state=State.WAITING, attempts=0, lease_until=None, error="", finished=None)
    transaction.on_commit(ring)
    return bool(revived)


def bury_open(reason: str) -> int:
    """Bury every open job of every organisation, for a restore; returns how many."""
    return _ended(Job.everywhere.filter(state__in=OPEN_STATES), State.DEAD, error=reason)


def _due() -> QuerySet[Job]:
    """What may be claimed now: open, its time has come, and nobody holds it or pauses it."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    return Job.everywhere.filter(free, state__in=OPEN_STATES, run_at__lte=ports.now())


def _leased(found: Job, pace: Pace) -> Claimed:
    found.state, found.attempts, found.lease_token = State.RUNNING, found.attempts + 1, uuid4()
    found.lease_until = timezone.now() + pace.lease
    found.save(update_fields=["state", "attempts", "lease_token", "lease_until"])
    return Claimed(
        id=found.id,
        organization_id=found.organization_id,
        name=found.name,
        key=found.key,
        payload=json.loads(found.payload),
        attempt=found.attempts,
        token=found.lease_token,
        steps=tuple(json.loads(found.steps)),
        caused_by=found.caused_by,
    )


def _held(claimed: Claimed) -> QuerySet[Job]:
    """The job, as long as the lease is this one: a zombie finds no row and changes nothing."""
    return Job.everywhere.filter(id=claimed.id, lease_token=claimed.token, state=State.RUNNING)


def _ended(jobs: QuerySet[Job], state: State, **fields: Any) -> int:
    return jobs.update(state=state, lease_until=None, lease_token=None, finished=ports.now(), **fields)


def _or_lost(updated: int) -> None:
    if not updated:
        raise LostLeaseError("This worker held the job too long without a word, and another took it over.")
