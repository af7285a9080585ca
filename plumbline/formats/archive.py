"""A zip is unpacked once for nothing, counting, before any reader is let near it: what its index says may be a lie."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from plumbline.formats.sniff import PIECE
from plumbline.formats.table import FormatError

_LOCAL_HEADER = struct.Struct("<4s22xHH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a zipped file may hold. Sizes are bytes; `ratio` is unpacked by packed, judged from `ratio_from` on."""

    packed: int = 100_000_000
    unpacked: int = 300_000_000
    entries: int = 2_000
    ratio: int = 200
    ratio_from: int = 20_000_000
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 2_500_000


LIMITS = Limits()


def refuse_bomb(stream: BinaryIO, limits: Limits = LIMITS, file: str = "") -> None:
    """Raise FormatError unless every entry unpacks to just what the index says, and all to no more than allowed.

    The declared sizes are judged first, so that an honest bomb costs nothing; then the real ones are measured.
    """
    packed = stream.seek(0, 2)
    if packed > limits.packed:
        raise FormatError(
            f"It is {packed:,} bytes; workbooks are read up to {limits.packed:,}. Export the sheets as CSV.", file
        )
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FormatError("The file is damaged and cannot be opened. Save it again, or copy it anew.", file) from error
    if len(entries) > limits.entries:
        raise FormatError(
            f"It has {len(entries):,} parts, where a workbook has a few dozen ({limits.entries:,} are allowed). "
            "Copy the table into a new workbook and save that.",
            file,
        )
    _refuse_size(sum(entry.file_size for entry in entries), packed, limits, file)
    total = 0
    for entry in entries:
        size = _measured(stream, entry, limits.unpacked - total, file)
        total += size
        _refuse_size(total, packed, limits, file)
        if size != entry.file_size:
            raise FormatError(
                f"Its part “{entry.filename}” is not as large as the file's index says. "
                "Open the file in Excel or LibreOffice and save it again.",
                file,
            )
    stream.seek(0)


def _refuse_size(unpacked: int, packed: int, limits: Limits, file: str) -> None:
    too_dense = unpacked > limits.ratio_from and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked or too_dense:
        raise FormatError(
            f"It would unpack to {unpacked:,} bytes or more from {packed:,}: that is how a zip bomb looks, so it was "
            "not opened. If the table is yours, copy its filled cells into a new workbook, or export it as CSV.",
            file,
        )


def _measured(stream: BinaryIO, entry: zipfile.ZipInfo, room: int, file: str) -> int:
    """How many bytes the entry really unpacks to; stops soon after `room` is used up."""
    stream.seek(max(entry.header_offset, 0))  # the index of a damaged archive may point before its beginning
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise FormatError("The file is damaged and cannot be opened. Save it again, or copy it anew.", file)
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    stream.seek(name_length + extra_length, 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FormatError(
            f"Its part “{entry.filename}” is packed in a way no spreadsheet program uses. Save the file again.", file
        )
    size = 0
    try:
        for more in _inflated(stream, entry.compress_size):
            size += more
            if size > room:
                break
    except zlib.error as error:
        raise FormatError(f"Its part “{entry.filename}” is damaged. Open the file and save it again.", file) from error
    return size


def _inflated(stream: BinaryIO, packed: int) -> Iterator[int]:
    """The sizes of the pieces that so many packed bytes unpack to; at no time more than one piece in memory."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof:
        piece = inflate.unconsumed_tail or stream.read(min(packed, PIECE))
        packed -= 0 if inflate.unconsumed_tail else len(piece)
        data = inflate.decompress(piece, PIECE)
        if not piece and not data:
            return
        yield len(data)
