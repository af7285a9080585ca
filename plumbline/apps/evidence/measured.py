"""What is inside of a file is measured before it is kept: the pixels of a picture, the bytes an archive unpacks to.

Nothing is unpacked to a disk and no picture is drawn. An archive is read in pieces that are counted and dropped,
because its own table of contents may lie.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from plumbline.apps.accounts.errors import RefusedError

MOST_PIXELS = 100_000_000
MOST_ENTRIES = 10_000
MOST_UNPACKED = 512 * 2**20
MOST_RATIO = 200
FREE_OF_RATIO = 2**20
"""Below so many bytes unpacked nobody minds how well it was packed."""
PIECE = 256 * 1024
INSIDE: Mapping[str, str] = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
}
"""The entry without which a document of this ending is none."""
MACROS = "vbaproject.bin"
ARCHIVES = (".zip", ".jar", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG that state its size."""


def refuse_large_picture(name: str, content: BinaryIO) -> None:
    """Refuse a picture whose size cannot be read, or that would fill the memory of whoever looks at it."""
    content.seek(0)
    size = pixels(content.read(PIECE))
    if size is None:
        raise RefusedError(f"“{name}” is no picture that can be read: its size is missing. Save it again.")
    if size[0] * size[1] > MOST_PIXELS:
        raise RefusedError(f"“{name}” has {size[0]} × {size[1]} pixels. Make it smaller: 100 million are enough.")


def pixels(head: bytes) -> tuple[int, int] | None:
    """Width and height that a PNG, JPEG or WebP states; None where it states none."""
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return struct.unpack(">II", head[16:24])
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    return None


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker in FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]
    return None


def _webp(head: bytes) -> tuple[int, int] | None:
    read: Mapping[bytes, Callable[[], tuple[int, int]]] = {
        b"VP8X": lambda: (1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")),
        b"VP8L": lambda: _bits(int.from_bytes(head[21:25], "little")),
        b"VP8 ": lambda: tuple(each & 0x3FFF for each in struct.unpack("<HH", head[26:30])),
    }
    way = read.get(head[12:16])
    return way() if way and len(head) >= 30 else None


def _bits(packed: int) -> tuple[int, int]:
    return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)


def refuse_bomb(name: str, ending: str, content: BinaryIO) -> None:
    """Refuse an archive that unpacks to far more than it says or anybody needs, hides files, or is no such document."""
    content.seek(0)
    packed = content.seek(0, 2)
    content.seek(0)
    try:
        with ZipFile(content) as archive:
            entries = archive.infolist()
            _refuse_odd(name, ending, entries)
            _count(name, archive, entries, packed)
    except (BadZipFile, LargeZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
        raise RefusedError(f"“{name}” cannot be opened: it is damaged or locked. Save it anew.") from error


def _refuse_odd(name: str, ending: str, entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise RefusedError(f"“{name}” holds {len(entries)} files, more than {MOST_ENTRIES}. Send what shows something.")
    held = {each.filename.lower() for each in entries}
    needed = INSIDE.get(ending)
    if needed and needed not in held:
        raise RefusedError(f"“{name}” is called {ending} and is another archive inside. Give it the ending it had.")
    if any(each.rpartition("/")[2] == MACROS for each in held):
        raise RefusedError(f"“{name}” holds macros. Save it without them, then send that.")
    for each in entries:
        if each.flag_bits & 1:
            raise RefusedError(f"“{name}” is locked by a password, so nobody can check it. Save it without one.")
        if _leads_out(each):
            raise RefusedError(f"“{name}” holds a file that would land elsewhere: {each.filename[:80]}. Pack it anew.")
        if not needed and each.filename.lower().endswith(ARCHIVES):
            raise RefusedError(f"“{name}” holds another archive, {each.filename[:80]}. Unpack that one first.")


def _leads_out(entry: ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or stat.S_ISLNK(entry.external_attr >> 16)


def _count(name: str, archive: ZipFile, entries: list[ZipInfo], packed: int) -> None:
    unpacked, most = 0, min(MOST_UNPACKED, max(packed * MOST_RATIO, FREE_OF_RATIO))
    for each in entries:
        with archive.open(each) as inside:
            while piece := inside.read(PIECE):
                unpacked += len(piece)
                if unpacked > most:
                    raise RefusedError(
                        f"“{name}” unpacks to more than {most // 2**20} MB, far more than it seems. "
                        "Send the file that shows something, not the archive."
                    )
