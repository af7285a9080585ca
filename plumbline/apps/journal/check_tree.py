"""Checking the stored tree: each node is the hash of its two stored children, so a wrong one is found where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from plumbline.apps.journal.flaws import Flaw
from plumbline.apps.journal.statements import key, rows
from plumbline.apps.journal.tree import node_reader
from plumbline.engine.proof.merkle import TreeError

LEVELS = 12
BATCH = 1 << LEVELS
"""Entries checked at a time: one complete subtree, so that all nodes up to its own level lie within."""


class TreeCheck:
    """The stored hashes of one pass over a log, and the few above the batches that have passed."""

    def __init__(self, organization_id: UUID, size: int) -> None:
        self._organization = key(organization_id)
        self._reader = node_reader(organization_id)
        self._size = size
        self._here: dict[tuple[int, int], Any] = {}
        self._kept: dict[tuple[int, int], Any] = {}

    def node(self, level: int, idx: int) -> bytes:
        """The stored hash of a subtree of this batch or of a whole batch before it; KeyError where there is none."""
        place = (level, idx)
        found = self._here.get(place, self._kept.get(place))
        if found is None and level > LEVELS:
            found = self._kept[place] = self._stored(level, idx)
        if not isinstance(found, bytes):
            raise KeyError(place)
        return found

    def batch(self, start: int, leaves: Mapping[int, Any]) -> Iterator[Flaw]:
        """Check every subtree that lies within the entries from `start` on, given their stored leaves."""
        stop = min(start + BATCH, self._size)
        self._here = {(0, idx): leaf for idx, leaf in leaves.items()}
        for level in range(1, LEVELS + 1):
            yield from self._level(level, start >> level, stop >> level)
        self._keep(start, stop)

    def above(self) -> Iterator[Flaw]:
        """Check the subtrees that span batches."""
        self._here = {}
        for level in range(LEVELS + 1, self._size.bit_length()):
            yield from self._level(level, 0, self._size >> level)
        self._kept |= self._here

    def strangers(self) -> Iterator[Flaw]:
        """Nodes that no tree of this size has."""
        for level, idx in rows(
            "SELECT level, idx FROM journal_node WHERE organization_id = %s AND level NOT BETWEEN 1 AND 63",
            [self._organization],
        ):
            yield Flaw(None, None, f"The node {level}/{idx} belongs to no tree.")
        for level in range(1, 64):
            for (idx,) in rows(
                "SELECT idx FROM journal_node WHERE organization_id = %s AND level = %s AND NOT idx BETWEEN 0 AND %s",
                [self._organization, level, (self._size >> level) - 1],
            ):
                yield Flaw(None, None, f"The node {level}/{idx} lies beyond the {self._size} entries there are.")

    def _level(self, level: int, low: int, high: int) -> Iterator[Flaw]:
        stored = dict(
            rows(
                "SELECT idx, hash FROM journal_node"
                " WHERE organization_id = %s AND level = %s AND idx BETWEEN %s AND %s",
                [self._organization, level, low, high - 1],
            )
            if high > low
            else ()
        )
        here, kept = self._here, self._kept
        for idx in range(low, high):
            first, second = (level - 1, 2 * idx), (level - 1, 2 * idx + 1)
            left, right = here.get(first, kept.get(first)), here.get(second, kept.get(second))
            found = stored.get(idx)
            here[level, idx] = found
            if left is None or right is None or not isinstance(left, bytes) or not isinstance(right, bytes):
                continue  # the missing or misshapen child has been told already
            if found != sha256(b"\x01" + left + right).digest():
                said = "is missing" if found is None else "is not the hash of its two halves"
                first_entry, last_entry = idx << level, ((idx + 1) << level) - 1
                yield Flaw(first_entry, None, f"The tree's node over entries {first_entry} to {last_entry} {said}.")

    def _stored(self, level: int, idx: int) -> bytes:
        try:
            return self._reader(level, idx)
        except TreeError as error:
            raise KeyError((level, idx)) from error

    def _keep(self, start: int, stop: int) -> None:
        """Of a whole batch its top is enough; of the last one, everything on the right edge may be asked for."""
        if stop - start == BATCH:
            self._kept[LEVELS, start >> LEVELS] = self._here.get((LEVELS, start >> LEVELS))
        else:
            self._kept |= self._here
