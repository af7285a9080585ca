"""The container of a pack: a zip whose every byte is a file's, and a manifest of all files that one key signs."""

from __future__ import annotations

import base64
import hashlib
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from plumbline.engine.proof.notes import Checkpoint, SeedSigner, sign_note
from plumbline.reports.zipped import FIRST_DAY

MANIFEST, NOTE = "manifest", "manifest.note"
SUFFIX = "/pack"
"""What the key's name bears when it signs a pack: a note about a pack is never one about the journal."""
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
ORDINARY_FILE = (stat.S_IFREG | 0o644) << 16
UNIX = 3
QUICKLY = 3  # a third of the time of the best compression, and nearly as small


class UnsafeNameError(ValueError):
    """A file of a pack would bear a name that could lead elsewhere, or one that is there already."""


class _Hashed:
    """A member that is being written, and the hash of what was written."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member, self.digest = member, hashlib.sha256()

    def write(self, content: bytes) -> None:
        """Write a piece."""
        self._member.write(content)
        self.digest.update(content)


class PackWriter:
    """Writes the files of a pack one after the other; the manifest and its signature come last."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICKLY)
        self._hashes: dict[str, str] = {}
        self._taken: set[str] = set()

    def __enter__(self) -> PackWriter:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file; what was not signed before is no pack."""
        self._zip.close()

    @property
    def names(self) -> Collection[str]:
        """The files that were written so far."""
        return self._hashes.keys()

    @property
    def files(self) -> int:
        """How many files were written so far."""
        return len(self._hashes)

    def add(self, name: str, content: bytes, *, packed: bool = True) -> None:
        """Write a file; `packed`: make it smaller, which is in vain for what was packed before."""
        self._zip.writestr(self._member(name, ZIP_DEFLATED if packed else ZIP_STORED), content)
        self._hashes[name] = hashlib.sha256(content).hexdigest()

    @contextmanager
    def growing(self, name: str) -> Iterator[_Hashed]:
        """A file that is written piece by piece and never held whole."""
        with self._zip.open(self._member(name, ZIP_DEFLATED), "w", force_zip64=False) as member:
            hashed = _Hashed(member)
            yield hashed
        self._hashes[name] = hashed.digest.hexdigest()

    def sign(self, checkpoint: Checkpoint, *, known: int, made_at: str, signer: SeedSigner) -> None:
        """Write the manifest and the note in which the journal's key signs it.

        known: the number of entries up to which the values in the pack go; made_at: UTC text.
        """
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._hashes.items())).encode()
        said = statement(checkpoint, manifest, known=known, made_at=made_at)
        self.add(MANIFEST, manifest)
        self.add(NOTE, sign_note(said, signer.named(signer.key.name + SUFFIX)).encode())

    def _member(self, name: str, method: int) -> ZipInfo:
        if not SAFE.fullmatch(name) or name.lower() in self._taken:
            raise UnsafeNameError(f"A pack cannot hold a file {name!r}: its name is unsafe or taken.")
        self._taken.add(name.lower())
        held = ZipInfo(name, FIRST_DAY)
        held.compress_type, held.create_system, held.external_attr = method, UNIX, ORDINARY_FILE
        return held


def statement(checkpoint: Checkpoint, manifest: bytes, *, known: int, made_at: str) -> str:
    """The words that are signed: which journal, at which size and root, and the hash of the manifest."""
    return (
        f"plumbline pack v1\n{checkpoint.origin}\nentries {checkpoint.size}\n"
        f"root {base64.b64encode(checkpoint.root).decode()}\nrecords {known}\nmade {made_at}\n"
        f"manifest {hashlib.sha256(manifest).hexdigest()}\n"
    )
