"""What comes round by itself: every quarter of an hour, every hour, every day at an hour of the organisation's clock.

Each turn of a routine has a key, such as `log:verify@2026-11-22`, so that any number of workers enqueue it once. A turn
that was missed because no worker ran is made up for once, not as often as it was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE, standing
from plumbline.apps.jobs import queue
from plumbline.apps.jobs.handlers import Handler, job
from plumbline.apps.jobs.models import Job
from plumbline.apps.journal import ports, reading
from plumbline.engine.proof.entry import ActorKind, Via

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Routine:
    """Something that comes round: every so often, or daily from an hour on; `needed` may say that there is no need."""

    name: str
    every: timedelta | None
    at_hour: int
    needed: Callable[[UUID], bool]

    def turn(self, now: datetime) -> str:
        """The key of the turn that stands at a moment of the organisation's clock; empty where it is too early."""
        if self.every is None:
            return f"{self.name}@{now.date().isoformat()}" if now.hour >= self.at_hour else ""
        seconds = int(self.every.total_seconds())
        began = int(now.timestamp()) // seconds * seconds
        return f"{self.name}@{began}"


ROUTINES: dict[str, Routine] = {}
"""Everything that comes round, by name."""


def routine(
    name: str, *, every: timedelta | None = None, at_hour: int = 0, needed: Callable[[UUID], bool] = lambda _: True
) -> Callable[[Handler], Handler]:
    """Make a function the handler of work that comes round `every` so often, or else daily from `at_hour` on."""

    def declare(handler: Handler) -> Handler:
        ROUTINES[name] = Routine(name, every, at_hour, needed)
        return job(name)(handler)

    return declare


def set_due() -> tuple[str, ...]:
    """Enqueue every turn that is due in any organisation and has not been enqueued before; returns the new keys."""
    return tuple(key for organization_id in reading.journals() for key in _set_due_in(organization_id))


def _set_due_in(organization_id: UUID) -> list[str]:
    size = reading.head(organization_id)
    if not size:
        return []
    named = standing(organization_id, size).organization.time_zone
    now = ports.now().astimezone(ZoneInfo(named or DEFAULT_TIME_ZONE))
    turns = {key: each for each in ROUTINES.values() if (key := each.turn(now))}
    known = Job.everywhere.filter(organization_id=organization_id, key__in=turns).values_list("key", flat=True)
    due = {key: turns[key] for key in turns.keys() - set(known) if turns[key].needed(organization_id)}
    house = Actor(organization_id=organization_id, kind=ActorKind.SYSTEM, via=Via.JOB)
    for key in sorted(due):
        queue.enqueue(house, due[key].name, key)
    return sorted(due)


def described() -> Mapping[str, str]:
    """Every routine and how often it comes round, in words."""
    return {
        each.name: f"daily, from {each.at_hour}:00 on"
        if each.every is None
        else f"every {int(each.every.total_seconds() // 60)} minutes, where there is need"
        for each in ROUTINES.values()
    }
