"""Checking entries one after the other: bytes, leaf, copies, order, time, and the chain of every record's versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from plumbline.apps.journal.blobs import named_in
from plumbline.apps.journal.changes import ENDED
from plumbline.apps.journal.flaws import Flaw
from plumbline.apps.journal.headers import ChangeView, EntryView, HeaderError, read_header
from plumbline.engine.proof.entry import FORMAT, MOST_CHANGES, SALT_SIZE

State = Mapping[tuple[str, str], str]
"""(kind, reference) -> canonical value, of the records that stood before an entry."""

Permitted = Callable[[EntryView, State], str | None]
"""Says why an entry was not permitted, given the state before it; None when it was."""

Place = tuple[int, str, str]
Opening = tuple[Any, Any, Any]  # salt, value, erased_by as they are stored


class EntriesCheck:
    """What has to be remembered from one entry to the next."""

    def __init__(self, organization_id: UUID, permitted: Permitted | None, kinds: frozenset[str]) -> None:
        self.time = ""
        self.changes = 0
        self.latest: dict[tuple[str, str], int] = {}
        self.files: dict[str, tuple[int, str]] = {}
        self._organization = str(organization_id)
        self._permitted = permitted
        self._kinds = kinds
        self._state: dict[tuple[str, str], str] = {}
        self._next_state: dict[tuple[str, str], str | None] = {}
        self._erased: dict[Place, Opening] = {}
        self._before: EntryView | None = None

    def entry(self, stored: tuple[Any, ...], versions: dict[Place, Opening]) -> Iterator[Flaw]:
        """Check one entry, and take from `versions` the rows that it accounts for."""
        idx, leaf, header, *copies = stored
        if not isinstance(header, bytes) or sha256(b"\x00" + header).digest() != leaf:
            yield Flaw(idx, None, "Its header does not hash to its leaf: one of the two was altered.")
        try:
            view = read_header(header)
        except HeaderError as error:
            yield Flaw(idx, None, f"It cannot be judged: {error}.")
            return
        if view.idx != idx or view.org != self._organization or view.v != FORMAT:
            yield Flaw(idx, None, f"Its header is that of entry {view.idx} of organisation {view.org}.")
        for name, copy, told in zip(COPIES, copies, _copies(view), strict=True):
            if copy != told:
                yield Flaw(idx, None, f"The column {name} says {copy!r}, and the header says {told!r}.")
        yield from self._order(view)
        yield from self._authority(view)
        for change in view.changes:
            yield from self._change(idx, change, versions)
        self.changes += len(view.changes)

    def remaining(self) -> Iterator[Flaw]:
        """What only the end of the log can tell: runs cut short, and erasures that no entry carried out."""
        last = self._before
        if last is not None and last.part[0] != last.part[1]:
            yield Flaw(last.idx, None, f"It is part {last.part[0]} of {last.part[1]}, and no more follow.")
        for (idx, kind, ref), (_, _, by) in self._erased.items():
            yield Flaw(idx, f"{kind} {ref}", f"Its value is marked as erased by entry {by}, which does not say so.")

    def _order(self, view: EntryView) -> Iterator[Flaw]:
        if view.time < self.time:
            yield Flaw(view.idx, None, f"Its time {view.time} lies before that of the entry before it.")
        if len(view.changes) > MOST_CHANGES or view.skew_ms < 0:
            yield Flaw(view.idx, None, "Its header holds more changes than permitted, or a negative skew.")
        if not self._continues(view):
            yield Flaw(view.idx, None, f"It is part {view.part[0]} of {view.part[1]}, and does not continue the run.")
        self.time, self._before = max(view.time, self.time), view

    def _continues(self, view: EntryView) -> bool:
        """Whether this entry is the first part of a run, or the part that the one before it calls for."""
        before, (part, of) = self._before, view.part
        if before is None or before.part[0] == before.part[1]:
            return part == 1
        same = (before.time, before.action, before.actor, before.req) == (view.time, view.action, view.actor, view.req)
        return same and (part, of) == (before.part[0] + 1, before.part[1])

    def _authority(self, view: EntryView) -> Iterator[Flaw]:
        """Judge the action on the state before its first part."""
        if self._permitted is None:
            return
        if view.part[0] == 1:
            for place, value in self._next_state.items():
                if value is None:
                    self._state.pop(place, None)
                else:
                    self._state[place] = value
            self._next_state.clear()
        if reason := self._permitted(view, self._state):
            yield Flaw(view.idx, None, f"The action {view.action} was not permitted: {reason}")

    def _change(self, idx: int, change: ChangeView, versions: dict[Place, Opening]) -> Iterator[Flaw]:
        place = (change.kind, change.ref)
        name = f"{change.kind} {change.ref}"
        if change.prev != self.latest.get(place):
            expected = self.latest.get(place)
            yield Flaw(idx, name, f"It follows version {change.prev}, and the one before is {expected}.")
        if change.op in ("redact", "erase"):
            yield from self._erasure(idx, name, change)
            return
        self.latest[place] = idx
        found = versions.pop((idx, *place), None)
        if found is None:
            yield Flaw(idx, name, "Its version is missing.")
        elif found[2] is not None:
            self._erased[idx, change.kind, change.ref] = found
            self._remember(place, found[1])
        elif _is_what_was_committed(change, *found[:2]):
            self._remember(place, found[1])
            if 'sha256":"' in found[1]:
                self.files.update((digest, (idx, name)) for digest in named_in(found[1]) if digest not in self.files)
        else:
            yield Flaw(idx, name, "Its stored value is not the one that the entry commits to.")

    def _remember(self, place: tuple[str, str], value: str | None) -> None:
        """Keep what the next action is judged on."""
        if place[0] in self._kinds:
            self._next_state[place] = None if value == ENDED else value

    def _erasure(self, idx: int, name: str, change: ChangeView) -> Iterator[Flaw]:
        at = -1 if change.at is None else change.at
        found = self._erased.get((at, change.kind, change.ref))
        if found is None or not isinstance(found[2], int):
            yield Flaw(idx, name, f"It erased the value of entry {at}, which is still there or was never written.")
            return
        salt, value, by = found
        if by > idx:
            return  # erased again later; that entry answers for what is stored now
        del self._erased[at, change.kind, change.ref]
        gone = salt is None and value is None
        if by != idx or not (gone if change.op == "erase" else opens(change.c, salt, value)):
            yield Flaw(at, name, f"What is stored is not what the erasure by entry {idx} left of it.")


COPIES = ("time", "action", "actor", "request")


def _copies(view: EntryView) -> tuple[str, ...]:
    return view.time, view.action, view.actor.id or "", view.req or ""


def _is_what_was_committed(change: ChangeView, salt: Any, value: Any) -> bool:
    return opens(change.c, salt, value) and (value == ENDED) == (change.op == "drop") and change.at is None


def opens(committed: str | None, salt: Any, value: Any) -> bool:
    """Whether salt and value, as stored, are what was committed to."""
    if not isinstance(salt, bytes) or len(salt) != SALT_SIZE or not isinstance(value, str):
        return False
    return sha256(salt + value.encode("utf-8", "surrogatepass")).hexdigest() == committed
