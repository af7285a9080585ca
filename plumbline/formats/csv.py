"""CSV as people write it, read line by line: a file larger than the memory is read like a small one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plumbline.formats.csv_text import delimiter_of, encoding_of
from plumbline.formats.sniff import HEAD, opened, what_is
from plumbline.formats.table import EMPTY, Cell, FormatError, Row, Sheet

MAX_LINE = 1_000_000
MAX_CELL = 131_072
MAX_COLUMNS = 2_000


def read_csv(source: Path | bytes, name: str = "") -> Sheet:
    """The file as one sheet whose rows are read anew, lazily, each time they are walked.

    Blank lines come as rows without cells, so that line numbers and their count stay the file's own. Raises
    FormatError here for what is not text, and while walking for a line or cell beyond all bounds.
    """
    name = name or (source.stem if isinstance(source, Path) else "table")
    file = source.name if isinstance(source, Path) else name
    kind = what_is(source)
    if kind == "empty":
        return Sheet(name=name, rows=(), encoding="utf-8", delimiter=",")
    if kind == "binary":
        raise FormatError("It is not a text file. Export the register as “CSV UTF-8” or as .xlsx.", file)
    encoding = encoding_of(source, file)
    with opened(source) as stream:
        delimiter = delimiter_of(io.TextIOWrapper(stream, encoding=encoding, newline="").read(HEAD))
    rows = CsvRows(source=source, encoding=encoding, delimiter=delimiter, file=file)
    return Sheet(name=name, rows=rows, encoding=encoding, delimiter=delimiter)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRows:
    """The rows of one CSV file; every walk opens it again and holds one row at a time."""

    source: Path | bytes
    encoding: str
    delimiter: str
    file: str

    def __iter__(self) -> Iterator[Row]:
        with opened(self.source) as stream:
            text = io.TextIOWrapper(stream, encoding=self.encoding, newline="")
            lines = _Lines(text, self.file)
            reader = csv.reader(lines, delimiter=self.delimiter)
            try:
                yield from self._rows(reader, lines)
            except csv.Error as error:  # the standard library's own bound, which is MAX_CELL
                raise FormatError(
                    f"A cell holds more than {MAX_CELL:,} letters; a quotation mark is probably missing. "
                    "Close the quotation that begins in this line.",
                    self.file,
                    lines.start,
                ) from error

    def _rows(self, reader: Iterator[list[str]], lines: _Lines) -> Iterator[Row]:
        for fields in reader:
            first = lines.start
            if lines.ended:  # the file ran out before the row did
                raise FormatError(
                    "A quotation that begins in this line never ends, so the rest of the file would become one cell. "
                    'Close it with ", or remove the stray one.',
                    self.file,
                    first,
                )
            if len(fields) > MAX_COLUMNS:
                raise FormatError(
                    f"This line has {len(fields):,} cells; {MAX_COLUMNS:,} are read at most. "
                    "Export only the columns of the register.",
                    self.file,
                    first,
                )
            named = first == 1 and "".join(lines.record).strip("\r\n").lower() == f"sep={self.delimiter}"
            lines.next_record()
            if not named:
                yield Row(first, tuple(Cell(text) if text else EMPTY for text in fields))


class _Lines:
    """Physical lines with their ends, which remembers the lines of the record being read and refuses endless ones."""

    def __init__(self, text: io.TextIOWrapper, file: str) -> None:
        self.text = text
        self.file = file
        self.start = 1
        self.record: list[str] = []
        self.ended = False

    @property
    def count(self) -> int:
        return len(self.record)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE:
            raise FormatError(
                f"This line is longer than {MAX_LINE:,} letters: it is not a table of lines. "
                "Export the register again, one record per line.",
                self.file,
                self.start + self.count,
            )
        if not line:
            self.ended = True
            raise StopIteration
        self.record.append(line)
        return line

    def next_record(self) -> None:
        self.start += self.count
        self.record = []
