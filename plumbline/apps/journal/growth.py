"""What a journal has gained since somebody last read it: for readers that keep what they read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from plumbline.apps.journal.changes import ENDED
from plumbline.apps.journal.headers import read_header
from plumbline.apps.journal.log import NoLogError
from plumbline.apps.journal.statements import key, row, rows, stream

ERASING = (b'"op":"erase"', b'"op":"redact"')  # no reference holds a quotation mark, so only changes are met


class Place(NamedTuple):
    """How far a journal has come, and the hash and time of the entry that was the last of the first `upto`.

    The same origin, epoch and hash mean the same history up to there; a rollback, a restore or a fork has another.
    """

    origin: str
    epoch: int
    size: int
    leaf: bytes | None
    time: str


class Written(NamedTuple):
    """A record that was written, or of which something was erased, as it stands now.

    `value` is canonical JSON, or None where it was erased or the record has `ended`; `first` and `last` are when it
    was written in the entries that were read, None where something was only erased.
    """

    kind: str
    ref: str
    idx: int
    value: str | None
    ended: bool
    first: datetime | None
    last: datetime | None


def place(organization_id: UUID, upto: int) -> Place:
    """Where a journal stands, and what its entry `upto` - 1 is. One query. Raises NoLogError."""
    found = row(
        "SELECT l.origin, l.epoch, l.size, e.leaf_hash, e.time FROM journal_log l LEFT JOIN journal_entry e"
        " ON e.organization_id = l.organization_id AND e.idx = %s WHERE l.organization_id = %s",
        [upto - 1, key(organization_id)],
    )
    if found is None:
        raise NoLogError(f"The organisation {organization_id} has no journal. Create it with `plumbline init`.")
    origin, epoch, size, leaf, time = found
    return Place(origin, epoch, size, None if leaf is None else bytes(leaf), time or "")


def written_between(organization_id: UUID, start: int, stop: int) -> tuple[Written, ...]:
    """Every record that the entries from index `start` up to, not including, `stop` wrote or erased from."""
    times = dict(
        rows(
            "SELECT idx, time FROM journal_entry WHERE organization_id = %s AND idx >= %s AND idx < %s",
            [key(organization_id), start, stop],
        )
    )
    moments = {time: datetime.fromisoformat(time) for time in set(times.values())}
    found: dict[tuple[str, str], Written] = {}
    for kind, ref, idx, value in rows(
        "SELECT kind, ref, idx, value FROM journal_version"
        " WHERE organization_id = %s AND idx >= %s AND idx < %s ORDER BY idx",
        [key(organization_id), start, stop],
    ):
        moment = moments[times[idx]]
        before = found.get((kind, ref))
        found[kind, ref] = _written((kind, ref, idx, value), before.first if before else moment, moment)
    for kind, ref in erased_between(organization_id, start, stop):
        if (kind, ref) not in found and (latest := _latest(organization_id, kind, ref, stop)):
            found[kind, ref] = latest
    return tuple(found.values())


def erased_between(organization_id: UUID, start: int, stop: int) -> tuple[tuple[str, str], ...]:
    """(kind, reference) of every record of which these entries erased what an earlier one had said."""
    found: dict[tuple[str, str], None] = {}
    for (header,) in stream(
        "SELECT header FROM journal_entry WHERE organization_id = %s AND idx >= %s AND idx < %s",
        [key(organization_id), start, stop],
    ):
        stored = bytes(header)
        if any(each in stored for each in ERASING):
            found.update(((each.kind, each.ref), None) for each in read_header(stored).changes if each.at is not None)
    return tuple(found)


def _latest(organization_id: UUID, kind: str, ref: str, stop: int) -> Written | None:
    found = row(
        "SELECT kind, ref, idx, value FROM journal_version"
        " WHERE organization_id = %s AND kind = %s AND ref = %s AND idx < %s ORDER BY idx DESC LIMIT 1",
        [key(organization_id), kind, ref, stop],
    )
    return None if found is None else _written((found[0], found[1], found[2], found[3]), None, None)


def _written(version: tuple[str, str, int, str | None], first: datetime | None, last: datetime | None) -> Written:
    kind, ref, idx, value = version
    ended = value == ENDED
    return Written(kind, ref, idx, None if ended else value, ended, first, last)
