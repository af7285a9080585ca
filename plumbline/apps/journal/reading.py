"""Reading the journal: the state at an index, the life of a record, the entries in between. No ORM on this path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.journal.changes import ENDED
from plumbline.apps.journal.headers import EntryView, read_header
from plumbline.apps.journal.log import DamagedLogError, read_head
from plumbline.apps.journal.statements import key, row, rows, stream
from plumbline.engine.proof.entry import utc_text


class StoredVersion(NamedTuple):
    """What a record was from entry `idx` on; `value` is canonical JSON, or None where entry `erased_by` erased it."""

    kind: str
    ref: str
    idx: int
    value: str | None
    erased_by: int | None


class Life(NamedTuple):
    """When a record was first and last written down, UTC."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One version of a record and the entry that wrote it; `value` is None where the record ended or was erased."""

    idx: int
    time: datetime
    actor_id: str | None
    actor_kind: str
    action: str
    via: str
    op: str
    value: str | None
    erased_by: int | None


def head(organization_id: UUID) -> int:
    """The number of entries: the index that means “now”. Raises NoLogError when there is no journal."""
    return read_head(organization_id).size


def index_at(organization_id: UUID, day: date, time_zone: str) -> int:
    """The number of entries written up to the end of a local day; 0 before the first.

    All parts of a run bear one time, so a run is counted whole or not at all.
    """
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(time_zone))
    found = row(
        "SELECT MAX(idx) FROM journal_entry WHERE organization_id = %s AND time < %s",
        [key(organization_id), utc_text(midnight)],
    )
    return 0 if found is None or found[0] is None else int(found[0]) + 1


def versions_at(organization_id: UUID, size: int) -> Iterator[StoredVersion]:
    """Every record as it stood after the first `size` entries, by kind and reference; ended ones are left out."""
    for found in stream(
        "SELECT v.kind, v.ref, v.idx, v.value, v.erased_by FROM"
        " (SELECT kind, ref, MAX(idx) AS idx FROM journal_version WHERE organization_id = %s AND idx < %s"
        " GROUP BY kind, ref) m JOIN journal_version v ON v.kind = m.kind AND v.ref = m.ref AND v.idx = m.idx"
        " WHERE v.organization_id = %s AND (v.value IS NULL OR v.value <> %s) ORDER BY v.kind, v.ref",
        [key(organization_id), size, key(organization_id), ENDED],
    ):
        yield StoredVersion(*found)


def version_at(organization_id: UUID, kind: str, ref: str, size: int) -> StoredVersion | None:
    """One record as it stood after the first `size` entries, or None where there was none."""
    found = row(
        "SELECT kind, ref, idx, value, erased_by FROM journal_version"
        " WHERE organization_id = %s AND kind = %s AND ref = %s AND idx < %s ORDER BY idx DESC LIMIT 1",
        [key(organization_id), kind, ref, size],
    )
    return None if found is None or found[3] == ENDED else StoredVersion(*found)


def lives(organization_id: UUID, size: int) -> dict[tuple[str, str], Life]:
    """(kind, reference) -> when it was first and last written down among the first `size` entries."""
    found = stream(
        "SELECT m.kind, m.ref, a.time, b.time FROM (SELECT kind, ref, MIN(idx) AS low, MAX(idx) AS high"
        " FROM journal_version WHERE organization_id = %s AND idx < %s GROUP BY kind, ref) m"
        " JOIN journal_entry a ON a.organization_id = %s AND a.idx = m.low"
        " JOIN journal_entry b ON b.organization_id = %s AND b.idx = m.high",
        [key(organization_id), size, key(organization_id), key(organization_id)],
    )
    moment = lru_cache(maxsize=None)(datetime.fromisoformat)  # an import writes thousands of records at one moment
    return {(kind, ref): Life(moment(first), moment(last)) for kind, ref, first, last in found}


def history(organization_id: UUID, kind: str, ref: str) -> tuple[HistoryEntry, ...]:
    """Every version of a record, the first one first."""
    return tuple(
        _history_entry(kind, ref, header, value, erased_by)
        for header, value, erased_by in stream(
            "SELECT e.header, v.value, v.erased_by FROM journal_version v"
            " JOIN journal_entry e ON e.organization_id = v.organization_id AND e.idx = v.idx"
            " WHERE v.organization_id = %s AND v.kind = %s AND v.ref = %s ORDER BY v.idx",
            [key(organization_id), kind, ref],
        )
    )


def _history_entry(kind: str, ref: str, header: bytes, value: str | None, erased_by: int | None) -> HistoryEntry:
    entry = read_header(bytes(header))
    written = (each.op for each in entry.changes if (each.kind, each.ref, each.at) == (kind, ref, None))
    return HistoryEntry(
        idx=entry.idx,
        time=entry.moment,
        actor_id=entry.actor.id,
        actor_kind=entry.actor.kind,
        action=entry.action,
        via=entry.via,
        op=next(written, "unknown"),
        value=None if value == ENDED else value,
        erased_by=erased_by,
    )


def entries_between(organization_id: UUID, start: int, stop: int) -> Iterator[EntryView]:
    """The entries from index `start` up to, not including, `stop`."""
    for (header,) in stream(
        "SELECT header FROM journal_entry WHERE organization_id = %s AND idx >= %s AND idx < %s ORDER BY idx",
        [key(organization_id), start, stop],
    ):
        yield read_header(bytes(header))


def latest_index(organization_id: UUID, kind: str, ref: str) -> int | None:
    """The index of a record's latest version, which is its ETag; None for one that was never written or has ended."""
    found = version_at(organization_id, kind, ref, head(organization_id))
    return None if found is None else found.idx


def kinds_of(organization_id: UUID, ref: str) -> tuple[str, ...]:
    """The kinds that have, or had, a record with this reference."""
    found = rows(
        "SELECT DISTINCT kind FROM journal_version WHERE organization_id = %s AND ref = %s ORDER BY kind",
        [key(organization_id), ref],
    )
    return tuple(kind for (kind,) in found)


def journals() -> tuple[UUID, ...]:
    """The organisations that have a journal here, the oldest first. Raises DamagedLogError for an id that is none."""
    return tuple(_named(found) for (found,) in rows("SELECT organization_id FROM journal_log ORDER BY organization_id"))


def _named(found: object) -> UUID:
    try:
        return UUID(str(found))
    except ValueError:
        raise DamagedLogError(
            f"The journal's head names the organisation {str(found)!r}, which is no id: the database was altered. "
            "Restore the last backup."
        ) from None


def begins(organization_id: UUID, time_zone: str) -> date | None:
    """The local day of the first entry; None where there is none yet."""
    found = row("SELECT MIN(time) FROM journal_entry WHERE organization_id = %s", [key(organization_id)])
    first = found[0] if found else None
    return datetime.fromisoformat(first).astimezone(ZoneInfo(time_zone)).date() if first else None
