"""Checkpoints: what the log says of itself, signed, for whoever wants to hold it to its word (trust.md 1.7).

Line 1 of the signatures is the log's own. Line 2 is a C2SP `cosignature/v1` by the same key, which adds the time to
what is signed; verifiers that do not know it ignore it, as the format demands.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from plumbline.apps.journal import ports, signer
from plumbline.apps.journal.guard import writing
from plumbline.apps.journal.log import Head, lock_head, read_head
from plumbline.apps.journal.statements import key, row, run
from plumbline.apps.journal.tree import node_reader
from plumbline.engine.proof.entry import utc_text
from plumbline.engine.proof.merkle import Frontier, root_at
from plumbline.engine.proof.notes import Checkpoint, NoteError, Signer, VerifierKey, open_note, sign_note

COSIGNATURE = b"\x04"
_continued: dict[UUID, signer.Signed] = {}  # what each journal was seen to continue, in this process
_forking: ContextVar[UUID | None] = ContextVar("forking", default=None)
_ILLEGAL = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A checkpoint as it is kept: size, root (32 bytes), the signed note, and when it was made (UTC text)."""

    size: int
    root: bytes
    note: str
    made_at: str


def origin(installation: str, organization_id: UUID) -> str:
    """The name under which a journal signs, fixed for ever when it is created."""
    name = _ILLEGAL.sub("-", installation.casefold()).strip("-") or "plumbline"
    return f"{name}/{organization_id}/journal"


def cut(organization_id: UUID) -> StoredCheckpoint | None:
    """Sign and keep where the journal stands; None when it has not grown since the last time.

    Raises ForkError when the journal disagrees with what was signed before, KeyTroubleError when the key is not usable.
    Runs in a transaction of its own: an entry that might yet be rolled back must not be signed.
    """
    with writing(), transaction.atomic(durable=True):
        head = lock_head(organization_id)
        refuse_fork(head)
        last = latest(organization_id)
        if head.size == (0 if last is None else last.size):
            return None
        made = _signed(head)
        run(
            "INSERT INTO journal_checkpoint (organization_id, size, root, note, made_at) VALUES (%s, %s, %s, %s, %s)",
            [key(organization_id), made.size, made.root, made.note, made.made_at],
        )
        return made


def refuse_fork(head: Head) -> None:
    """Raise ForkError where the journal is not the one that was signed, such as after the restore of an older database.

    Nothing may then be written: a second history would bear the name of the first. What the signer remembers is held
    against the tree once; later, entries are only ever added to it.
    """
    if _forking.get() == head.organization_id:
        return
    then = signer.memory(head.organization_id)
    if _continued.get(head.organization_id) == then and head.origin == then.origin and head.size >= then.size:
        return
    now = signer.Signed(head.origin, head.size, b"")
    root_then = root_at(then.size, node_reader(head.organization_id)) if then.size <= head.size else None
    if reason := signer.disagreement(then, now, root_then):
        raise signer.ForkError(
            f"{reason} Nothing is written or signed any more, and everything can be read. "
            "Restore the newer database or find out who rewrote it; where it is gone for good, "
            "an administrator records that with `plumbline log fork`."
        )
    _continued[head.organization_id] = then


def fork(organization_id: UUID) -> str:
    """Why nothing may be written to an organisation's journal; empty while it continues what was signed."""
    try:
        refuse_fork(read_head(organization_id))
    except (signer.ForkError, signer.KeyTroubleError) as error:
        return str(error)
    return ""


@contextmanager
def forking(organization_id: UUID) -> Iterator[None]:
    """Let an action write though the journal is not the one that was signed: the action that records the fork."""
    token = _forking.set(organization_id)
    try:
        yield
    finally:
        _forking.reset(token)


def latest(organization_id: UUID) -> StoredCheckpoint | None:
    """The checkpoint of the largest size, if there is one."""
    found = row(
        "SELECT size, root, note, made_at FROM journal_checkpoint"
        " WHERE organization_id = %s ORDER BY size DESC LIMIT 1",
        [key(organization_id)],
    )
    return None if found is None else StoredCheckpoint(found[0], bytes(found[1]), found[2], found[3])


def opened(note: str, log_key: VerifierKey) -> tuple[Checkpoint, datetime | None]:
    """What a note says and when it was made, both confirmed by the log's key; raises NoteError when they are not."""
    checkpoint = Checkpoint.parse(open_note(note, [log_key]).text)
    return checkpoint, _confirmed_time(note, checkpoint, log_key)


def _signed(head: Head) -> StoredCheckpoint:
    own = signer.signer(head.organization_id)
    now = signer.Signed(head.origin, head.size, Frontier.from_bytes(head.frontier).root())
    signer.remember(head.organization_id, now)  # before the signature exists, so that it can never be forgotten
    checkpoint = Checkpoint(origin=head.origin, size=head.size, root=now.root)
    made_at = ports.now().replace(microsecond=0)
    note = sign_note(checkpoint.text(), own) + _cosignature(checkpoint, made_at, own)
    return StoredCheckpoint(head.size, now.root, note, utc_text(made_at))


def _cosignature(checkpoint: Checkpoint, made_at: datetime, own: Signer) -> str:
    seconds = int(made_at.timestamp())
    signature = own.sign(_timed(checkpoint, seconds))
    blob = _cosigner_id(own.key) + seconds.to_bytes(8, "big") + signature
    return f"— {own.key.name} {base64.b64encode(blob).decode()}\n"


def _confirmed_time(note: str, checkpoint: Checkpoint, log_key: VerifierKey) -> datetime | None:
    """The time on the cosignature line; None when the note has none. Raises NoteError for a false one."""
    for line in note.rpartition("\n\n")[2].splitlines():
        name, _, text = line.removeprefix("— ").partition(" ")
        try:
            blob = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoteError(f"A signature line of {name} cannot be read. Take the whole file, unchanged.") from error
        if name != log_key.name or blob[:4] != _cosigner_id(log_key):
            continue
        seconds = int.from_bytes(blob[4:12], "big")
        if base64.b64encode(blob).decode() != text or not log_key.confirms(_timed(checkpoint, seconds), blob[12:]):
            raise NoteError(f"The time signed by {name} does not fit the note. It was altered.")
        return datetime.fromtimestamp(seconds, UTC)
    return None


def _timed(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text()}".encode()


def _cosigner_id(own: VerifierKey) -> bytes:
    return sha256(own.name.encode() + b"\n" + COSIGNATURE + own.public).digest()[:4]
