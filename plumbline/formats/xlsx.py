"""Workbooks as people keep them: measured first, then read by calamine; what is hidden is said and left alone."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import (
    CalamineError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from plumbline.formats.archive import LIMITS, Limits, refuse_bomb
from plumbline.formats.sheet_xml import SheetShape, shape_of, sheet_parts
from plumbline.formats.sniff import FileKind, opened, what_is
from plumbline.formats.table import EMPTY, Area, Cell, FormatError, Row, Sheet, State

Raw = int | float | str | bool | time | date | datetime | timedelta

DAMAGED = "The workbook is damaged. Open it in Excel or LibreOffice, let it be repaired, and save it again."

REFUSED: dict[FileKind, str] = {
    "encrypted": "It is protected by a password. Open it in Excel, choose File > Info > Protect Workbook > "
    "Encrypt with Password, empty the box, save, and import again.",
    "xls": "It is a workbook of the old .xls format, which is not read. Open it in Excel and save it as .xlsx.",
    "xlsb": "It is a binary workbook (.xlsb), which is not read. Open it in Excel and save it as .xlsx.",
    "ods": "It is an OpenDocument sheet (.ods), which is not read. Open it in LibreOffice and save it as .xlsx.",
    "zip": "It is a zip archive, not a workbook. Unpack it and import the folder.",
    "html": "It is a web page, whatever its name says; some programs export those as .xls. "
    "Open it in Excel and save it as .xlsx.",
    "xml": "It is an XML file, not a workbook. If Excel opens it, save it there as .xlsx.",
    "empty": "The file is empty. Export the register again.",
}
_STATES: tuple[tuple[SheetVisibleEnum, State], ...] = (
    (SheetVisibleEnum.Visible, "visible"),
    (SheetVisibleEnum.Hidden, "hidden"),
    (SheetVisibleEnum.VeryHidden, "very hidden"),
)


def read_xlsx(source: Path | bytes, *, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Every worksheet in order; hidden ones with their name and state but without rows. Raises FormatError."""
    book = _Book(source, limits)
    return tuple(
        book.sheet(meta)
        if meta.visible == SheetVisibleEnum.Visible
        else Sheet(name=meta.name, rows=(), state=_state(meta))
        for meta in book.worksheets
    )


def read_sheet(source: Path | bytes, name: str, *, limits: Limits = LIMITS) -> Sheet:
    """The one sheet of that name with its rows, hidden or not: for whoever asks for a hidden one on purpose."""
    book = _Book(source, limits)
    for meta in book.worksheets:
        if meta.name == name:
            return book.sheet(meta)
    names = ", ".join(f"“{meta.name}”" for meta in book.worksheets)
    raise FormatError(f"It has no sheet “{name}”. Its sheets are {names}.", book.file)


class _Book:
    """A workbook that passed every guard; its bytes are read once, so that nothing changes between guard and reader."""

    def __init__(self, source: Path | bytes, limits: Limits) -> None:
        self.file = source.name if isinstance(source, Path) else ""
        self.limits = limits
        kind = what_is(source)
        if kind != "xlsx":
            raise FormatError(REFUSED.get(kind, "It is not a workbook. Save the register as .xlsx or CSV."), self.file)
        with opened(source) as stream:
            self.stream = io.BytesIO(stream.read(limits.packed + 1))
        with refusing_damage(self.file):
            refuse_bomb(self.stream, limits, self.file)
            self.parts = sheet_parts(self.stream, self.file)
            self.stream.seek(0)
            self.book = load_workbook(self.stream)
        self.worksheets = [meta for meta in self.book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if any(meta.name not in self.parts for meta in self.worksheets):
            raise FormatError(DAMAGED, self.file)

    def sheet(self, meta: SheetMetadata) -> Sheet:
        with refusing_damage(self.file):
            shape = shape_of(self.stream, self.parts[meta.name], self.file)
        self._refuse_size(meta.name, shape)
        with refusing_damage(self.file):
            sheet = self.book.get_sheet_by_name(meta.name)
            # Calamine begins at the first filled cell unless told otherwise; row numbers must be the sheet's own.
            table = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
        return Sheet(
            name=meta.name,
            rows=tuple(_rows(table, shape)),
            state=_state(meta),
            merged=tuple(Area(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in merged),
            hidden_rows=tuple(shape.hidden_rows),
        )

    def _refuse_size(self, name: str, shape: SheetShape) -> None:
        limits = self.limits
        if shape.rows > limits.rows or shape.columns > limits.columns or shape.rows * shape.columns > limits.cells:
            raise FormatError(
                f"The sheet “{name}” reaches to row {shape.rows:,} and column {shape.columns:,}; read are at most "
                f"{limits.rows:,} rows, {limits.columns:,} columns and {limits.cells:,} cells in all. "
                "Delete the stray cells far from the table, or export the sheet as CSV.",
                self.file,
            )


@contextmanager
def refusing_damage(file: str) -> Iterator[None]:
    """Turn what the readers say of a damaged workbook, calamine's panics included, into a sentence."""
    try:
        yield
    except (CalamineError, zipfile.BadZipFile, zlib.error, LookupError, EOFError, ValueError, ArithmeticError) as error:
        raise FormatError(DAMAGED, file) from error
    except BaseException as error:
        # A panic in calamine's Rust arrives as an exception that cannot be imported to be named here.
        if type(error).__name__ != "PanicException":
            raise
        raise FormatError(DAMAGED, file) from error


def _state(meta: SheetMetadata) -> State:
    return next(state for visible, state in _STATES if visible == meta.visible)


def _rows(table: list[list[Raw]], shape: SheetShape) -> Iterator[Row]:
    """The rows that hold anything, cut after their last filled cell."""
    for index, values in enumerate(table):
        cells = [_cell(value) for value in values]
        if shape.errors:
            for column in range(len(cells)):
                error = shape.errors.get((index, column))
                if error:
                    cells[column] = Cell(error)
        while cells and cells[-1] is EMPTY:
            cells.pop()
        if cells:
            yield Row(index + 1, tuple(cells))


def _cell(value: Raw) -> Cell:
    if isinstance(value, str):
        return Cell(value) if value else EMPTY
    if isinstance(value, bool):
        return Cell("true" if value else "false", "bool")
    if isinstance(value, (int, float)):
        return Cell(number_text(value), "number")
    return _cell_of_time(value)


def _cell_of_time(value: time | date | timedelta) -> Cell:
    if isinstance(value, datetime):
        return Cell(value.isoformat(" ", "minutes" if not value.second else "seconds"), "datetime", value.date(), value)
    if isinstance(value, date):
        return Cell(value.isoformat(), "date", value)
    if isinstance(value, time):
        return Cell(value.isoformat("minutes" if not value.second else "seconds"))
    hours, rest = divmod(int(value.total_seconds()), 3600)
    return Cell(f"{hours}:{rest // 60:02d}")


def number_text(value: float) -> str:
    """The number as Excel shows it unformatted: fifteen digits, a point, neither grouping nor exponent."""
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
