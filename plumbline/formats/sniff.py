"""What a file is, judged by its content: names and endings lie."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

FileKind = Literal[
    "csv", "xlsx", "xlsb", "xls", "ods", "encrypted", "zip", "pdf", "html", "xml", "json", "binary", "empty"
]

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
HEAD = 65_536
PIECE = 1_048_576
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!\x1a", b"BZh9", b"\xfd7zXZ")
PROGRAMS = (b"\x7fELF", b"MZ\x90", b"SQLite format 3\0")
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@contextmanager
def opened(source: Path | bytes) -> Iterator[BinaryIO]:
    """The source as a seekable stream of bytes."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        with source.open("rb") as stream:
            yield stream


def what_is(source: Path | bytes) -> FileKind:
    """The kind of a file by its content; raises OSError when it cannot be opened."""
    with opened(source) as stream:
        head = stream.read(HEAD)
        if not head.strip(b"\xef\xbb\xbf \t\r\n"):
            return "empty"
        if head.startswith(OLE):
            return _ole(stream)
        if head.startswith(ZIP):
            return _zip(stream)
    return _flat(head)


def is_wide(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """The UTF-16 of text that carries no mark, seen by the zero in every other byte."""
    sample = head[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.1 else None


def _ole(stream: BinaryIO) -> FileKind:
    """Excel keeps a workbook with a password inside the old container, under a name of its own."""
    if _holds(stream, "EncryptedPackage".encode("utf-16-le")):
        return "encrypted"
    return "xls" if any(_holds(stream, name.encode("utf-16-le")) for name in ("Workbook\0", "Book\0")) else "binary"


def _holds(stream: BinaryIO, mark: bytes) -> bool:
    stream.seek(0)
    tail = b""
    while piece := stream.read(PIECE):
        if mark in tail + piece:
            return True
        tail = piece[-len(mark) :]
    return False


def _zip(stream: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "binary"
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "encrypted"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "ods" if {"content.xml", "mimetype"} <= names else "zip"


def _flat(head: bytes) -> FileKind:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(PICTURES + ARCHIVES + PROGRAMS):
        return "binary"
    if not (head.startswith(UTF16_BOMS) or is_wide(head)) and _is_junk(head):
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    return "json" if re.match(rb'(\[\s*)?\{\s*("|\})', start) else "csv"


def _is_junk(head: bytes) -> bool:
    control = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 26), *range(28, 32)))
    # A mark of UTF-8 is nobody's accident: our own exports keep what odd letters a text may hold.
    return b"\0" in head or (control > len(head) // 50 and not head.startswith(b"\xef\xbb\xbf"))
