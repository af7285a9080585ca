"""The rows that were not taken in, as a CSV to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plumbline.formats.csv_out import csv_bytes

if TYPE_CHECKING:  # the intake knows the two headings below, so that a corrected file is taken in again
    from plumbline.exchange.intake import SetAside

REASON, LINE = "Reason set aside", "Line"


def appended(headings: Iterable[str]) -> frozenset[str]:
    """The headings of a sheet that only such a file has; somebody's own “Line” stands without the reason."""
    return frozenset((REASON, LINE)) if REASON in headings else frozenset()


def set_aside_files(rows: Sequence[SetAside]) -> dict[str, bytes]:
    """One CSV per file (and sheet) that rows came from, by a file name of its own; the reason is the last column.

    The headings are those of the file, so that a corrected row can be imported as it is.
    """
    groups: dict[tuple[str, str], list[SetAside]] = {}
    for row in rows:
        groups.setdefault((row.file, row.sheet), []).append(row)
    found: dict[str, bytes] = {}
    for (file, sheet), group in groups.items():
        stem = file.rpartition(".")[0] or file
        name = "-".join(part.replace("/", "-") for part in (stem, sheet, "set-aside") if part)
        unique = next(each for each in (f"{name}{number}.csv" for number in _numbers()) if each not in found)
        found[unique] = csv_bytes(_table(group))
    return found


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _table(group: Sequence[SetAside]) -> Iterator[list[str]]:
    width = max(len(each.cells) for each in group)
    headings = group[0].headings
    surplus = [f"(cell {number + 1})" for number in range(len(headings), width)]
    ours = appended(headings)  # of a file that came back once before
    kept = [index for index, heading in enumerate((*headings, *surplus)) if heading not in ours]
    yield [*([*headings, *surplus][index] for index in kept), LINE, REASON]
    for each in group:
        cells = [*each.cells, *[""] * (len(headings) + len(surplus) - len(each.cells))]
        yield [*(cells[index] for index in kept), str(each.line), each.reason]
