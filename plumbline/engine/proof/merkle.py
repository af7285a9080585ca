"""The Merkle tree of RFC 6962 (Laurie, Langley, Kasper, 2013, section 2.1), grown at its right edge.

Hashes are 32 bytes of SHA-256. A *complete subtree* is named by (level, idx): it covers the leaves from idx * 2^level
up to, not including, (idx + 1) * 2^level, and never changes once it exists. Verification follows RFC 9162, sections
2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
_SIZE_BYTES = 8

NodeReader = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree (level, idx); level 0 is the leaf hash."""


class Node(NamedTuple):
    """A complete subtree and its hash."""

    level: int
    idx: int
    hash: bytes


class TreeError(ValueError):
    """A tree, a frontier or a proof was asked for that cannot exist."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: the complete subtrees its size is the sum of, at most 64, largest first."""

    def __init__(self) -> None:
        self._size = 0
        self._edge: list[bytes] = []

    @property
    def size(self) -> int:
        """The number of leaves appended so far."""
        return self._size

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf hash; return the complete subtrees it finished, the leaf itself first, then upwards."""
        if len(leaf) != HASH_SIZE:
            raise TreeError(f"A leaf hash has {HASH_SIZE} bytes, not {len(leaf)}. Pass leaf_hash(entry).")
        idx, level, finished = self._size, 0, leaf
        nodes = [Node(level, idx, finished)]
        while idx & 1:
            finished = node_hash(self._edge.pop(), finished)
            idx, level = idx >> 1, level + 1
            nodes.append(Node(level, idx, finished))
        self._edge.append(finished)
        self._size += 1
        return nodes

    def root(self) -> bytes:
        """Return the root of the tree so far; for no leaves the hash of nothing, as RFC 6962 has it."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """Return the size in eight big-endian bytes, then the hashes, largest subtree first."""
        return self._size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Frontier:
        """Return the frontier that `to_bytes` wrote; raise TreeError if the hashes do not fit the size."""
        size = int.from_bytes(stored[:_SIZE_BYTES], "big")
        if len(stored) != _SIZE_BYTES + size.bit_count() * HASH_SIZE:
            raise TreeError("The stored frontier does not fit its size. Rebuild it from the journal's entries.")
        frontier = cls()
        frontier._size = size
        frontier._edge = [stored[at : at + HASH_SIZE] for at in range(_SIZE_BYTES, len(stored), HASH_SIZE)]
        return frontier


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def root_at(size: int, node: NodeReader) -> bytes:
    """Return the root the tree had at `size` leaves, from O(log n) complete subtrees."""
    return _range_root(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(size: int, index: int, node: NodeReader) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1), from O(log n) reads."""
    if not 0 <= index < size:
        raise TreeError(f"A tree of {size} entries has no entry {index}. Ask for one from 0 to {size - 1}.")
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: NodeReader) -> list[bytes]:
    """Return the proof that the tree of `new` leaves extends that of `old` (RFC 6962, 2.1.2), from O(log n) reads."""
    if not 0 < old <= new:
        raise TreeError(f"A tree of {new} entries cannot extend one of {old}. The old size is from 1 to {new}.")
    if old == new:
        return []
    start, end, path = 0, new, list[bytes]()
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    if start:  # otherwise the remaining subtree is the old tree itself, whose root the verifier already holds
        path.append(_range_root(start, end, node))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows the leaf hash at `index` in the tree of `size` leaves with this root."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    sides = list(_sibling_sides(index, size - 1))
    if len(proof) != len(sides):
        return False
    climbed = leaf
    for sibling, is_left in zip(proof, sides, strict=True):
        climbed = node_hash(sibling, climbed) if is_left else node_hash(climbed, sibling)
    return climbed == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether `proof` shows that the tree of `new` leaves begins with that of `old`; a size of 0 proves nothing.

    Equal sizes are a comparison of two roots and nothing else, as the public vectors have it: nothing is hashed, so
    the roots' length is not asked there. Everywhere else each hash must have 32 bytes.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not _are_hashes(old_root, new_root, *proof):
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    steps = list(proof) if here else [old_root, *proof]  # an old tree of 2^n entries is itself the first subtree
    sides = list(_sibling_sides(here, last))
    if len(steps) != 1 + len(sides):
        return False
    old_climbed = new_climbed = steps[0]
    for sibling, is_left in zip(steps[1:], sides, strict=True):
        if is_left:
            old_climbed, new_climbed = node_hash(sibling, old_climbed), node_hash(sibling, new_climbed)
        else:
            new_climbed = node_hash(new_climbed, sibling)
    return old_climbed == old_root and new_climbed == new_root


def _sibling_sides(here: int, last: int) -> Iterator[bool]:
    """Yield for each step from node `here` to the root whether its sibling is on the left; `last` is the right edge."""
    while last:
        is_left = bool(here & 1) or here == last
        while here == last and not here & 1:  # the right edge has no sibling on these levels
            here, last = here >> 1, last >> 1
        yield is_left
        here, last = here >> 1, last >> 1


def _split(width: int) -> int:
    """Return the largest power of two below a width of at least 2."""
    return 1 << (width - 1).bit_length() - 1


def _range_root(start: int, end: int, node: NodeReader) -> bytes:
    """Return the root over [start, end), where start is a multiple of the smallest power of two not below the width."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(_range_root(start, middle, node), _range_root(middle, end, node))


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
