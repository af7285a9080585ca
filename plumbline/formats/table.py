"""What a file holds once its format is gone: sheets, numbered rows, cells; and the sentence when it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Kind = Literal["text", "number", "date", "datetime", "bool", "empty"]
State = Literal["visible", "hidden", "very hidden"]


class FormatError(Exception):
    """A file, or one line of it, that cannot be read or written; the message says what is wrong and what to do."""

    def __init__(self, message: str, file: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, f"line {self.line}" if self.line else "") if part)
        return f"{place}: {self.message}" if place else self.message


class Cell(NamedTuple):
    """One cell: `text` is what a person would type, numbers with a point and no grouping, days as YYYY-MM-DD.

    `day` is set for the kinds date and datetime, `moment` (local, without zone) for datetime only.
    """

    text: str
    kind: Kind = "text"
    day: date | None = None
    moment: datetime | None = None


EMPTY = Cell("", "empty")


class Row(NamedTuple):
    """One row with the line (CSV) or row number (XLSX) it starts at, counted from 1, and as many cells as it has."""

    line: int
    cells: tuple[Cell, ...]


class Area(NamedTuple):
    """A merged block: first and last row (from 1) and first and last column (from 0), all inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a file. `rows` may be walked more than once; a CSV reads its file anew each time.

    Only the first cell of a merged area carries its value: whoever fills down has `merged` to do it with.
    A hidden sheet has no rows until `xlsx.read_sheet` is asked for it by name. `hidden_rows` are row numbers.
    """

    name: str
    rows: Iterable[Row]
    state: State = "visible"
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    @property
    def hidden(self) -> bool:
        """Whether a person who opens the file does not see this sheet."""
        return self.state != "visible"
