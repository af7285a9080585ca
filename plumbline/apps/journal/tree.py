"""The stored Merkle tree: its nodes, read one by one for proofs."""

from __future__ import annotations

from uuid import UUID

from plumbline.apps.journal.statements import key, row
from plumbline.engine.proof.merkle import NodeReader, TreeError

LEAF = "SELECT leaf_hash FROM journal_entry WHERE organization_id = %s AND idx = %s"
NODE = "SELECT hash FROM journal_node WHERE organization_id = %s AND level = %s AND idx = %s"


def node_reader(organization_id: UUID) -> NodeReader:
    """Gives the stored hash of a complete subtree; level 0 is an entry's leaf. Raises TreeError where it is missing."""
    organization = key(organization_id)

    def node(level: int, idx: int) -> bytes:
        found = row(LEAF, [organization, idx]) if level == 0 else row(NODE, [organization, level, idx])
        if found is None:
            raise TreeError(f"The journal's tree lacks the node {level}/{idx}. Run `plumbline log verify`.")
        return bytes(found[0])

    return node
