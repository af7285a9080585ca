"""What we write as a workbook is safe, the same each time, and read back as it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.formats.table import FormatError
from plumbline.formats.xlsx import read_sheet, read_xlsx
from plumbline.formats.xlsx_out import LISTS, Column, SheetOut, Value, Workbook, sheet_name, write_xlsx

NEW_YEAR = datetime.fromisoformat("2026-01-01T09:00")
LONG_AGO = datetime.fromisoformat("1950-01-01T00:00")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cn")), min_size=1, max_size=10)
CODES = st.sampled_from(["_x0041_", "_x000D_", "_x", "__x005F_", "a\r\nb", "\r", " \n ", "=1+1", "http://a.b", "{=A1}"])
NUMBERS = st.decimals(-(10**9), 10**9, places=4)
MOMENTS = st.integers(0, 60 * 24 * 365 * 90).map(lambda minutes: LONG_AGO + timedelta(minutes=minutes))
VALUES = TEXT | CODES | NUMBERS | st.booleans() | st.dates(date(1900, 3, 1), date(9999, 12, 31)) | MOMENTS
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=5)


def book(*sheets: SheetOut) -> bytes:
    return write_xlsx(Workbook(sheets=sheets, created=NEW_YEAR, title="Registers"))


def simple(rows: list[list[Value]], **column: object) -> bytes:
    return book(SheetOut(name="Risks", columns=(Column(heading="ID", **column),), rows=rows))  # type: ignore[arg-type] # free keywords of a test


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def expected(value: Value) -> tuple[str, str]:
    if isinstance(value, bool):
        return ("bool", str(value).lower())
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return ("number", "0" if text == "-0" else text)
    if isinstance(value, datetime):
        # Excel knows no difference between a day and its midnight.
        return (
            ("date", value.date().isoformat())
            if value.time() == datetime.min.time()
            else ("datetime", value.isoformat(" ", "minutes"))
        )
    if isinstance(value, date):
        return ("date", value.isoformat())
    return ("text", str(value))


@given(ROWS)
def test_a_table_comes_back_from_a_workbook_as_it_was(rows: list[list[Value]]) -> None:
    (sheet,) = read_xlsx(simple(rows))
    read = [[(str(cell.kind), cell.text) for cell in row.cells] for row in sheet.rows][1:]
    assert read == [[expected(value) for value in row] for row in rows]


def test_the_same_description_gives_the_same_bytes() -> None:
    rows: list[list[Value]] = [["R-1", date(2026, 3, 4)], ["R-2", Decimal("1.5")]]
    assert simple(rows, choices=("a" * 200, "b" * 200)) == simple(rows, choices=("a" * 200, "b" * 200))


def test_text_never_becomes_a_formula_or_a_link() -> None:
    content = simple([["=1+1"], ["{=1+1}"], ["http://example.org"], ["@SUM(A1)"]])
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "value",
    [date(1899, 12, 31), date(1900, 2, 1), 2**60 + 1, Decimal("1234567890123456.5"), float("inf"), float("nan")],
)
def test_what_excel_would_change_goes_out_as_text(value: Value) -> None:
    (sheet,) = read_xlsx(simple([[value]]))
    assert [(cell.kind, cell.text) for row in sheet.rows for cell in row.cells][1] == ("text", str(value))


def test_a_text_too_long_for_a_cell_is_refused_with_its_place() -> None:
    simple([["x" * 32_767]])
    with pytest.raises(FormatError, match="The text in sheet “Risks”, row 2, column 1 has 32,768 letters"):
        simple([["x" * 32_768]])


def test_locked_columns_protect_the_sheet_and_leave_the_others_open() -> None:
    columns = (Column(heading="ID", locked=True), Column(heading="Name", note="What people call it."))
    content = book(SheetOut(name="Risks", columns=columns, rows=[["R-1", "Flood"]], title=("Nordwind", "Risks")))
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert "<sheetProtection" in xml
    assert 'autoFilter="0"' in xml
    assert 'ySplit="4"' in xml
    assert '<autoFilter ref="A4:B5"/>' in xml
    styles = part(content, "xl/styles.xml")
    assert styles.count('<protection locked="0"/>') == 1
    (sheet,) = read_xlsx(content)
    assert [[cell.text for cell in row.cells] for row in sheet.rows] == [
        ["Nordwind"],
        ["Risks"],
        ["ID", "Name"],
        ["R-1", "Flood"],
    ]


def test_a_sheet_without_locked_columns_is_not_protected() -> None:
    assert "sheetProtection" not in part(simple([["x"]]), "xl/worksheets/sheet1.xml")


def test_short_lists_stand_in_the_rule_and_long_ones_on_a_sheet_nobody_sees() -> None:
    short = part(simple([["x"]], choices=("low", "high")), "xl/worksheets/sheet1.xml")
    assert '<formula1>"low,high"</formula1>' in short
    assert "errorStyle" not in short
    choices = tuple(f"Information Security Officer {number}" for number in range(20))
    content = simple([["x"]], choices=choices, open_list=True)
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert f"<formula1>'{LISTS}'!$A$1:$A$20</formula1>" in xml
    assert 'errorStyle="warning"' in xml
    assert [(sheet.name, sheet.state) for sheet in read_xlsx(content)] == [("Risks", "visible"), (LISTS, "very hidden")]
    assert [row.cells[0].text for row in read_sheet(content, LISTS).rows] == list(choices)


def test_a_choice_with_a_comma_is_one_choice() -> None:
    content = simple([["x"]], choices=("Hamburg, port", "Kiel"))
    assert [row.cells[0].text for row in read_sheet(content, LISTS).rows] == ["Hamburg, port", "Kiel"]


def test_a_hidden_sheet_is_written_hidden() -> None:
    content = book(
        SheetOut(name="Risks", columns=(Column(heading="ID"),), rows=[]),
        SheetOut(name="plumbline", columns=(Column(heading="Key"),), rows=[["version"]], hidden=True),
    )
    assert [sheet.state for sheet in read_xlsx(content)] == ["visible", "hidden"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Risks", (), "Risks"),
        ("In/Out: [all]?", (), "In-Out- -all--"),
        ("Statement of Applicability, declared", (), "Statement of Applicability, dec"),
        ("risks", ("Risks",), "risks 2"),
        ("History", (), "History 2"),
        ("''", (), "Sheet"),
    ],
)
def test_sheet_names_become_what_excel_allows(wanted: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(wanted, taken) == name
