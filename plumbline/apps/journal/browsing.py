"""Leafing through the journal: a page of entries, the latest first, narrowed by what people look for."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.journal import checkpoints
from plumbline.apps.journal.checkpoints import StoredCheckpoint
from plumbline.apps.journal.headers import EntryView, read_header
from plumbline.apps.journal.statements import key, row, rows
from plumbline.apps.journal.tree import node_reader
from plumbline.engine.proof.entry import utc_text
from plumbline.engine.proof.merkle import inclusion_proof

_OF_KIND = (
    "EXISTS (SELECT 1 FROM journal_version v"
    " WHERE v.organization_id = e.organization_id AND v.idx = e.idx AND v.kind = %s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What entries are looked for: an action, an actor's opaque id, a kind of record, a local day; empty: any."""

    action: str = ""
    actor: str = ""
    kind: str = ""
    day: date | None = None
    time_zone: str = "UTC"

    def conditions(self) -> tuple[list[str], list[object]]:
        """The SQL conditions on `journal_entry e`, and what they are given."""
        asked: list[tuple[str, list[object]]] = []
        if self.action:
            asked.append(("e.action = %s", [self.action]))
        if self.actor:
            asked.append(("e.actor = %s", [self.actor]))
        if self.kind:
            asked.append((_OF_KIND, [self.kind]))
        if self.day:
            zone = ZoneInfo(self.time_zone)
            ends = [datetime.combine(self.day + timedelta(days=each), time(), zone) for each in (0, 1)]
            asked.append(("e.time >= %s AND e.time < %s", [utc_text(each) for each in ends]))
        return [words for words, _ in asked], [value for _, values in asked for value in values]


def page_before(organization_id: UUID, before: int, limit: int, sought: Sought) -> tuple[EntryView, ...]:
    """The entries below an index, the latest first, at most so many."""
    return _some(organization_id, ("e.idx < %s", "DESC"), before, limit, sought)


def page_after(organization_id: UUID, after: int, limit: int, sought: Sought) -> tuple[EntryView, ...]:
    """The entries above an index that follow it next, the latest first."""
    return _some(organization_id, ("e.idx > %s", "ASC"), after, limit, sought)[::-1]


def _some(organization_id: UUID, way: tuple[str, str], bound: int, limit: int, sought: Sought) -> tuple[EntryView, ...]:
    words, values = sought.conditions()
    where = " AND ".join(["e.organization_id = %s", way[0], *words])
    found = rows(
        f"SELECT e.header FROM journal_entry e WHERE {where} ORDER BY e.idx {way[1]} LIMIT %s",
        [key(organization_id), bound, *values, limit],
    )
    return tuple(read_header(bytes(header)) for (header,) in found)


def count(organization_id: UUID, size: int, sought: Sought) -> int:
    """How many of the first `size` entries are looked for."""
    words, values = sought.conditions()
    where = " AND ".join(["e.organization_id = %s", "e.idx < %s", *words])
    found = row(f"SELECT COUNT(*) FROM journal_entry e WHERE {where}", [key(organization_id), size, *values])
    return int(found[0]) if found else 0


def actions(organization_id: UUID) -> tuple[str, ...]:
    """The actions that the journal has seen, in order."""
    found = rows(
        "SELECT DISTINCT action FROM journal_entry WHERE organization_id = %s ORDER BY action", [key(organization_id)]
    )
    return tuple(action for (action,) in found)


def actors(organization_id: UUID) -> tuple[str, ...]:
    """The opaque ids of those who have acted."""
    found = rows(
        "SELECT DISTINCT actor FROM journal_entry WHERE organization_id = %s AND actor <> '' ORDER BY actor",
        [key(organization_id)],
    )
    return tuple(actor for (actor,) in found)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry is in the log: the bytes that were hashed, their leaf, the path to the root, the signed note."""

    index: int
    header: bytes
    leaf: bytes
    size: int
    path: tuple[bytes, ...]
    note: str

    def as_tlog_proof(self) -> str:
        """The proof in the C2SP `tlog-proof` format, for foreign tools."""
        path = "".join(base64.b64encode(node).decode() + "\n" for node in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{path}\n{self.note}"


def stored(organization_id: UUID, index: int) -> tuple[bytes, bytes] | None:
    """The header of an entry, as it was hashed, and its leaf; None where there is no such entry."""
    found = row(
        "SELECT header, leaf_hash FROM journal_entry WHERE organization_id = %s AND idx = %s",
        [key(organization_id), index],
    )
    return None if found is None else (bytes(found[0]), bytes(found[1]))


def inclusion(organization_id: UUID, index: int) -> Inclusion | None:
    """The proof that the log holds an entry; signs where the log stands when no checkpoint covers the entry yet.

    Raises ForkError, KeyTroubleError. None where there is no such entry.
    """
    found = stored(organization_id, index)
    if found is None:
        return None
    last = checkpoints.latest(organization_id)
    if last is None or last.size <= index:
        last = checkpoints.cut(organization_id)
        assert last is not None  # noqa: S101 - the log holds the entry, so it has grown beyond the last checkpoint
    path = inclusion_proof(last.size, index, node_reader(organization_id))
    return Inclusion(index, *found, last.size, tuple(path), last.note)


def kept(organization_id: UUID, limit: int) -> tuple[StoredCheckpoint, ...]:
    """The latest checkpoints, the largest first."""
    found = rows(
        "SELECT size, root, note, made_at FROM journal_checkpoint"
        " WHERE organization_id = %s ORDER BY size DESC LIMIT %s",
        [key(organization_id), limit],
    )
    return tuple(StoredCheckpoint(size, bytes(root), note, made_at) for size, root, note, made_at in found)


def kept_at(organization_id: UUID, size: int) -> StoredCheckpoint | None:
    """The checkpoint of this size."""
    found = row(
        "SELECT size, root, note, made_at FROM journal_checkpoint WHERE organization_id = %s AND size = %s",
        [key(organization_id), size],
    )
    return None if found is None else StoredCheckpoint(found[0], bytes(found[1]), found[2], found[3])


def anchored(organization_id: UUID) -> int:
    """How many anchors outside this installation the journal has."""
    found = row("SELECT COUNT(*) FROM journal_anchor WHERE organization_id = %s", [key(organization_id)])
    return int(found[0]) if found else 0
