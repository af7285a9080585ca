"""Writing the journal: lock the head, take what the triggers noted, append versions, headers, tree; move the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction

from plumbline.apps.journal import ports, signer
from plumbline.apps.journal.changes import Planned, empty_touched, planned_changes, write_versions
from plumbline.apps.journal.guard import under_way, writing
from plumbline.apps.journal.statements import key, row, run, run_many
from plumbline.engine.proof.entry import LARGEST_HEADER, MOST_CHANGES, ActorId, ActorKind, Header, Via, utc_text
from plumbline.engine.proof.merkle import Frontier, Node, leaf_hash

CHANGES_PER_ENTRY = MOST_CHANGES
WIDEST_CHANGE = 220  # bytes: a UUID for a reference, the longest kind, op and indices


class Deed(TypedDict):
    """Who did what, and through which door; `steps` are the actions of services that the action called."""

    actor_id: str | None
    actor_kind: str
    action: str
    steps: Sequence[str]
    via: str
    request: str


class NoLogError(LookupError):
    """An organisation without a journal."""


class DamagedLogError(LookupError):
    """A journal whose head does not say whose it is."""


class NotLockedError(RuntimeError):
    """The head of a journal was asked for outside a transaction, where nothing would hold its lock."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal stands: the number of its entries, its right edge, and when it was last written."""

    organization_id: UUID
    origin: str
    epoch: int
    size: int
    frontier: bytes
    last_time: str


def create_log(organization_id: UUID, origin: str) -> None:
    """Begin the journal of a new organisation, with a signing key of its own in the home."""
    with writing(), transaction.atomic():
        run(
            "INSERT INTO journal_log (organization_id, origin, epoch, size, frontier, last_time)"
            " VALUES (%s, %s, 1, 0, %s, '')",
            [key(organization_id), origin, Frontier().to_bytes()],
        )
        signer.create(organization_id, origin)


def lock_head(organization_id: UUID) -> Head:
    """Become the organisation's only writer until the transaction ends, and return where its journal stands.

    On SQLite the transaction has been the only writer of the database from its beginning (`BEGIN IMMEDIATE`).
    """
    if not connection.in_atomic_block:
        raise NotLockedError("The head can only be locked inside a transaction. Use @action, or open atomic() first.")
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return _head(organization_id, lock)


def read_head(organization_id: UUID) -> Head:
    """Where an organisation's journal stands, without a lock; raises NoLogError when it has none."""
    return _head(organization_id, "")


def _head(organization_id: UUID, lock: str) -> Head:
    found = row(
        f"SELECT origin, epoch, size, frontier, last_time FROM journal_log WHERE organization_id = %s{lock}",
        [key(organization_id)],
    )
    if found is None:
        raise NoLogError(f"The organisation {organization_id} has no journal. Create it with `plumbline init`.")
    origin, epoch, size, frontier, last_time = found
    return Head(organization_id, origin, epoch, size, frontier, last_time)


def append(organization_id: UUID, **deed: Unpack[Deed]) -> tuple[int, int] | None:
    """Write down what the transaction changed, in one entry or a run of them.

    Returns the indices of the first and the last entry, or None when nothing changed. Runs inside the action's
    transaction; a value that equals the version before it is no change.
    """
    head = lock_head(organization_id)
    writing_now = under_way()
    changes = planned_changes(organization_id, () if writing_now is None else writing_now.erasures)
    with writing() as opened:
        written = _write(head, changes, deed) if changes else None
        empty_touched(organization_id)
        opened.erasures.clear()
    return written


def note_event(organization_id: UUID, **deed: Unpack[Deed]) -> int:
    """Write an entry without changes, such as a denial or an export, in a transaction of its own if there is none.

    Returns its index.
    """
    with writing(), transaction.atomic():
        return _write(lock_head(organization_id), [], deed)[0]


def _write(head: Head, changes: list[Planned], deed: Deed) -> tuple[int, int]:
    headers = _headers(head, changes, deed)
    frontier = Frontier.from_bytes(head.frontier)
    organization = key(head.organization_id)
    entries, nodes = [], list[Node]()
    for header in headers:
        data = header.to_bytes()
        leaf, *finished = frontier.append(leaf_hash(data))
        nodes += finished
        copies = (header.time, header.action, header.actor.id or "", header.req or "")
        entries.append((organization, header.idx, leaf.hash, data, *copies))
    run_many(
        "INSERT INTO journal_entry (organization_id, idx, leaf_hash, header, time, action, actor, request)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        entries,
    )
    run_many(
        "INSERT INTO journal_node (organization_id, level, idx, hash) VALUES (%s, %s, %s, %s)",
        [(organization, node.level, node.idx, node.hash) for node in nodes],
    )
    write_versions(head.organization_id, headers[0].idx, len(headers[0].changes), changes)
    run(
        "UPDATE journal_log SET size = %s, frontier = %s, last_time = %s WHERE organization_id = %s",
        [frontier.size, frontier.to_bytes(), headers[0].time, organization],
    )
    return headers[0].idx, headers[-1].idx


def _headers(head: Head, changes: list[Planned], deed: Deed) -> list[Header]:
    """The headers of one action: as many as its changes need, all with the same time."""
    now = utc_text(ports.now())
    time = max(now, head.last_time)

    def header(part: tuple[int, int], some: Sequence[Planned]) -> Header:
        return Header(
            org=str(head.organization_id),
            idx=head.size + part[0] - 1,
            time=time,
            skew_ms=_lag(now, time),
            actor=ActorId(kind=ActorKind(deed["actor_kind"]), id=deed["actor_id"] or None),
            action=deed["action"],
            steps=tuple(deed["steps"]),
            via=Via(deed["via"]),
            req=deed["request"] or None,
            part=part,
            changes=tuple(change.change for change in some),
        )

    frame = len(header((1, 1), ()).to_bytes())
    most = max(1, min(CHANGES_PER_ENTRY, (LARGEST_HEADER - frame - 2 * len("999999")) // WIDEST_CHANGE))
    runs = [changes[at : at + most] for at in range(0, len(changes), most)] or [[]]
    return [header((number, len(runs)), some) for number, some in enumerate(runs, 1)]


def _lag(now: str, time: str) -> int:
    """By how many milliseconds the clock is behind the last entry."""
    return int((datetime.fromisoformat(time) - datetime.fromisoformat(now)).total_seconds() * 1000)
