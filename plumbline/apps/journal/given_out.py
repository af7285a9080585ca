"""What of the journal goes into an auditor's pack: headers, openings of values, checkpoints; streamed, never held."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple
from uuid import UUID

from plumbline.apps.journal.checkpoints import StoredCheckpoint
from plumbline.apps.journal.statements import key, marks, row, stream


class Opening(NamedTuple):
    """A version with the salt that opens its entry's commitment; both are None where entry `erased_by` erased them."""

    kind: str
    ref: str
    idx: int
    salt: bytes | None
    value: str | None
    erased_by: int | None


def headers(organization_id: UUID, size: int) -> Iterator[bytes]:
    """The exact bytes of the first `size` entries."""
    for (header,) in stream(
        "SELECT header FROM journal_entry WHERE organization_id = %s AND idx < %s ORDER BY idx",
        [key(organization_id), size],
    ):
        yield bytes(header)


def openings(organization_id: UUID, size: int, kinds: Collection[str]) -> Iterator[Opening]:
    """Every version of records of these kinds among the first `size` entries, by kind, reference and entry."""
    wanted = sorted(kinds)
    if not wanted:
        return
    for kind, ref, idx, salt, value, erased_by in stream(
        "SELECT kind, ref, idx, salt, value, erased_by FROM journal_version"
        f" WHERE organization_id = %s AND idx < %s AND kind IN ({marks(len(wanted))}) ORDER BY kind, ref, idx",
        [key(organization_id), size, *wanted],
    ):
        yield Opening(kind, ref, idx, None if salt is None else bytes(salt), value, erased_by)


def erased_since(organization_id: UUID, size: int) -> bool:
    """Whether an entry from index `size` on has erased a value, so that what was read may fit no earlier entry."""
    found = row(
        "SELECT 1 FROM journal_version WHERE organization_id = %s AND erased_by >= %s LIMIT 1",
        [key(organization_id), size],
    )
    return found is not None


def earlier_checkpoints(organization_id: UUID, size: int) -> Iterator[StoredCheckpoint]:
    """Every checkpoint over fewer than `size` entries, the oldest first."""
    for number, root, note, made_at in stream(
        "SELECT size, root, note, made_at FROM journal_checkpoint WHERE organization_id = %s AND size < %s"
        " ORDER BY size",
        [key(organization_id), size],
    ):
        yield StoredCheckpoint(number, bytes(root), note, made_at)


def indices_of(organization_id: UUID, action: str, size: int) -> tuple[int, ...]:
    """Which of the first `size` entries wrote down this action."""
    return tuple(
        idx
        for (idx,) in stream(
            "SELECT idx FROM journal_entry WHERE organization_id = %s AND idx < %s AND action = %s ORDER BY idx",
            [key(organization_id), size, action],
        )
    )
