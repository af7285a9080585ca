"""Checking what was signed: every checkpoint kept in the database, and the signer's memory outside of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from plumbline.apps.journal import checkpoints, forking, signer
from plumbline.apps.journal.flaws import Flaw
from plumbline.apps.journal.log import Head
from plumbline.apps.journal.statements import key, rows
from plumbline.engine.proof.entry import utc_text
from plumbline.engine.proof.merkle import EMPTY_ROOT
from plumbline.engine.proof.notes import NoteError, VerifierKey

T = TypeVar("T")


class SignedCheck:
    """What was signed, and the sizes at which the walk over the tree has to tell the root."""

    def __init__(self, head: Head) -> None:
        self.trouble: list[Flaw] = []
        self.roots: dict[int, bytes | None] = {0: EMPTY_ROOT}
        self._head = head
        self._kept = rows(
            "SELECT size, root, note, made_at FROM journal_checkpoint WHERE organization_id = %s ORDER BY size",
            [key(head.organization_id)],
        )
        self._memory = self._known(signer.memory)
        self._keys = self._known(_keys_by_name) or {}
        self._renamings = forking.renamings(head.organization_id)
        sizes = [kept[0] for kept in self._kept] + ([self._memory.size] if self._memory else [])
        self.wanted = sorted({size for size in sizes if isinstance(size, int) and 0 < size <= head.size})

    def flaws(self) -> Iterator[Flaw]:
        """Everything that the roots, once they are known, show to be wrong."""
        yield from self.trouble
        yield from self._named()
        for kept in self._kept:
            yield from self._checkpoint(*kept)
        if self._memory is not None:
            now = signer.Signed(self._head.origin, self._head.size, b"")
            if reason := signer.disagreement(self._memory, now, self.roots.get(self._memory.size)):
                yield Flaw(_last(min(self._memory.size, self._head.size)), None, reason)

    @property
    def checked(self) -> int:
        """The number of checkpoints."""
        return len(self._kept)

    def _known(self, told: Callable[[UUID], T]) -> T | None:
        try:
            return told(self._head.organization_id)
        except signer.KeyTroubleError as error:
            self.trouble.append(Flaw(None, None, str(error)))
            return None

    def _checkpoint(self, size: Any, root: Any, note: Any, made_at: Any) -> Iterator[Flaw]:
        where = _last(size) if isinstance(size, int) else None
        if size not in self.roots:
            yield Flaw(where, None, f"A checkpoint speaks of {size} entries, and there are {self._head.size}.")
        elif root != self.roots[size]:
            yield Flaw(where, None, f"The checkpoint at {size} keeps another root than the {size} entries have.")
        if isinstance(size, int) and self._keys:
            name = self._name_at(size)
            if name in self._keys:
                yield from self._note(size, root, note, made_at, self._keys[name])
            else:
                yield Flaw(where, None, f"The checkpoint at {size} is signed as {name}, whose public key is missing.")

    def _named(self) -> Iterator[Flaw]:
        """The journal bears its first name, or that of the last fork on record."""
        last = self._renamings[-1] if self._renamings else None
        if last is None and self._head.epoch != 1:
            yield Flaw(None, None, f"The journal is called {self._head.origin}, and no fork is on record.")
        elif last is not None and last.origin != self._head.origin:
            yield Flaw(last.idx, None, f"The journal was named {last.origin} there, and is called {self._head.origin}.")

    def _name_at(self, size: int) -> str:
        """The name under which so many entries were signed."""
        since = [each.origin for each in self._renamings if each.idx < size]
        if since:
            return since[-1]
        return self._renamings[0].continues if self._renamings else self._head.origin

    def _note(self, size: int, root: Any, note: Any, made_at: Any, log_key: VerifierKey) -> Iterator[Flaw]:
        where = _last(size)
        try:
            signed, moment = checkpoints.opened(str(note), log_key)
        except NoteError as error:
            yield Flaw(where, None, f"The checkpoint at {size} does not hold: {error}")
            return
        if (signed.origin, signed.size, signed.root) != (log_key.name, size, root):
            told = f"The checkpoint of {signed.size} entries signs other than its columns say."
            yield Flaw(_last(signed.size), None, told)
        if moment is None or utc_text(moment) != made_at:
            yield Flaw(where, None, f"The checkpoint at {size} says it was made {made_at}, and signed another time.")


def _keys_by_name(organization_id: UUID) -> dict[str, VerifierKey]:
    """The journal's public keys; raises KeyTroubleError where that of today is missing or damaged."""
    today = signer.verifier_key(organization_id)
    return {**signer.verifier_keys(organization_id), today.name: today}


def _last(size: int) -> int | None:
    """The entry that a statement about so many entries ends with."""
    return size - 1 if size > 0 else None
