"""The routines that keep the house: sign where the journal stands, verify it every night, sweep out old jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from plumbline.apps.accounts.authority import STATE_OF, permitted_then
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.jobs.models import Job, State
from plumbline.apps.jobs.routines import QUARTER, routine
from plumbline.apps.jobs.work import Work
from plumbline.apps.journal import blobs, checkpoints, log, ports
from plumbline.apps.journal.verify import verify
from plumbline.engine.proof.entry import ActorKind, Via

VERIFIED = "log:verify"
SOUND, FLAWED = "log:sound", "log:flawed"
NIGHT = 2  # o'clock
FLAWS_KEPT = 20
KEPT = timedelta(days=35)
A_DAY = timedelta(days=1)


def grown(organization_id: UUID) -> bool:
    """Whether the journal has entries that no checkpoint signs yet, and may be signed at all."""
    last = checkpoints.latest(organization_id)
    return log.read_head(organization_id).size != (last.size if last else 0) and not checkpoints.fork(organization_id)


@routine("log:checkpoint", every=QUARTER, needed=grown)
def sign(work: Work) -> Mapping[str, Any]:
    """Sign where the journal stands (trust.md 1.7)."""
    made = checkpoints.cut(work.organization_id)
    return {"size": None if made is None else made.size}


@routine(VERIFIED, at_hour=NIGHT)
def verify_by_night(work: Work) -> Mapping[str, Any]:
    """Verify the whole journal; the outcome is an entry, so nobody can leave a night out unnoticed (trust.md 1.10)."""
    report = verify(work.organization_id, permitted_then(work.organization_id), STATE_OF)
    told = dict(report.as_json())
    told["flaws"] = [str(each) for each in report.flaws[:FLAWS_KEPT]]
    if fork := checkpoints.fork(work.organization_id):
        raise RefusedError(f"The journal was verified, and the outcome cannot be written to it. {fork}")
    work.together("entry", lambda: _note(work, sound=report.sound))
    return told


def _note(work: Work, *, sound: bool) -> int:
    return log.note_event(
        work.organization_id,
        actor_id=None,
        actor_kind=ActorKind.SYSTEM,
        action=VERIFIED,
        steps=(SOUND if sound else FLAWED,),
        via=Via.JOB,
        request=str(work.claimed.id),
    )


@routine("jobs:sweep", at_hour=NIGHT)
def sweep(work: Work) -> Mapping[str, Any]:
    """Forget jobs that were done more than five weeks ago, and what is left of files that were never kept whole.

    The dead jobs stay until somebody has looked at them.
    """
    old = Job.everywhere.filter(organization_id=work.organization_id, state=State.DONE, finished__lt=ports.now() - KEPT)
    return {"forgotten": old.delete()[0], "unfinished": blobs.clear_unfinished(timezone.now() - A_DAY)}
