"""The whole management system as one value, read from the journal at an entry: the head means now."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.journal import blobs, reading
from plumbline.apps.records.acts import JournalActs
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import Organization, Record


def isms_at(organization_id: UUID, size: int, *, on: date, as_of: date | None = None) -> Isms:
    """The management system after the first `size` entries, judged on a day. Erased values are absent."""
    with undisturbed():
        records = [
            decode(each.kind, each.value)
            for each in reading.versions_at(organization_id, size)
            if each.value is not None
        ]
        zone = _time_zone(records)
        lives = _lives(organization_id, size, zone)
    lost = blobs.missing(_files(records))
    isms = assemble(records, on=on, as_of=as_of, head=size, lives=lives, missing_blobs=lost)
    return dataclasses.replace(isms, acts=JournalActs(organization_id, size, zone))


def isms_now(actor: Actor, on: date) -> Isms:
    """The management system of the actor's organisation as the journal has it now, judged on a day."""
    return isms_at(actor.organization_id, reading.head(actor.organization_id), on=on)


def _files(records: Iterable[Record]) -> set[str]:
    """The digests of the files that records hold, those that are digests: only these name a place in the home."""
    held = (blob.sha256 for each in records if (blob := getattr(each, "blob", None)))
    return {digest for digest in held if blobs.is_digest(digest)}


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the collector of cycles, which would walk a hundred thousand new values again and again and find none."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def _time_zone(records: Iterable[Record]) -> ZoneInfo:
    named = next((each.time_zone for each in records if isinstance(each, Organization)), "")
    return ZoneInfo(named or DEFAULT_TIME_ZONE)


def _lives(organization_id: UUID, size: int, zone: ZoneInfo) -> Mapping[tuple[str, str], Life]:
    """First and last day of every record; an import writes thousands at one moment, which is converted once."""
    days: dict[datetime, date] = {}

    def day(moment: datetime) -> date:
        if moment not in days:
            days[moment] = moment.astimezone(zone).date()
        return days[moment]

    found = reading.lives(organization_id, size)
    return {key: Life(day(life.first), day(life.last)) for key, life in found.items()}
