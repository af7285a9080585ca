"""Workbooks out: a description goes in, the same bytes come out each time, and text never becomes a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plumbline.formats.table import FormatError

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | bool | date | None

LISTS = "plumbline lists"
MAX_TEXT = 32_767
MAX_INLINE_LIST = 255
# Excel believes that 1900 was a leap year; days up to then go out as text.
FIRST_DAY = date(1900, 3, 1)
_EXACT_DIGITS = 15
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `choices` become a drop-down, which refuses other values unless it is `open_list`."""

    heading: str
    width: float = 18
    locked: bool = False
    choices: tuple[str, ...] = ()
    open_list: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOut:
    """One sheet: lines of a title, the heading, the rows. Any locked column protects the sheet, without a password."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    title: tuple[str, ...] = ()
    frozen_columns: int = 1
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A whole workbook. `created` is written into it, so that the same description gives the same bytes."""

    sheets: tuple[SheetOut, ...]
    created: datetime
    title: str = ""
    author: str = "Plumbline"


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """The nearest name that Excel allows and that no other sheet of the workbook has."""
    name = _FORBIDDEN.sub("-", wanted).strip("' ")[:31].strip("' ") or "Sheet"
    used = {other.lower() for other in (*taken, "history", LISTS)}
    number, candidate = 1, name
    while candidate.lower() in used:
        number += 1
        candidate = f"{name[: 31 - len(f' {number}')]} {number}"
    return candidate


def write_xlsx(workbook: Workbook) -> bytes:
    """The workbook as bytes. Raises FormatError for a text that no cell can hold."""
    import xlsxwriter  # where a workbook is written: every other command would carry it in memory for nothing

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    book.set_properties({"title": workbook.title, "author": workbook.author, "created": workbook.created})
    writer = _Writer(book)
    for sheet in workbook.sheets:
        writer.sheet(sheet)
    writer.lists()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.long_lists: list[tuple[str, ...]] = []
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E9EDF2", "locked": True}
        )
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.styles: dict[tuple[bool, str], Any] = {}

    def style(self, *, locked: bool, number_format: str = "") -> Any:
        """The format for a cell, made once: workbooks with thousands of formats break."""
        key = (locked, number_format)
        if key not in self.styles:
            wanted: dict[str, object] = {"locked": locked, "valign": "top", "text_wrap": True}
            if number_format:
                wanted["num_format"] = number_format
            if locked:
                wanted["font_color"] = "#5B6673"
            self.styles[key] = self.book.add_format(wanted)
        return self.styles[key]

    def sheet(self, sheet: SheetOut) -> None:
        page = self.book.add_worksheet(sheet.name)
        protect = any(column.locked for column in sheet.columns)
        for index, line in enumerate(sheet.title):
            page.write_string(index, 0, line, self.title)
        top = len(sheet.title) + 1 if sheet.title else 0
        for index, column in enumerate(sheet.columns):
            # The whole column is open or locked, so that rows can be added below the last.
            page.set_column(index, index, column.width, self.style(locked=protect and column.locked))
            page.write_string(top, index, column.heading, self.heading)
            if column.note:
                page.write_comment(top, index, column.note, {"author": "Plumbline"})
            self._drop_down(page, column, index, top)
        self._rows(page, sheet, top + 1, protect=protect)
        last = max(top + len(sheet.rows), top + 1)
        page.freeze_panes(top + 1, min(sheet.frozen_columns, len(sheet.columns)))
        if sheet.columns:
            page.autofilter(top, 0, last, len(sheet.columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)
        if protect:
            page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        if sheet.hidden:
            page.hide()

    def _rows(self, page: Worksheet, sheet: SheetOut, first: int, *, protect: bool) -> None:
        for number, row in enumerate(sheet.rows):
            for index, value in enumerate(row):
                locked = protect and index < len(sheet.columns) and sheet.columns[index].locked
                place = f"sheet “{sheet.name}”, row {first + number + 1}, column {index + 1}"
                self._cell(page, (first + number, index), value, locked=locked, place=place)

    def _cell(self, page: Worksheet, at: tuple[int, int], value: Value, *, locked: bool, place: str) -> None:
        plain = self.style(locked=locked)
        if value is None or value == "":
            page.write_blank(*at, None, plain)
        elif isinstance(value, bool):
            page.write_boolean(*at, value, plain)
        elif isinstance(value, date) and date(value.year, value.month, value.day) >= FIRST_DAY:
            shape = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
            page.write_datetime(*at, value, self.style(locked=locked, number_format=shape))
        elif isinstance(value, (int, float, Decimal)) and is_exact(value):
            page.write_number(*at, value, plain)
        else:
            text = str(value)
            if len(text) > MAX_TEXT:
                raise FormatError(
                    f"The text in {place} has {len(text):,} letters; a cell of a workbook holds {MAX_TEXT:,}. "
                    "Export as CSV, which has no such limit, or shorten the text.",
                )
            page.write_string(*at, text, plain)

    def _drop_down(self, page: Worksheet, column: Column, index: int, top: int) -> None:
        if not column.choices:
            return
        from xlsxwriter.utility import xl_col_to_name

        source: list[str] | str = list(column.choices)
        # An inline list is one text joined by commas, of which Excel reads 255 letters.
        if len(",".join(column.choices)) > MAX_INLINE_LIST or any("," in choice for choice in column.choices):
            if column.choices not in self.long_lists:
                self.long_lists.append(column.choices)
            letter = xl_col_to_name(self.long_lists.index(column.choices), col_abs=True)
            source = f"='{LISTS}'!{letter}$1:{letter}${len(column.choices)}"
        options = {
            "validate": "list",
            "source": source,
            "error_type": "warning" if column.open_list else "stop",
            "error_title": "Not on the list",
            "error_message": "Choose one of the values on the list.",
        }
        page.data_validation(top + 1, index, 1_048_575, index, options)

    def lists(self) -> None:
        """The sheet that long drop-downs draw from, which the user interface does not show."""
        if self.long_lists:
            page = self.book.add_worksheet(LISTS)
            for column, choices in enumerate(self.long_lists):
                for row, choice in enumerate(choices):
                    page.write_string(row, column, choice)
            page.very_hidden()


def is_exact(value: float | Decimal) -> bool:
    """Whether Excel's fifteen digits hold the number; others (and infinities) go out as text."""
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return False
    return len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS and -290 < number.adjusted() < 300
