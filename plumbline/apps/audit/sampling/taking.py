"""Rows to freeze: the records of a register as somebody looks at it, or the lines of a table in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.journal import blobs
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import Field, Shape, fields_of
from plumbline.engine.evidence.populations import Row
from plumbline.formats.opening import open_tables
from plumbline.formats.table import FormatError
from plumbline.formats.table import Row as Line

NO_STRATUM = frozenset({Shape.LONG_TEXT, Shape.PART, Shape.PARTS, Shape.PAIRS, Shape.MOMENT})
NOT_STATED = "not stated"
SEARCHED = 40
MOST_ROWS = 100_000
SHOWN = 8


def of_records(isms: Isms, records: Iterable[Record], stratum: str) -> Iterator[Row]:
    """Each record by its reference. No names of people: what is frozen is never altered, and a name may be erased."""
    for each in records:
        yield Row(each.ref, _words(getattr(each, stratum)) if stratum else "", _title(isms, each))


def _title(isms: Isms, record: Record) -> str:
    if not record.title and record.KIND in KEYED_BY_CATALOGUE and record.ref in isms.standard.controls:
        return isms.standard.label(record.ref)
    return record.title


def _words(value: object) -> str:
    match value:
        case None | "" | ():
            return NOT_STATED
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(map(str, value))
    return str(value)


def strata_of(kind: type[Record]) -> tuple[Field, ...]:
    """The fields by which a register may be stratified: those that hold a word, a day, a number or references."""
    return tuple(
        each for each in fields_of(kind) if each.shape not in NO_STRATUM and each.name not in ("ref", "title", "note")
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of a file: its headings and the lines below them."""

    sheet: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def told(self, file: str) -> tuple[str, ...]:
        """Which sheet of a file it is, for the record of where rows came from; a list of its own says nothing more."""
        return () if self.sheet == file else (f"sheet: {self.sheet}",)

    @property
    def first(self) -> tuple[tuple[str, ...], ...]:
        """A few lines, to see what the columns hold."""
        return self.lines[:SHOWN]


def listings(file: Path, name: str) -> tuple[Listing, ...]:
    """The tables of a CSV file or a workbook that have headings and lines. Raises RefusedError for other files."""
    try:
        shown = [each for each in open_tables(file) if not each.hidden]
        found = tuple(_listing(_sheet(each.name, file, name), each.rows, name) for each in shown)
    except FormatError as error:
        raise RefusedError(f"“{name}” cannot be read as a list: {error.message}") from error
    filled = tuple(each for each in found if each is not None)
    if not filled:
        raise RefusedError(f"“{name}” holds no list: a line of headings and at least one line below it.")
    return filled


def _sheet(sheet: str, file: Path, name: str) -> str:
    """What a table is called: a list of its own has the name it came by, whatever it is kept under."""
    return name if sheet in (file.name, file.stem) else sheet


def kept_listings(blob: Blob | None, ref: str) -> tuple[Listing, ...]:
    """The tables of a file that is kept by its content."""
    if blob is None or not blobs.is_digest(blob.sha256):
        raise RefusedError(f"{ref} has no file to take rows from. Send the list as a CSV file or a workbook.")
    place = blobs.place(blob.sha256)
    if not place.is_file():
        raise RefusedError(f"The file of {ref} is not in the store. Restore it from the backup.")
    return listings(place, blob.name)


def _listing(sheet: str, rows: Iterable[Line], file: str) -> Listing | None:
    filled = (each for each in rows if any(cell.text.strip() for cell in each.cells))
    lines = [tuple(" ".join(cell.text.split()) for cell in each.cells) for each in islice(filled, MOST_ROWS + SEARCHED)]
    at = _heading(lines[:SEARCHED])
    if at is None or len(lines) <= at + 1:
        return None
    width = len(lines[at])
    below = tuple((*line[:width], *("" for _ in range(width - len(line)))) for line in lines[at + 1 :])
    if len(below) > MOST_ROWS:
        raise RefusedError(f"“{file}” has more than {MOST_ROWS:,} lines. Take an extract of a shorter period.")
    headings = tuple(each or f"column {number}" for number, each in enumerate(lines[at], start=1))
    return Listing(sheet, headings, below)


def _heading(lines: Sequence[tuple[str, ...]]) -> int | None:
    """The first line with as many filled cells as any line near it: titles above a list fill fewer."""
    if not lines:
        return None
    most = max(sum(map(bool, each)) for each in lines)
    return next((at for at, each in enumerate(lines) if sum(map(bool, each)) == most), None)


def of_listing(listing: Listing, key: str, stratum: str, titles: Sequence[str]) -> Iterator[Row]:
    """The lines of a table by the columns that were chosen. Raises RefusedError for a column there is not."""
    at: Mapping[str, int] = {heading: place for place, heading in reversed(list(enumerate(listing.headings)))}
    for name in (key, stratum, *titles):
        if name and name not in at:
            raise RefusedError(f"“{listing.sheet}” has no column “{name}”. It has {', '.join(listing.headings)}.")
    for line in listing.lines:
        words = " · ".join(filter(None, (line[at[name]] for name in titles)))
        yield Row(line[at[key]], (line[at[stratum]] or NOT_STATED) if stratum else "", words)
