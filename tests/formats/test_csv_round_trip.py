"""What we write as CSV a spreadsheet cannot calculate and we read back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.formats.csv import read_csv
from plumbline.formats.csv_out import csv_bytes, csv_lines, guarded, unguarded

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\r\n"), max_size=12)
NASTY = st.text("='\"+-@,;\t|\r\n 1.5%a", max_size=6)
ROWS = st.lists(st.lists(TEXT | NASTY, min_size=1, max_size=4), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(",;\t|"), st.booleans())
def test_a_table_comes_back_from_csv_as_it_was(rows: list[list[str]], delimiter: str, bom: bool) -> None:
    sheet = read_csv(csv_bytes(rows, delimiter=delimiter, bom=bom))
    assert [[unguarded(cell.text) for cell in row.cells] for row in sheet.rows] == rows


@given(TEXT | NASTY)
def test_guarding_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXT | NASTY)
def test_no_guarded_cell_can_be_calculated(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in tuple("=@\t\r\n")
    assert (
        cell[:1] not in ("+", "-") or set(cell) <= set("+-0123456789.,eE% \u00a0") or cell.lstrip("+-")[0].isdecimal()
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+49 40 123-4", "'+49 40 123-4"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-5+cmd", "'-5+cmd"),
        ("'=quoted already", "''=quoted already"),
        ("-5", "-5"),
        ("-1.250,00", "-1.250,00"),
        ("+3 %", "+3 %"),
        ("-", "-"),
        ("it's", "it's"),
    ],
)
def test_formulas_are_defused_and_numbers_left_alone(text: str, written: str) -> None:
    assert guarded(text) == written


def test_cells_with_anybodys_separator_are_quoted_so_that_no_part_becomes_a_cell() -> None:
    assert list(csv_lines([["ok;=1+1", "b"]])) == ['"ok;=1+1",b\r\n']


def test_a_stranger_as_separator_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="separates no cells"):
        list(csv_lines([["a"]], delimiter="x"))
