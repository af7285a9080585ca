"""Which letters and which separator a CSV file uses, found by looking at all of its bytes and at its first lines."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from plumbline.formats.sniff import HEAD, PIECE, is_wide, opened
from plumbline.formats.table import FormatError

DELIMITERS = (";", ",", "\t", "|")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_QUOTATION = re.compile(r'(?<![^;,\t|\n])"((?:[^"]|"")*+)"')
_SEPARATING = re.compile(r"[;,\t|\n]")
_BREAK = re.compile(r"\r\n|\r|\n")
_FIGURE = re.compile(r"[\d\s.,%€$£:/+-]+")
_SAMPLE_ROWS = 60
_RESAVE = "Open it in the program it comes from and save it again as “CSV UTF-8”."


def encoding_of(source: Path | bytes, file: str = "") -> str:
    """The codec that reads the whole file: by its mark, else UTF-8 if every byte agrees, else cp1252.

    Raises FormatError with the line for bytes that no text holds, or for UTF-8 damaged in some places.
    """
    with opened(source) as stream:
        head = stream.read(HEAD)
        named = next((codec for mark, codec in BOMS if head.startswith(mark)), None) or is_wide(head)
        encoding = named or "utf-8"
        failed = _first_bad_line(stream, encoding, file)
        if failed is None:
            return encoding
        if named:
            raise FormatError(f"It says it is {named.upper()}, and this line is not. {_RESAVE}", file, failed)
        if _mostly_utf8(stream):
            raise FormatError(f"This line has letters that are not UTF-8, while the rest is. {_RESAVE}", file, failed)
        failed = _first_bad_line(stream, "cp1252", file)
    if failed is not None:
        raise FormatError(f"The letters are neither UTF-8 nor Windows-1252. {_RESAVE}", file, failed)
    return "cp1252"


def delimiter_of(sample: str) -> str:
    """The separator under which the first lines look most like a heading with rows under it; a comma when none does."""
    named = re.match(r"sep=([;,\t|])\r?\n", sample, re.IGNORECASE)
    if named:
        return named.group(1)
    # A quotation opens after any separator, also one that turns out to be a letter: what is inside must not count.
    sample = _QUOTATION.sub(lambda found: _SEPARATING.sub(" ", found[1]), _BREAK.sub("\n", sample))
    scores = [(_likeness(sample, candidate), -place, candidate) for place, candidate in enumerate(DELIMITERS)]
    best = max(scores)
    return best[2] if best[0] > (0.0, 0) else ","


def _first_bad_line(stream: BinaryIO, encoding: str, file: str) -> int | None:
    stream.seek(0)
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line = 1
    while piece := stream.read(PIECE):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            return line + len(_BREAK.findall(error.object[: error.start].decode(encoding, "replace")))
        if "\0" in text:
            line += text.count("\n", 0, text.index("\0"))
            raise FormatError(f"It holds zero bytes, which no text does: it is not a CSV file. {_RESAVE}", file, line)
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _mostly_utf8(stream: BinaryIO) -> bool:
    stream.seek(0)
    whole = stray = 0
    while piece := stream.read(PIECE):
        if piece.isascii():
            continue
        sequences = _SEQUENCE.findall(piece)
        whole += len(sequences)
        stray += len(_HIGH.findall(piece)) - sum(map(len, sequences))
    return whole > stray


def _likeness(sample: str, delimiter: str) -> tuple[float, int]:
    """How much of the sample is rows of one width, halved when what would be the heading does not look like one."""
    rows = [line.split(delimiter) for line in sample.split("\n") if line.strip(" ")][:_SAMPLE_ROWS]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    heading = next((row for row in rows if len(row) == width and any(cell.strip() for cell in row)), [])
    # A title or a note among the rows must not outvote them, so rows that do not split at all weigh half.
    unsplit = sum(len(row) == 1 for row in rows)
    share = count / (len(rows) - unsplit / 2)
    return (share * (1.0 if _is_heading(heading, delimiter) else 0.5), width)


def _is_heading(row: list[str], delimiter: str) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    others = [other for other in DELIMITERS if other not in (delimiter, ",")]
    return (
        len(filled) >= 0.7 * len(row)
        and len(set(filled)) == len(filled)
        and not any(_FIGURE.fullmatch(cell) for cell in filled)
        and not any(other in cell for cell in filled for other in others)
    )
