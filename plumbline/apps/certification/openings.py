"""The journal in a pack: entries, tree, checkpoints, and the values that open what the entries committed to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.certification.choosing import Chosen
from plumbline.apps.journal import given_out, signer
from plumbline.apps.journal.checkpoints import StoredCheckpoint
from plumbline.apps.journal.given_out import Opening
from plumbline.apps.journal.log import DamagedLogError
from plumbline.engine.proof.merkle import leaf_hash, root_at
from plumbline.reports.pack.container import PackWriter
from plumbline.reports.pack.tree import TILE, Tree, bundle, tile_names


class OvertakenError(RuntimeError):
    """Something was erased while it was packed, again and again."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What the values of a pack amount to: how many, which were erased, and the files that they name."""

    erased: list[str] = field(default_factory=list)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Digest of each file -> the record that names it, and the ending it bears there."""


def write_entries(out: PackWriter, organization_id: UUID, checkpoint: StoredCheckpoint) -> Tree:
    """The headers as lines, as bundles, and the tree over them. Raises DamagedLogError where it is not the signed one.

    They are read twice, since a zip takes one file after the other and a long journal is not held in memory.
    """
    leaves = list[bytes]()
    with out.growing("entries.jsonl") as lines:
        for header in given_out.headers(organization_id, checkpoint.size):
            lines.write(header + b"\n")
            leaves.append(leaf_hash(header))
    tree = Tree(leaves)
    if tree.size != checkpoint.size or root_at(tree.size, tree.node) != checkpoint.root:
        raise DamagedLogError("The journal's entries do not lead to the root that was signed, so no pack is made.")
    again = given_out.headers(organization_id, checkpoint.size)
    for name in tile_names("entries", checkpoint.size):
        out.add(name, bundle(list(islice(again, TILE))))
    for name, hashes in tree.tiles():
        out.add(name, hashes, packed=False)
    return tree


def write_checkpoints(out: PackWriter, organization_id: UUID, checkpoint: StoredCheckpoint, tree: Tree) -> list[str]:
    """The checkpoint, older ones with proofs that the journal only grew, and the keys; returns those that do not fit.

    Older ones are that of every earlier pack, and of every month the last: who holds any other can compute its proof.
    """
    out.add("checkpoint", checkpoint.note.encode())
    for name, vkey in signer.public_keys(organization_id).items():
        out.add(f"keys/{name}", f"{vkey}\n".encode())
    odd = []
    for each in _worth_keeping(organization_id, checkpoint.size):
        if root_at(each.size, tree.node) != each.root:
            odd.append(f"The checkpoint over {each.size} entries, made {each.made_at}, was signed over other entries.")
            continue
        out.add(f"checkpoints/{each.size}", each.note.encode())
        out.add(f"consistency/{each.size}-{tree.size}.txt", tree.consistency(each.size, checkpoint.note).encode())
    return odd


def _worth_keeping(organization_id: UUID, size: int) -> Iterator[StoredCheckpoint]:
    packs = iter([*given_out.indices_of(organization_id, Permission.PACK_MAKE.value, size - 1), size])
    awaited = next(packs)
    before: StoredCheckpoint | None = None
    for each in given_out.earlier_checkpoints(organization_id, size):
        of_pack = each.size > awaited
        while each.size > awaited:
            awaited = next(packs, size)
        if before is not None and before.made_at[:7] != each.made_at[:7]:
            yield before
        before = None if of_pack else each
        if of_pack:
            yield each
    if before is not None:
        yield before


def write_openings(out: PackWriter, organization_id: UUID, known: int, size: int, choice: Chosen) -> Packed:
    """Every version of what goes along, up to entry `known`, with the salt that opens it; a line is canonical JSON.

    Raises OvertakenError where something was erased by an entry that the checkpoint does not cover.
    """
    packed = Packed()
    with out.growing("disclosures.jsonl") as lines:
        for each in given_out.openings(organization_id, known, choice.kinds):
            if not choice.holds(each.kind, each.ref):
                continue
            lines.write(_line(each))
            if each.erased_by is not None:
                how = "erased" if each.value is None else "redacted"
                packed.erased.append(
                    f"{each.kind} {each.ref}: what entry {each.idx} said was {how} by {each.erased_by}."
                )
            if each.value is not None and 'sha256":"' in each.value:
                packed.files.update(
                    (digest, (f"{each.kind} {each.ref}", ending)) for digest, ending in _files(json.loads(each.value))
                )
    if given_out.erased_since(organization_id, size):
        raise OvertakenError("Something was erased while the pack was made. Make it again.")
    return packed


def _line(each: Opening) -> bytes:
    """The opening as a line; the value stands in it as the very text that was hashed."""
    by = "null" if each.erased_by is None else each.erased_by
    salt = "null" if each.salt is None else f'"{each.salt.hex()}"'
    value = "null" if each.value is None else each.value
    place = f'"by":{by},"idx":{each.idx},"kind":"{each.kind}","ref":"{each.ref}"'
    return f'{{{place},"salt":{salt},"value":{value}}}\n'.encode()


def _files(value: Any) -> Iterator[tuple[str, str]]:
    """Digest and ending of each file that a value names: `sha256` beside a `name`, or `pdf_sha256`."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name.endswith("sha256") and isinstance(each, str):
                ending = name.removesuffix("sha256").removesuffix("_") or str(value.get("name", "")).rpartition(".")[2]
                yield each, ending.lower()
            yield from _files(each)
    elif isinstance(value, list):
        for each in value:
            yield from _files(each)
