"""The file of a backup: a ZIP of tables and kept files with a list of contents, sealed where there is a passphrase."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from plumbline.apps.accounts.errors import RefusedError
from plumbline.formats.sealed import SealedReader, SealedWriter, SealError, is_sealed

FORMAT = 1
CONTENTS = "backup.json"
PIECE = 1 << 20
LARGEST_CONTENTS = 64 << 20
ENDS = b"\nsha256 "
DIGEST_SIZE = len(ENDS) + 64


class BackupError(RefusedError):
    """The file is no backup, or not a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Where an organisation's journal stood: head and the latest signed checkpoint."""

    organization: str
    name: str
    origin: str
    epoch: int
    size: int
    root: str
    checkpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is kept of a table: columns, number of rows, and the digest of its lines."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Contents:
    """The list of contents, written last: a file without it is not whole."""

    format: int = FORMAT
    release: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    journals: list[Journal] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    blobs: int = 0
    blob_bytes: int = 0
    keys: dict[str, str] = field(default_factory=dict)


class Packing:
    """A backup being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def table(self, name: str, columns: Iterable[str], lines: Iterable[bytes]) -> Table:
        """Write a table's rows."""
        digest, rows = hashlib.sha256(), 0
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                rows += 1
        return Table(columns=list(columns), rows=rows, sha256=digest.hexdigest())

    def blob(self, digest: str, file: Path) -> int:
        """Write a kept file under its digest; returns its size."""
        with file.open("rb") as content, self._zip.open(f"blobs/{digest}", "w", force_zip64=True) as member:
            size = 0
            while piece := content.read(PIECE):
                member.write(piece)
                size += len(piece)
        return size

    def close(self, contents: Contents) -> None:
        """Write the list of contents and end."""
        self._zip.writestr(CONTENTS, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
        self._zip.close()


@contextmanager
def written(place: Path, passphrase: str) -> Iterator[Packing]:
    """A backup at a place, whole or not at all, readable by its owner only. Raises BackupError where there is one."""
    if place.exists():
        raise BackupError(f"{place} exists already, and a backup is never overwritten. Name another file.")
    if not place.parent.is_dir():
        raise BackupError(f"The folder {place.parent} does not exist. Make it, or name another.")
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w+b") as file:
            if passphrase:
                with io.BufferedWriter(SealedWriter(file, passphrase), PIECE) as sealed:
                    yield Packing(sealed)
            else:
                yield Packing(file)
                end_with_digest(file)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)


def end_with_digest(file: IO[bytes]) -> None:
    """Write behind a file what it holds, so that not even a byte that nobody reads is altered unnoticed."""
    digest = _digest_of(file, file.seek(0, os.SEEK_END))
    file.seek(0, os.SEEK_END)
    file.write(ENDS + digest)


def _refuse_altered(file: IO[bytes]) -> None:
    """Raise BadZipFile where a file does not end with the digest of all before it; it is left where it begins."""
    digest = _digest_of(file, file.seek(0, os.SEEK_END) - DIGEST_SIZE)
    if file.read() != ENDS + digest:
        raise zipfile.BadZipFile
    file.seek(0)


def _digest_of(file: IO[bytes], left: int) -> bytes:
    """The digest of so many bytes from the beginning of a file, which is left behind them."""
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()


class Archive:
    """A backup being read; everything in it was held against its digest before anything of it is used."""

    def __init__(self, packed: zipfile.ZipFile, contents: Contents) -> None:
        self._zip = packed
        self.contents = contents

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table."""
        with self._zip.open(f"tables/{table}.jsonl") as member:
            yield from member

    def blobs(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Digest and content, piece by piece, of every kept file."""
        for name in self._zip.namelist():
            if name.startswith("blobs/"):
                yield name.removeprefix("blobs/"), self._pieces(name)

    def check(self) -> None:
        """Read everything once. Raises BackupError where something is missing, damaged or too much."""
        there = sorted(self._zip.namelist())
        blobs = [name for name in there if name.startswith("blobs/")]
        wanted = [CONTENTS, *(f"tables/{name}.jsonl" for name in self.contents.tables)]
        if sorted([*wanted, *blobs]) != there or len(blobs) != self.contents.blobs:
            raise BackupError("The backup does not hold what its list of contents says. Take another.")
        for name, table in self.contents.tables.items():
            digest, rows = hashlib.sha256(), 0
            for line in self.lines(name):
                digest.update(line)
                rows += 1
            if (digest.hexdigest(), rows) != (table.sha256, table.rows):
                raise BackupError(f"The table {name} in the backup is damaged. Take another backup.")
        for name, pieces in self.blobs():
            digest = hashlib.sha256()
            for piece in pieces:
                digest.update(piece)
            if digest.hexdigest() != name:
                raise BackupError(f"The kept file {name[:12]}… in the backup is damaged. Take another backup.")

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as member:
            while piece := member.read(PIECE):
                yield piece


@contextmanager
def opened(place: Path, passphrase: str) -> Iterator[Archive]:
    """The backup at a place, checked. Raises BackupError where it cannot be used; nothing has been changed then."""
    try:
        with place.open("rb") as file, _unsealed(place, file, passphrase) as plain, zipfile.ZipFile(plain) as packed:
            archive = Archive(packed, _contents(place, packed))
            archive.check()
            yield archive
    except (zipfile.BadZipFile, zlib.error, SealError, EOFError, NotImplementedError) as error:
        told = str(error) if isinstance(error, SealError) else "It is damaged, cut short, or no backup at all."
        raise BackupError(f"{place} cannot be restored. {told} Nothing was changed.") from None


@contextmanager
def _unsealed(place: Path, file: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    if not is_sealed(file):
        _refuse_altered(file)
        yield file
        return
    if not passphrase:
        raise BackupError(f"{place} is sealed. Name the file that holds its passphrase with --passphrase-file.")
    with io.BufferedReader(SealedReader(file, passphrase), PIECE) as plain:
        yield plain


def _contents(place: Path, packed: zipfile.ZipFile) -> Contents:
    if CONTENTS not in packed.namelist() or packed.getinfo(CONTENTS).file_size > LARGEST_CONTENTS:
        raise BackupError(f"{place} is no backup of Plumbline. Name one made with `plumbline backup`.")
    raw: Any = packed.read(CONTENTS)
    try:
        contents = msgspec.json.decode(raw, type=Contents)
    except msgspec.MsgspecError:
        raise BackupError(f"The list of contents of {place} cannot be read. Take another backup.") from None
    if contents.format != FORMAT:
        raise BackupError(f"{place} was made by a newer Plumbline ({contents.release}). Update Plumbline first.")
    return contents
