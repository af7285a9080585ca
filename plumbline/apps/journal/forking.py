"""A journal that is not the one that was signed goes on under another name, and says so in its first entry.

After the restore of an older database the old name has signed what is gone. To go on under it would be a second history
of that name; so the journal keeps its entries and takes the name `…/journal/2`, with a key of its own (trust.md 1.11).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from plumbline.apps.journal import checkpoints, signer
from plumbline.apps.journal.log import Head, lock_head, read_head
from plumbline.apps.journal.statements import key, rows, run
from plumbline.apps.journal.tree import node_reader
from plumbline.engine.proof.merkle import EMPTY_ROOT, root_at

KIND = "log_fork"
"""The kind of the record that a fork is written down in."""

_WORD = "/journal"


class NoForkError(RuntimeError):
    """The journal continues what was signed; there is nothing to fork."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """How a journal and what was signed of it differ, and the name under which it may go on."""

    organization_id: UUID
    reason: str
    continues: str
    origin: str
    epoch: int
    size: int
    signed: signer.Signed
    common: int


@dataclass(frozen=True, slots=True)
class Renaming:
    """A fork on record: the entry it stands in, the name before and the name since."""

    idx: int
    continues: str
    origin: str


def fork_of(organization_id: UUID) -> Fork | None:
    """How an organisation's journal may go on; None where it continues what was signed."""
    head = read_head(organization_id)
    reason = checkpoints.fork(organization_id)
    if not reason:
        return None
    signed, known = _signed(head)
    epoch = 1 + max(head.epoch, epoch_of(signed.origin))
    return Fork(
        organization_id=organization_id,
        reason=reason,
        continues=head.origin,
        origin=f"{_plain(head.origin)}/{epoch}",
        epoch=epoch,
        size=head.size,
        signed=signed,
        common=_common(head, signed) if known else head.size,
    )


def take_name(fork: Fork) -> None:
    """Let the journal bear its new name from here on. Called inside the action that records the fork.

    Raises NoForkError where the journal has moved since the fork was looked at.
    """
    head = lock_head(fork.organization_id)
    if (head.origin, head.size) != (fork.continues, fork.size):
        raise NoForkError("The journal has moved meanwhile. Look at it again.")
    run(
        "UPDATE journal_log SET origin = %s, epoch = %s WHERE organization_id = %s",
        [fork.origin, fork.epoch, key(fork.organization_id)],
    )


def finish(organization_id: UUID) -> None:
    """Give a journal that bears a new name the key of that name, and sign where it stands; may be repeated."""
    head = read_head(organization_id)
    signer.renew(organization_id, head.origin, signer.Signed(head.origin, 0, EMPTY_ROOT))
    checkpoints.cut(organization_id)


def unfinished(organization_id: UUID) -> bool:
    """Whether a fork is on record, and the key of the new name was never made: somebody pulled the plug in between."""
    head, named = read_head(organization_id), renamings(organization_id)
    return bool(named) and named[-1].origin == head.origin and head.origin not in signer.verifier_keys(organization_id)


def renamings(organization_id: UUID) -> tuple[Renaming, ...]:
    """The forks that the journal has on record, the oldest first."""
    found = rows(
        "SELECT MIN(idx), ref FROM journal_version WHERE organization_id = %s AND kind = %s GROUP BY ref",
        [key(organization_id), KIND],
    )
    return tuple(_renaming(organization_id, idx, ref) for idx, ref in sorted(found))


def _renaming(organization_id: UUID, idx: int, ref: str) -> Renaming:
    ((value,),) = rows(
        "SELECT value FROM journal_version WHERE organization_id = %s AND kind = %s AND ref = %s AND idx = %s",
        [key(organization_id), KIND, ref, idx],
    )
    try:
        told = json.loads(value or "{}")
    except ValueError:
        told = {}  # altered: the entry's commitment tells where
    return Renaming(idx, str(told.get("continues", "")), str(told.get("origin", "")))


def epoch_of(origin: str) -> int:
    """The number at the end of a journal's name; the first name has none."""
    _, _, number = origin.rpartition(_WORD)
    return int(number.removeprefix("/")) if number.removeprefix("/").isdecimal() else 1


def _plain(origin: str) -> str:
    """The journal's first name."""
    return origin[: origin.rindex(_WORD) + len(_WORD)] if _WORD in origin else origin


def _signed(head: Head) -> tuple[signer.Signed, bool]:
    """What was signed last, and whether the signer remembers it; else the latest checkpoint tells the least."""
    try:
        return signer.memory(head.organization_id), True
    except signer.KeyTroubleError:
        last = checkpoints.latest(head.organization_id)
        return signer.Signed(head.origin, last.size if last else 0, last.root if last else EMPTY_ROOT), False


def _common(head: Head, signed: signer.Signed) -> int:
    """The number of entries that both histories have, as far as it can be known."""
    if signed.size > head.size:
        return head.size
    node = node_reader(head.organization_id)
    if root_at(signed.size, node) == signed.root:
        return head.size
    kept = rows(
        "SELECT size, root FROM journal_checkpoint WHERE organization_id = %s AND size < %s ORDER BY size DESC",
        [key(head.organization_id), signed.size],
    )
    return next((size for size, root in kept if root_at(size, node) == bytes(root)), 0)
