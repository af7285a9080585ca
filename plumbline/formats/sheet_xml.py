"""What calamine does not tell of a workbook, read from its XML: how far a sheet reaches, its errors, its hidden rows.

Calamine lays a sheet out as a full rectangle, so two cells in opposite corners would take all the memory there is;
the rectangle is therefore measured here first. Nothing is stored but positions, and no entity is ever resolved.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from plumbline.formats.table import FormatError

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_Start = Callable[[str, dict[str, str]], None]
_Text = Callable[[str], None]
_POSITION = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_DAMAGED = "Its part “{part}” is damaged. Open the file in Excel or LibreOffice and save it again."


@dataclass(slots=True)
class SheetShape:
    """Filled rows and columns from the top left, error cells by (row, column) from 0, hidden row numbers from 1."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)


def sheet_parts(stream: BinaryIO, file: str = "") -> dict[str, str]:
    """The name of every sheet with the part of the archive that holds it, found the way calamine finds it."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            key = next((value for name, value in attributes.items() if _local(name) == "id"), "")
            sheets[attributes.get("name", "")] = key

    with zipfile.ZipFile(stream) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        for part, listener in ((RELATIONS, relation), (WORKBOOK, sheet)):
            _walk(archive, names.get(part, ""), listener, None, None, file)
    found = {}
    for name, key in sheets.items():
        target = targets.get(key, "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
        part = names.get(path.lower(), "")
        if not target or not part:
            raise FormatError(
                f"The sheet “{name}” is not where the workbook says it is. Open the file in Excel and save it again.",
                file,
            )
        found[name] = part
    return found


def shape_of(stream: BinaryIO, part: str, file: str = "") -> SheetShape:
    """Walk the XML of one sheet and measure it."""
    walker = _SheetWalker()
    with zipfile.ZipFile(stream) as archive:
        _walk(archive, part, walker.start, walker.end, walker.text, file)
    return walker.shape


class _SheetWalker:
    def __init__(self) -> None:
        self.shape = SheetShape()
        self.row = self.column = -1
        self.is_error = self.in_error = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "c":
            self._cell(attributes)
        elif tag in ("v", "is", "f"):
            # A cell counts once it holds something: people format whole columns down to the last row.
            self.shape.rows = max(self.shape.rows, self.row + 1)
            self.shape.columns = max(self.shape.columns, self.column + 1)
            self.in_error = self.is_error and tag == "v"
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.shape.hidden_rows.append(self.row + 1)

    def _cell(self, attributes: dict[str, str]) -> None:
        position = _POSITION.fullmatch(attributes.get("r", ""))
        self.column += 1
        if position:
            self.row, self.column = int(position[2]) - 1, _column(position[1])
        self.is_error = attributes.get("t") == "e"

    def end(self, tag: str) -> None:
        self.in_error = False
        if _local(tag) == "sheetData":  # what follows, such as rules for drop-downs, is in no cell
            self.row = self.column = -1

    def text(self, data: str) -> None:
        if self.in_error:
            place = (self.row, self.column)
            self.shape.errors[place] = (self.shape.errors.get(place, "") + data)[:20]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _walk(archive: zipfile.ZipFile, part: str, start: _Start, end: _Text | None, text: _Text | None, file: str) -> None:
    """Feed one part to the listeners; a document type, which no workbook has, is refused unread."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def refuse_doctype(*_: object) -> None:
        raise FormatError(f"Its part “{part}” declares a document type, which no spreadsheet program writes.", file)

    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, EOFError) as error:
        raise FormatError(_DAMAGED.format(part=part or "xl/workbook.xml"), file) from error
