"""Taking a personal datum out of the past without breaking a proof (trust.md 1.9).

The functions are called in the body of an action; the entry that the action writes carries the erasure out.
"""

from __future__ import annotations

from uuid import UUID

from plumbline.apps.journal.changes import ENDED, Erasure
from plumbline.apps.journal.guard import OutsideActionError, under_way
from plumbline.apps.journal.statements import key, row
from plumbline.engine.proof.canonical import parse_canonical


class NothingToEraseError(LookupError):
    """There is no such version, or it holds no value any more."""


def redact(organization_id: UUID, kind: str, ref: str, idx: int, redacted: bytes) -> None:
    """Replace the value that a record had from entry `idx` on by a redacted one, given as canonical JSON.

    The latest version must equal the live record, so change the record first and redact the versions before it.
    """
    parse_canonical(redacted)
    _note(organization_id, Erasure(kind=kind, ref=ref, at=idx, value=redacted.decode()))


def erase(organization_id: UUID, kind: str, ref: str, idx: int) -> None:
    """Take away the value that a record had from entry `idx` on; the past then answers “erased” there."""
    _note(organization_id, Erasure(kind=kind, ref=ref, at=idx, value=None))


def _note(organization_id: UUID, erasure: Erasure) -> None:
    action = under_way()
    if action is None:
        raise OutsideActionError("Values are only erased by an action, which states the legal basis. Call its service.")
    found = row(
        "SELECT value FROM journal_version WHERE organization_id = %s AND kind = %s AND ref = %s AND idx = %s",
        [key(organization_id), erasure.kind, erasure.ref, erasure.at],
    )
    if found is None or found[0] in (None, ENDED):
        raise NothingToEraseError(
            f"{erasure.ref} has no value to erase at entry {erasure.at}. Choose one of the versions in its history."
        )
    action.erasures.append(erasure)
