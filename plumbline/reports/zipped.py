"""Zip containers that come out the same each time."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip archive can state."""


def same_each_time(archive: bytes) -> bytes:
    """The archive with every entry dated alike, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for entry in read.infolist():
            held = ZipInfo(entry.filename, FIRST_DAY)
            held.compress_type = ZIP_DEFLATED
            written.writestr(held, read.read(entry))
    return out.getvalue()
