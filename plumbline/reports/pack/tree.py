"""The journal's tree in a pack: tiles that foreign tools read (C2SP tlog-tiles), and proofs that it only grew."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence

from plumbline.engine.proof.merkle import consistency_proof, node_hash

TILE = 256
HEIGHT = 8


class Tree:
    """Every complete subtree over the leaves of a journal, 32 bytes each, the leaves first."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.levels[0])

    def node(self, level: int, idx: int) -> bytes:
        """The hash of a complete subtree."""
        return self.levels[level][idx]

    def tiles(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of every tile of hashes."""
        for level, hashes in enumerate(self.levels[::HEIGHT]):
            for number, name in enumerate(tile_names(str(level), len(hashes))):
                yield name, b"".join(hashes[number * TILE : (number + 1) * TILE])

    def consistency(self, old: int, checkpoint: str) -> str:
        """That the tree begins with the one of `old` entries, in the form in which a witness is asked to sign.

        checkpoint: the signed note of this tree (C2SP tlog-witness, `add-checkpoint`).
        """
        proof = consistency_proof(old, self.size, self.node)
        return f"old {old}\n" + "".join(base64.b64encode(each).decode() + "\n" for each in proof) + f"\n{checkpoint}"


def tile_names(kind: str, count: int) -> Iterator[str]:
    """Where the tiles over so many hashes, or the bundles of so many entries, lie: `tile/0/x001/234.p/17`."""
    for number in range(-(-count // TILE)):
        groups = re.findall("...", str(number).zfill(-(-len(str(number)) // 3) * 3))
        place = "/".join([*(f"x{each}" for each in groups[:-1]), groups[-1]])
        width = min(TILE, count - number * TILE)
        yield f"tile/{kind}/{place}" + (f".p/{width}" if width < TILE else "")


def bundle(headers: Sequence[bytes]) -> bytes:
    """At most 256 entries as one file, each after its length in two bytes."""
    return b"".join(len(each).to_bytes(2, "big") + each for each in headers)
