"""How much one import takes in at once, counted over all its sheets before any row is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plumbline.formats.table import Cell


class TooMuchError(Exception):
    """More than one import takes in; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is beyond is refused with a sentence, so that no file fills the memory.

    Within, assets, risks and evidence stay below 300 MB (tests/cli); rows that each name another new person cost more.
    """

    rows: int = 100_000
    cells: int = 800_000
    letters: int = 15_000_000


@dataclass(slots=True)
class Count:
    """The rows, filled cells and letters of a sheet, on top of those of the sheets before it."""

    limits: Limits
    rows: int = 0
    cells: int = 0
    letters: int = 0

    def take(self, row: Iterable[Cell]) -> None:
        """Count a row. Raises TooMuchError."""
        lengths = [len(cell.text) for cell in row if cell.text]
        self.rows += 1
        self.cells += len(lengths)
        self.letters += sum(lengths)
        most = self.limits
        if self.rows > most.rows or self.cells > most.cells or self.letters > most.letters:
            raise TooMuchError(
                f"One import takes in {most.rows:,} rows, {most.cells:,} filled cells and {most.letters:,} letters at "
                "most; this file goes beyond that. Split it and import the pieces one after the other."
            )


@dataclass(slots=True)
class Counted:
    """What the sheets taken in so far amount to; a sheet that is refused counts for nothing."""

    limits: Limits
    so_far: Count = field(init=False)

    def __post_init__(self) -> None:
        self.so_far = Count(self.limits)

    def sheet(self) -> Count:
        """The count of a further sheet."""
        return Count(self.limits, self.so_far.rows, self.so_far.cells, self.so_far.letters)

    def keep(self, sheet: Count) -> None:
        """Take a sheet that fitted into account."""
        self.so_far = sheet
