"""Which files are taken as evidence: by what they are called and by what they are, and both have to agree.

Programs, web pages and drawings that may hold scripts are not among them. What is inside of a picture or an archive is
measured elsewhere (`measured`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import puremagic

from plumbline.apps.accounts.errors import RefusedError

ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
HEAD = 4096
"""So many bytes of the beginning tell what a file is."""
LONGEST_NAME = 120
UNSAID = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing so that `exe.pdf` reads as something else."""
ACTIVE = re.compile(rb"<\s*(?:!--|!doctype\b|html\b|head\b|body\b|script\b|svg\b|iframe\b|\?xml\b)", re.IGNORECASE)
"""How a text begins that a browser might take for a page."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of file: what it is served as, the endings it goes by as puremagic names them, and how it may be shown."""

    media_type: str
    endings: frozenset[str] = field(default_factory=frozenset)
    shown: str = ""
    """`picture`, `table` or `text` where a page may show it; else it is only handed out."""

    @property
    def is_text(self) -> bool:
        """Whether it is characters and nothing else."""
        return not self.endings


def _type(media_type: str, *endings: str, shown: str = "") -> Type:
    return Type(media_type, frozenset(endings), shown)


TYPES: Mapping[str, Type] = {
    ".pdf": _type("application/pdf", ".pdf"),
    ".png": _type("image/png", ".png", shown="picture"),
    ".jpg": _type("image/jpeg", ".jpg", ".jpeg", shown="picture"),
    ".jpeg": _type("image/jpeg", ".jpg", ".jpeg", shown="picture"),
    ".webp": _type("image/webp", ".webp", shown="picture"),
    ".docx": _type(f"{OFFICE}.wordprocessingml.document", ".docx"),
    ".xlsx": _type(f"{OFFICE}.spreadsheetml.sheet", ".xlsx"),
    ".pptx": _type(f"{OFFICE}.presentationml.presentation", ".pptx"),
    ".odt": _type(f"{OPEN}.text", ".docx"),
    ".ods": _type(f"{OPEN}.spreadsheet", ".docx"),
    ".zip": _type("application/zip", ".docx", ".zip"),
    ".csv": _type("text/csv", shown="table"),
    ".txt": _type("text/plain", shown="text"),
    ".log": _type("text/plain", shown="text"),
    ".md": _type("text/plain", shown="text"),
    ".json": _type("application/json", shown="text"),
    ".eml": _type("message/rfc822", shown="text"),
}
"""By ending. Archives begin alike, so that puremagic calls each of them `.docx`; their insides tell them apart."""
ACCEPTED = ",".join(TYPES)
SPOKEN = "PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX, ODT, ODS, ZIP, CSV, JSON, TXT, LOG, MD or EML"


def file_name(said: str) -> str:
    """What a file is called, without any folder, and without characters that mislead whoever reads it."""
    last = PurePosixPath(UNSAID.sub("", said).replace("\\", "/")).name.strip(" .")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending)]}{dot}{ending[:10]}" if dot else last[:LONGEST_NAME]


def type_of(name: str, head: bytes) -> Type:
    """The type of a file by its name and first bytes. Raises RefusedError where they disagree or it is not taken."""
    ending = PurePosixPath(name).suffix.lower()
    known = TYPES.get(ending)
    if known is None:
        raise RefusedError(f"“{name}” is of a type that is not taken. Bring it as {SPOKEN}.")
    if known.is_text:
        _refuse_unlike_text(name, head)
    elif not known.endings & _sniffed(head):
        raise RefusedError(
            f"“{name}” is called {ending} and is something else inside. Save it in the program it comes from, "
            "then send what that wrote."
        )
    return known


def is_archive(head: bytes) -> bool:
    """Whether a file is a ZIP archive or one of the documents that are."""
    return head.startswith(ZIP)


def _sniffed(head: bytes) -> frozenset[str]:
    try:
        found: Iterable[puremagic.PureMagicWithConfidence] = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):  # nothing it knows, or nothing at all
        return frozenset()
    return frozenset(each.extension.lower() for each in found)


def _refuse_unlike_text(name: str, head: bytes) -> None:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\0" in head and not utf16) or (not utf16 and _sniffed(head) & NO_TEXT):
        raise RefusedError(f"“{name}” is called a text and is something else inside. Give it the ending it had.")
    if ACTIVE.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")):
        raise RefusedError(f"“{name}” is a web page, which could run in a browser. Print it to a PDF and send that.")


NO_TEXT = frozenset(
    {".exe", ".dll", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".docx", ".zip", ".gz", ".7z", ".rar", ".elf"}
)
