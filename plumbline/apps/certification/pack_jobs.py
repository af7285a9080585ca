"""Packs that are made in the background, and how long they wait to be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from plumbline.apps.accounts.selectors import names
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.certification.packing import Wish, built, note_pack, prepared
from plumbline.apps.jobs.handlers import job
from plumbline.apps.jobs.routines import routine
from plumbline.apps.jobs.selectors import JobView, of_person
from plumbline.apps.jobs.work import Work
from plumbline.apps.journal import ports, reading
from plumbline.apps.records import living
from plumbline.engine.domain.isms import Isms

PACK = "pack:make"
NIGHT = 3  # o'clock
KEPT = timedelta(days=3)
"""A pack holds what may be erased tomorrow, so it waits no longer than it must."""
LOOKED_THROUGH = 100


@job(PACK)
def make(work: Work) -> Mapping[str, Any]:
    """Make the pack that somebody asked for; interrupted, it begins anew, and is written down once."""
    asked = work.payload
    as_of = date.fromisoformat(asked["as_of"]) if asked["as_of"] else None
    wish = Wish(only=tuple(asked["only"]), named=bool(asked["named"]))
    work.progress(0, words="Reading the records.")
    called = names(work.organization_id)
    packing = prepared(work.actor, _isms(work.organization_id, as_of), wish, called, work.progress)
    work.once("noted", lambda: note_pack(work.actor))
    place = place_of(work.organization_id, work.claimed.id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = built(packing, place)
    told = {name: getattr(made, name) for name in ("size", "files", "entries", "vkey", "gaps")}
    return {**told, "as_of": asked["as_of"], "only": list(wish.only), "named": wish.named}


@routine("packs:sweep", at_hour=NIGHT)
def sweep(work: Work) -> Mapping[str, Any]:
    """Delete packs that waited long enough, and what a worker that died left half done."""
    folder = place_of(work.organization_id, work.claimed.id).parent
    until = (ports.now() - KEPT).timestamp()
    old = [each for each in folder.glob("*") if each.is_file() and each.stat().st_mtime < until]
    for each in old:
        each.unlink(missing_ok=True)
    return {"deleted": len(old)}


def place_of(organization_id: UUID, job_id: UUID) -> Path:
    """Where the pack of a job lies, or would lie."""
    home: Path = settings.PLUMBLINE_HOME
    return home / "packs" / str(organization_id) / f"{job_id}.zip"


def packs_of(organization_id: UUID, person: str) -> tuple[JobView, ...]:
    """The packs that a person asked for, the latest first, whatever became of them."""
    return tuple(each for each in of_person(organization_id, person, LOOKED_THROUGH) if each.name == PACK)


def _isms(organization_id: UUID, as_of: date | None) -> Isms:
    """The records as of a day, or now, judged on that day."""
    system = living.system(organization_id)
    zone = system.state.organization.time_zone or DEFAULT_TIME_ZONE
    if as_of is None:
        return system.isms(ports.today(zone))
    return living.past(organization_id, reading.index_at(organization_id, as_of, zone)).isms(as_of, as_of)
