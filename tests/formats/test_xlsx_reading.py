"""Workbooks as people keep them: days as days, numbers as numbers, hidden sheets said, bombs left unopened."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from plumbline.formats.archive import Limits
from plumbline.formats.sniff import OLE
from plumbline.formats.table import Area, Cell, FormatError
from plumbline.formats.xlsx import read_sheet, read_xlsx

HALF_PAST_TWO = datetime.fromisoformat("2026-03-04T14:30")
Fill = Callable[[Any, Any], None]


def workbook(fill: Fill, **options: object) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Risks"))
    book.close()
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The same archive with every part passed through `change`, and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def one_cell(_: Any, page: Any) -> None:
    page.write_string(0, 0, "ID")


def refusal_of(content: bytes, limits: Limits = Limits()) -> str:  # noqa: B008 - a frozen value
    with pytest.raises(FormatError) as refusal:
        read_xlsx(content, limits=limits)
    return refusal.value.message


def test_every_kind_of_cell_arrives_as_what_it_is() -> None:
    def fill(book: Any, page: Any) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        page.write_string(2, 1, "Überflutung")
        page.write_number(2, 2, 46_000)
        page.write_number(2, 3, 0.1 + 0.2)
        page.write_datetime(2, 4, date(2026, 3, 4), day)
        page.write_datetime(2, 5, HALF_PAST_TWO, moment)
        page.write_boolean(2, 6, True)
        page.write_formula(2, 7, "=2*3", None, 6)
        page.write_formula(2, 8, "=A99", None, "#REF!")
        page.write_number(2, 9, 0.5, book.add_format({"num_format": "hh:mm"}))
        page.write_number(2, 10, 1.5, book.add_format({"num_format": "[h]:mm"}))
        page.write_blank(2, 12, None, day)

    (sheet,) = read_xlsx(workbook(fill))
    (row,) = sheet.rows
    assert row.line == 3
    assert row.cells == (
        Cell("", "empty"),
        Cell("Überflutung"),
        Cell("46000", "number"),
        Cell("0.3", "number"),
        Cell("2026-03-04", "date", date(2026, 3, 4)),
        Cell("2026-03-04 14:30", "datetime", date(2026, 3, 4), HALF_PAST_TWO),
        Cell("true", "bool"),
        Cell("6", "number"),
        Cell("#REF!"),
        Cell("12:00"),
        Cell("36:00"),
    )


def test_days_of_a_workbook_that_counts_from_1904_are_right() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_datetime(0, 0, date(2026, 3, 4), book.add_format({"num_format": "d/m/yyyy"}))

    (sheet,) = read_xlsx(workbook(fill, date_1904=True))
    assert [cell.day for row in sheet.rows for cell in row.cells] == [date(2026, 3, 4)]


def test_hidden_sheets_are_named_and_not_read_until_asked_for() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_string(0, 0, "ID")
        for name, hide in (("Old", "hide"), ("Secret", "very_hidden")):
            other = book.add_worksheet(name)
            other.write_string(0, 0, name)
            getattr(other, hide)()
        book.add_chartsheet("Picture")

    content = workbook(fill)
    seen = [(sheet.name, sheet.state, sheet.hidden, len(list(sheet.rows))) for sheet in read_xlsx(content)]
    assert seen == [("Risks", "visible", False, 1), ("Old", "hidden", True, 0), ("Secret", "very hidden", True, 0)]
    assert [row.cells for row in read_sheet(content, "Secret").rows] == [(Cell("Secret"),)]
    with pytest.raises(FormatError, match=r"no sheet “Lost”\. Its sheets are “Risks”, “Old”, “Secret”\."):
        read_sheet(content, "Lost")


def test_merged_cells_keep_their_value_in_the_first_and_their_area_is_told() -> None:
    def fill(_: Any, page: Any) -> None:
        page.merge_range(1, 0, 3, 1, "Hamburg")
        page.write_string(3, 2, "x")

    (sheet,) = read_xlsx(workbook(fill))
    assert sheet.merged == (Area(2, 4, 0, 1),)
    assert [(row.line, [cell.text for cell in row.cells]) for row in sheet.rows] == [
        (2, ["Hamburg"]),
        (4, ["", "", "x"]),
    ]


def test_hidden_rows_are_read_and_told() -> None:
    def fill(_: Any, page: Any) -> None:
        for row in range(3):
            page.write_number(row, 0, row)
        page.set_row(1, None, None, {"hidden": True})

    (sheet,) = read_xlsx(workbook(fill))
    assert sheet.hidden_rows == (2,)
    assert [row.line for row in sheet.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "It is protected by a password. Open it in Excel"),
        (OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"), "It is a workbook of the old .xls format"),
        (b"<html><table><tr><td>ID</table>", "It is a web page, whatever its name says"),
        (b"<?xml version='1.0'?><Workbook/>", "It is an XML file, not a workbook"),
        (b"ID;Name\r\n", "It is not a workbook"),
        (b"", "The file is empty"),
        (b"PK\x03\x04 and then nothing", "It is not a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    assert refusal_of(content).startswith(sentence)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["xl/workbook.bin"], "It is a binary workbook (.xlsb)"),
        (["mimetype", "content.xml"], "It is an OpenDocument sheet (.ods)"),
        (["risks.csv"], "It is a zip archive, not a workbook"),
    ],
)
def test_archives_of_other_kinds_are_refused_with_what_to_do(names: list[str], sentence: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert refusal_of(out.getvalue()).startswith(sentence)


def test_a_bomb_that_says_how_large_it_is_is_refused_unopened() -> None:
    bomb = repacked(workbook(one_cell), lambda _, part: part, **{"xl/bomb.xml": b"0" * 60_000_000})
    assert re.match(r"It would unpack to 60,\d{3},\d{3} bytes or more from .*zip bomb", refusal_of(bomb))


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    bomb = bytearray(repacked(workbook(one_cell), lambda _, part: part, **{"xl/bomb.xml": b"0" * 60_000_000}))
    for field in re.finditer(re.escape(struct.pack("<I", 60_000_000)), bytes(bomb)):
        bomb[field.start() : field.end()] = struct.pack("<I", 600)
    assert "zip bomb" in refusal_of(bytes(bomb))
    small = bytearray(repacked(workbook(one_cell), lambda _, part: part, **{"xl/more.xml": b"0" * 70_000}))
    for field in re.finditer(re.escape(struct.pack("<I", 70_000)), bytes(small)):
        small[field.start() : field.end()] = struct.pack("<I", 600)
    assert refusal_of(bytes(small)).startswith("Its part “xl/more.xml” is not as large as the file's index says.")


def test_sizes_and_counts_have_limits() -> None:
    content = workbook(one_cell)
    assert "workbooks are read up to 1,000" in refusal_of(content, Limits(packed=1_000))
    assert "It would unpack to" in refusal_of(content, Limits(unpacked=5_000))
    assert "parts, where a workbook has a few dozen" in refusal_of(content, Limits(entries=3))


def test_an_archive_packed_in_an_odd_way_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "packed in a way no spreadsheet program uses" in refusal_of(out.getvalue())


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(workbook(one_cell))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal_of(bytes(content)).startswith("It is protected by a password")


def test_two_cells_in_opposite_corners_do_not_take_all_the_memory() -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_string(0, 0, "ID")
        page.write_string(1_048_575, 16_383, "boo")

    assert refusal_of(workbook(fill)).startswith("The sheet “Risks” reaches to row 1,048,576 and column 16,384;")


def test_a_rectangle_that_is_too_large_is_refused_though_each_side_is_allowed() -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_string(0, 900, "x")
        page.write_string(150_000, 0, "x")

    assert "2,500,000 cells in all" in refusal_of(workbook(fill))


def test_cells_that_are_only_formatted_do_not_count() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_string(0, 0, "ID")
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    (sheet,) = read_xlsx(workbook(fill))
    assert [row.cells for row in sheet.rows] == [(Cell("ID"),)]


def test_damage_is_said_and_the_part_is_named() -> None:
    content = workbook(one_cell)
    cut = repacked(content, lambda name, part: part[:200] if name.endswith("sheet1.xml") else part)
    assert refusal_of(cut).startswith("Its part “xl/worksheets/sheet1.xml” is damaged.")
    lost = repacked(content, lambda name, part: part.replace(b"worksheets/sheet1", b"worksheets/lost"))
    assert refusal_of(lost).startswith("The sheet “Risks” is not where the workbook says it is.")
    torn = repacked(content, lambda name, part: part[:50] if name.endswith("sharedStrings.xml") else part)
    assert refusal_of(torn).startswith("The workbook is damaged.")


def test_a_document_type_is_refused_unread() -> None:
    def change(name: str, part: bytes) -> bytes:
        doctype = b'<!DOCTYPE x [<!ENTITY a "boom">]><worksheet'
        return part.replace(b"<worksheet", doctype, 1) if name.endswith("sheet1.xml") else part

    assert "declares a document type" in refusal_of(repacked(workbook(one_cell), change))
