"""The rows under a heading: blanks and totals left out, merged cells filled, a torn row mended if that is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plumbline.exchange.recognise import Layout
from plumbline.exchange.registry import normal
from plumbline.formats.table import EMPTY, Area, Cell, Row, Sheet

TOTALS = frozenset(
    {
        *("total", "totals", "sum", "subtotal", "average"),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "durchschnitt", "mittelwert"),
        *("somme", "moyenne"),
    }
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record, and why."""

    line: int
    why: str
    text: str


def body(sheet: Sheet, layout: Layout) -> Iterator[Row | Skipped]:
    """The rows below the heading, as wide as it or wider; totals, repeated headings and sub-headings are told."""
    width = len(layout.headings)
    fill = _Filler(sheet.merged)
    heading = [each for each in layout.headings if each]
    for row in sheet.rows:
        if row.line <= layout.line:
            continue
        cells = fill(row)
        filled = [cell.text.strip() for cell in cells if cell.text.strip()]
        if not filled:
            continue
        if filled[0] == heading[0] and [" ".join(text.split()) for text in filled] == heading:
            yield Skipped(row.line, "repeats the heading and was left out", filled[0])
        elif _is_total(filled, width):
            yield Skipped(row.line, "is a total and was left out", filled[0])
        elif len(filled) == 1 and width >= 4 and layout.targets[_place(cells)] != "ref":
            yield Skipped(row.line, "has one filled cell; it was taken for a sub-heading and left out", filled[0])
        else:
            yield Row(row.line, _trimmed(cells, width))


def _place(cells: Sequence[Cell]) -> int:
    return next(index for index, cell in enumerate(cells) if cell.text.strip())


def _is_total(filled: Sequence[str], width: int) -> bool:
    if len(filled) * 2 > max(width, 4):
        return False
    first = normal(filled[0]).removeprefix("grand ").removeprefix("sous ").split(" ")[0]
    return first in TOTALS and len(filled[0]) < 30


def _trimmed(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    """The cells, padded to the heading's width; empty ones beyond it are no cells."""
    kept = list(cells)
    while len(kept) > width and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept + [EMPTY] * (width - len(kept)))


class _Filler:
    """Fills the cells under the first of a merged block with its value."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = [area for area in areas if area.last_row > area.first_row]
        self.values: dict[Area, Cell] = {}

    def __call__(self, row: Row) -> tuple[Cell, ...]:
        cells = list(row.cells)
        for area in self.areas:
            if not area.first_row <= row.line <= area.last_row:
                continue
            column = area.first_column
            if row.line == area.first_row:
                self.values[area] = cells[column] if column < len(cells) else EMPTY
            elif area in self.values:
                cells += [EMPTY] * (column + 1 - len(cells))
                cells[column] = self.values[area]
        return tuple(cells)


def mended(
    cells: Sequence[Cell], width: int, delimiter: str, fits: Callable[[int, Cell], int]
) -> Sequence[Cell] | None:
    """The row with one run of neighbours joined so that it has `width` cells; None unless exactly one way is best.

    `fits` says of a column and cell: -1 cannot be, 0 may be, 1 speaks for it.
    """
    surplus = len(cells) - width
    ways: list[tuple[int, Sequence[Cell]]] = []
    for start in range(width):
        run = cells[start : start + surplus + 1]
        joined = Cell(delimiter.join(cell.text for cell in run).strip())
        way = [*cells[:start], joined, *cells[start + surplus + 1 :]]
        marks = [fits(index, cell) for index, cell in enumerate(way)]
        if min(marks) >= 0:
            ways.append((sum(marks), way))
    ways.sort(key=lambda each: -each[0])
    if not ways or any(better[0] == other[0] for better, other in pairwise(ways[:2])):
        return None
    return ways[0][1]
