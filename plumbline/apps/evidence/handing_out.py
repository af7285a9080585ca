"""Files handed out: as attachments, with a name for whoever keeps them, and never able to run anything.

What a file is, is read from its bytes each time. What a record says of it came from somebody.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.http import FileResponse, HttpResponse

from plumbline.apps.accounts.errors import NotFoundError, RefusedError
from plumbline.apps.evidence.allowed import HEAD, Type, file_name, type_of
from plumbline.apps.journal import blobs
from plumbline.apps.ui.csp import CSP
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.kinds import EvidenceItem

NOTHING_RUNS = "default-src 'none'; sandbox"
UNKNOWN = "application/octet-stream"
MOST_READ = 256 * 1024
MOST_ROWS, MOST_COLUMNS = 200, 40


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page may show of a file: `picture`, rows of a `table`, or the `text`; `cut` where there is more."""

    blob: Blob
    kind: str
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    cut: bool = False


def attached(blob: Blob | None, ref: str) -> FileResponse:
    """The file as an attachment, whatever it is."""
    held, path = _kept(blob, ref)
    kind = _type(held, path)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file_name(held.name) or held.sha256[:12],
        content_type=kind.media_type if kind else UNKNOWN,
    )
    answer.headers[CSP] = NOTHING_RUNS
    return answer


def inline(blob: Blob | None, ref: str) -> HttpResponse:
    """A picture for a page. Raises RefusedError for everything else."""
    held, path = _kept(blob, ref)
    kind = _type(held, path)
    if kind is None or kind.shown != "picture":
        raise RefusedError(f"{ref} holds no picture that is shown. Download the file instead.")
    answer = HttpResponse(path.read_bytes(), content_type=kind.media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers[CSP] = NOTHING_RUNS
    return answer


def seen_on_page(blob: Blob | None, ref: str) -> Shown:
    """What the page of a file shows."""
    held, path = _kept(blob, ref)
    kind = _type(held, path)
    if kind is None or kind.shown not in ("table", "text"):
        return Shown(held, kind.shown if kind else "")
    with path.open("rb") as content:
        said = content.read(MOST_READ + 1)
    text, cut = _decoded(said[:MOST_READ]), len(said) > MOST_READ
    if kind.shown == "text":
        return Shown(held, "text", text=text, cut=cut)
    rows = tuple(islice(_rows(text), MOST_ROWS + 1))
    return Shown(held, "table", rows=rows[:MOST_ROWS], cut=cut or len(rows) > MOST_ROWS)


def _kept(blob: Blob | None, ref: str) -> tuple[Blob, Path]:
    if blob is None or not blobs.is_digest(blob.sha256):
        raise NotFoundError(EvidenceItem.REGISTER, f"{ref} with a file")
    path = blobs.place(blob.sha256)
    if not path.is_file():
        raise NotFoundError(EvidenceItem.REGISTER, f"file of {ref} in the store; restore it from the backup")
    return blob, path


def _type(blob: Blob, path: Path) -> Type | None:
    with path.open("rb") as content:
        head = content.read(HEAD)
    try:
        return type_of(file_name(blob.name), head)
    except RefusedError:  # it came by an import, which takes any file
        return None


def _decoded(said: bytes) -> str:
    if said.startswith((b"\xff\xfe", b"\xfe\xff")):
        return said.decode("utf-16", errors="replace")
    try:
        return said.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_in_a_character = error.start > len(said) - 4
        return said.decode("utf-8-sig" if cut_in_a_character else "cp1252", errors="replace")


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    first = text.partition("\n")[0]
    mark = max(",;\t|", key=first.count)
    try:
        for each in csv.reader(io.StringIO(text), delimiter=mark):
            yield tuple(each[:MOST_COLUMNS])
    except csv.Error:
        return
