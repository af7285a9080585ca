"""What may be told of jobs: how far they are, what came of them, and which of them died."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.jobs.models import Job, State

FIELDS = (
    "id",
    "name",
    "key",
    "state",
    "done",
    "total",
    "words",
    "result",
    "error",
    "attempts",
    "caused_by",
    "created",
    "finished",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """How a job stands. `words` says what it is at, `error` why it died or what the last attempt ran into."""

    id: UUID
    name: str
    key: str
    state: str
    done: int
    total: int
    words: str
    result: Mapping[str, Any] | None
    error: str
    attempts: int
    caused_by: str
    created: datetime
    finished: datetime | None

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def percent(self) -> int | None:
        """How much of it is done, where it said how much there is."""
        return min(100, self.done * 100 // self.total) if self.total else None


def job(organization_id: UUID, job_id: UUID) -> JobView | None:
    """A job of an organisation by its id."""
    return _first(tenant_rows(Job, organization_id).filter(id=job_id))


def job_by_key(organization_id: UUID, key: str) -> JobView | None:
    """A job of an organisation by the key it was enqueued with."""
    return _first(tenant_rows(Job, organization_id).filter(key=key))


def last(organization_id: UUID, name: str) -> JobView | None:
    """The latest job of this name that is done, such as the last nightly verification."""
    done = tenant_rows(Job, organization_id).filter(name=name, state=State.DONE)
    return _first(done.order_by("-finished"))


def dead(organization_id: UUID) -> tuple[JobView, ...]:
    """The jobs that were given up, the newest first: somebody has to look at them."""
    return _all(tenant_rows(Job, organization_id).filter(state=State.DEAD).order_by("-finished"))


def latest(organization_id: UUID, limit: int = 20) -> tuple[JobView, ...]:
    """The latest jobs of an organisation, whoever caused them, the newest first."""
    return _all(tenant_rows(Job, organization_id).order_by("-created")[:limit])


def of_person(organization_id: UUID, person: str, limit: int = 20) -> tuple[JobView, ...]:
    """The latest jobs that a person caused, the newest first."""
    return _all(tenant_rows(Job, organization_id).filter(caused_by=person).order_by("-created")[:limit])


def _first(rows: QuerySet[Job]) -> JobView | None:
    return next(iter(_all(rows[:1])), None)


def _all(rows: QuerySet[Job]) -> tuple[JobView, ...]:
    return tuple(JobView(**{**row, "result": _read(row["result"])}) for row in rows.values(*FIELDS))


def _read(result: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = json.loads(result) if result else None
    return found
