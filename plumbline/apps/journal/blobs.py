"""Files kept by content: a value names a file by its SHA-256, and the file lies under that name in the home."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from plumbline.apps.journal.flaws import Flaw

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMED = re.compile(r'sha256":"([0-9a-f]{64})"')  # inside a text the quotes would be escaped, so only keys are met
UNFINISHED = ".part"


def place(sha256: str) -> Path:
    """Where the file with this digest (64 hexadecimal digits) lies, or would lie."""
    home: Path = settings.PLUMBLINE_HOME
    return home / "blobs" / sha256[:2] / sha256[2:]


def is_digest(words: str) -> bool:
    """Whether words are the digest of a file as records hold it."""
    return bool(_DIGEST.fullmatch(words))


def keep(content: bytes) -> str:
    """Keep a file by its content and return its digest; what is kept already is not written again.

    It is on the disk before a record can name it. Where it finds no room, nothing of it stays.
    """
    digest = hashlib.sha256(content).hexdigest()
    file = place(digest)
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.{uuid4().hex}{UNFINISHED}")  # two may send the same at once
        try:
            with unfinished.open("xb") as written:
                written.write(content)
                written.flush()
                os.fsync(written.fileno())
            unfinished.replace(file)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    return digest


def clear_unfinished(before: datetime) -> int:
    """Remove what a process began to keep before this moment and was killed over; returns how many files that were."""
    home: Path = settings.PLUMBLINE_HOME
    old = [each for each in home.glob(f"blobs/*/*{UNFINISHED}") if each.stat().st_mtime < before.timestamp()]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


def missing(digests: Iterable[str]) -> frozenset[str]:
    """Those of the digests whose file the home does not hold."""
    return frozenset(digest for digest in digests if not place(digest).is_file())


def named_in(value: str) -> list[str]:
    """The digests of the files that a canonical value names."""
    return _NAMED.findall(value)


def altered_files(named: Mapping[str, tuple[int, str]]) -> Iterator[Flaw]:
    """Every kept file whose content is not what its digest says, told at the entry that first named it.

    named: digest -> (entry, record). A file that was never handed in is no flaw of the journal: rules ask for it.
    """
    for digest, (idx, record) in named.items():
        file = place(digest)
        if not file.is_file():
            continue
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != digest:
            yield Flaw(idx, record, f"The kept file {digest[:12]}… has other content than was recorded.")
