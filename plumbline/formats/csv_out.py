"""CSV that a spreadsheet opens as a table and never as a program, and that is read back exactly as it was."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from plumbline.formats.csv_text import DELIMITERS

# A cell that begins like this is calculated by Excel or LibreOffice, also after apostrophes of our own;
# the wide forms count where the keyboard is East Asian.
_DANGEROUS = re.compile("'*[=+\\-@\\t\\r\\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\\t\\r\\n＝＋－＠]")
_PLAIN = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?\s?%?|-{1,3}")
_QUOTED = re.compile('[";,\t|\r\n\ufeff]|^\\s|\\s$|^sep=', re.IGNORECASE)


def guarded(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would calculate it; plain numbers stay as they are."""
    return f"'{text}" if _DANGEROUS.match(text) and not _PLAIN.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`: `unguarded(guarded(t)) == t` for every t."""
    return text[1:] if _GUARDED.match(text) else text


def csv_lines(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> Iterator[str]:
    """One CRLF-ended record (RFC 4180) per row, cells guarded; zero bytes, which no CSV holds, become U+FFFD."""
    if delimiter not in DELIMITERS:
        raise ValueError(f"{delimiter!r} separates no cells")
    for row in rows:
        record = delimiter.join(map(_field, row))
        yield (record or ('""' if row else "")) + "\r\n"


def csv_bytes(rows: Iterable[Sequence[str]], *, delimiter: str = ",", bom: bool = True) -> bytes:
    """The rows as UTF-8, by default with the mark that makes Excel recognise it."""
    text = "".join(csv_lines(rows, delimiter=delimiter)).encode()
    return codecs.BOM_UTF8 + text if bom else text


def _field(text: str) -> str:
    # Cells that hold any separator are quoted, not only ours: a German Excel would split at its own.
    text = guarded(text.replace("\0", "\ufffd"))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
