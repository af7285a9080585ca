"""Screenshots with a palette: flat pages with text need 256 colours, and a third of the bytes.

Reads what Chromium writes (eight bits, RGB or RGBA, not interlaced) and nothing else.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256


class UnreadablePictureError(ValueError):
    """A picture of a form that is not read here."""


def small(png: bytes) -> bytes:
    """The same picture with at most 256 colours, the most frequent ones. Raises UnreadablePictureError."""
    width, rows = _rows(png)
    counted = Counter(pixel for row in rows for pixel in row)
    palette = [colour for colour, _ in counted.most_common(MOST)]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in counted:
        if colour not in index:
            index[colour] = index[min(palette, key=lambda held: _distance(held, colour))]
    lines = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    parts = (("IHDR", head), ("PLTE", b"".join(palette)), ("IDAT", zlib.compress(lines, 9)), ("IEND", b""))
    return SIGNATURE + b"".join(_chunk(name.encode(), data) for name, data in parts)


def _distance(left: bytes, right: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(left, right, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _rows(png: bytes) -> tuple[int, list[list[bytes]]]:
    """Width of a picture and its rows of colours, three bytes each."""
    chunks = list(_chunks(png))
    width, _, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if not png.startswith(SIGNATURE) or depth != 8 or kind not in (2, 6) or interlaced:
        raise UnreadablePictureError("Only PNG as Chromium writes it is read: eight bits, RGB or RGBA, not interlaced.")
    step = 3 if kind == 2 else 4
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    length = width * step
    before, rows = bytearray(length), []
    for start in range(0, len(raw), length + 1):
        line = bytearray(raw[start + 1 : start + 1 + length])
        _unfilter(raw[start], line, before, step)
        rows.append([bytes(line[at : at + 3]) for at in range(0, length, step)])
        before = line
    return width, rows


def _unfilter(how: int, line: bytearray, before: bytearray, step: int) -> None:
    """Undo the filter of a row, in place."""
    for at in range(len(line)):
        left = line[at - step] if at >= step else 0
        if how == 1:
            line[at] = (line[at] + left) & 255
        elif how == 2:
            line[at] = (line[at] + before[at]) & 255
        elif how == 3:
            line[at] = (line[at] + (left + before[at]) // 2) & 255
        elif how == 4:
            line[at] = (line[at] + _paeth(left, before[at], before[at - step] if at >= step else 0)) & 255


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda held: abs(guess - held))
