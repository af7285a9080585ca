"""The proof that one version of one record is in the journal: all a stranger needs, and nothing about other records."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from plumbline.apps.journal import checkpoints, signer
from plumbline.apps.journal.headers import ChangeView, HeaderError, read_header
from plumbline.apps.journal.reading import kinds_of
from plumbline.apps.journal.statements import key, row
from plumbline.apps.journal.tree import node_reader
from plumbline.engine.proof.canonical import LARGEST_INTEGER, JsonValue
from plumbline.engine.proof.entry import commitment
from plumbline.engine.proof.merkle import inclusion_proof, leaf_hash, verify_inclusion
from plumbline.engine.proof.notes import NoteError, VerifierKey

MOST_SHOWN = 400


class NoSuchVersionError(LookupError):
    """The record was never written down."""


class ManyKindsError(LookupError):
    """Records of several kinds bear the reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a record had a value from entry `version` on, as entry `index` of the log commits to it.

    `index` is `version`, except for a value that a later entry redacted or erased: then it is that entry, and an erased
    value has neither salt nor value to show. `header` is the exact text that was hashed, `path` the audit path from
    `leaf` to the root at `size`, `checkpoint` the signed note with that root, `vkey` the key that signed it.
    """

    kind: str
    ref: str
    version: int
    index: int
    header: str
    leaf: bytes
    size: int
    path: tuple[bytes, ...]
    checkpoint: str
    vkey: str
    salt: bytes | None
    value: str | None

    def verify(self, vkey: str | None = None) -> tuple[str, ...]:
        """Everything that is wrong with the proof; empty when it holds.

        vkey: the log's key as the verifier got it elsewhere. Without one the proof is held against the key it brings
        along, which shows that it fits together and not whose log it is.
        """
        return tuple(self._problems(vkey or self.vkey))

    def _problems(self, vkey: str) -> Iterator[str]:
        if leaf_hash(self.header.encode()) != self.leaf:
            yield "The header does not hash to the leaf."
        try:
            checkpoint, _ = checkpoints.opened(self.checkpoint, VerifierKey.parse(vkey))
        except NoteError as error:
            yield f"The checkpoint does not hold: {error}"
        else:
            if checkpoint.size != self.size:
                yield f"The checkpoint is about {checkpoint.size} entries, and the path about {self.size}."
            if not verify_inclusion(self.leaf, self.index, self.size, self.path, checkpoint.root):
                yield f"The path does not lead from the leaf of entry {self.index} to the checkpoint's root."
        yield from self._opening_problems()

    def _opening_problems(self) -> Iterator[str]:
        try:
            header = read_header(self.header.encode())
        except HeaderError as error:
            yield f"Of entry {self.index} {error}."
            return
        if header.idx != self.index:
            yield f"The header is that of entry {header.idx}, not {self.index}."
        at = None if self.index == self.version else self.version
        wanted = (self.kind, self.ref, at)
        change = next((each for each in header.changes if (each.kind, each.ref, each.at) == wanted), None)
        if change is None:
            yield f"Entry {self.index} does not speak of {self.kind} {self.ref}."
        elif not self._opens(change):
            yield f"Salt and value do not open the commitment of entry {self.index}."

    def _opens(self, change: ChangeView) -> bool:
        if self.salt is None or self.value is None:
            return change.op == "erase" and self.salt is None and self.value is None
        return change.c == commitment(self.salt, self.value.encode()).hex()

    def as_json(self) -> Mapping[str, JsonValue]:
        """The proof as JSON: hashes and salt in hexadecimal, header and value as the text that was hashed."""
        return {
            "kind": self.kind,
            "ref": self.ref,
            "version": self.version,
            "index": self.index,
            "header": self.header,
            "leaf": self.leaf.hex(),
            "size": self.size,
            "path": [node.hex() for node in self.path],
            "checkpoint": self.checkpoint,
            "vkey": self.vkey,
            "salt": None if self.salt is None else self.salt.hex(),
            "value": self.value,
        }

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What the proof consists of, to print: pairs of what it is and what it says."""
        return (
            ("Record", f"{self.kind} {self.ref}, the version of entry {self.version}"),
            ("Value", "erased" if self.value is None else self.value),
            ("Salt", "erased" if self.salt is None else self.salt.hex()),
            ("Entry", f"{self.index} of {self.size}"),
            ("Header", _shortened(self.header)),
            ("Leaf", self.leaf.hex()),
            *((f"Path {number}", node.hex()) for number, node in enumerate(self.path, 1)),
            ("Checkpoint", self.checkpoint),
            ("Key", self.vkey),
        )

    def as_tlog_proof(self) -> str:
        """The inclusion proof in the C2SP `tlog-proof` format, for foreign tools."""
        path = "".join(base64.b64encode(node).decode() + "\n" for node in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{path}\n{self.checkpoint}"


def _shortened(header: str) -> str:
    """A header as people look at it; the exact bytes are in the JSON, which is what one verifies."""
    return header if len(header) <= MOST_SHOWN else f"{header[:MOST_SHOWN]} … ({len(header):,} bytes, whole in JSON)"


def proof_of(organization_id: UUID, ref: str, kind: str = "") -> Proof | None:
    """The proof of the latest version of the record that bears a reference; None when there never was one.

    Raises ManyKindsError when records of several kinds bear it and `kind` does not say which is meant.
    """
    kinds = [each for each in kinds_of(organization_id, ref) if kind in ("", each)]
    if len(kinds) > 1:
        raise ManyKindsError(f"{ref} is a {', a '.join(kinds)}. Say which kind is meant.")
    return prove(organization_id, kinds[0], ref) if kinds else None


def prove(organization_id: UUID, kind: str, ref: str, idx: int | None = None) -> Proof:
    """The proof of a record's latest version, or of the one that stood right after entry `idx`.

    Cuts a checkpoint when the last one is older than the entry. Raises NoSuchVersionError, ForkError, KeyTroubleError.
    """
    found = row(
        "SELECT idx, salt, value, erased_by FROM journal_version"
        " WHERE organization_id = %s AND kind = %s AND ref = %s AND idx <= %s ORDER BY idx DESC LIMIT 1",
        [key(organization_id), kind, ref, LARGEST_INTEGER if idx is None else idx],
    )
    if found is None:
        when = "" if idx is None else f" at entry {idx}"
        raise NoSuchVersionError(f"The journal has no version of {kind} {ref}{when}. Look up its history.")
    version, salt, value, erased_by = found
    index = version if erased_by is None else erased_by
    last = checkpoints.latest(organization_id)
    if last is None or last.size <= index:
        last = checkpoints.cut(organization_id)
        assert last is not None  # noqa: S101 - the log holds the entry, so it has grown beyond the last checkpoint
    node = node_reader(organization_id)
    return Proof(
        kind=kind,
        ref=ref,
        version=version,
        index=index,
        header=_header(organization_id, index),
        leaf=node(0, index),
        size=last.size,
        path=tuple(inclusion_proof(last.size, index, node)),
        checkpoint=last.note,
        vkey=signer.verifier_key(organization_id).vkey(),
        salt=None if salt is None else bytes(salt),
        value=value,
    )


def _header(organization_id: UUID, idx: int) -> str:
    found = row("SELECT header FROM journal_entry WHERE organization_id = %s AND idx = %s", [key(organization_id), idx])
    if found is None:
        raise NoSuchVersionError(f"The journal lacks entry {idx}. Run `plumbline log verify`.")
    return bytes(found[0]).decode()
