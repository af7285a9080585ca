"""CSV as people write it: read as it is, refused with a sentence, never shifted."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest

from plumbline.formats.csv import MAX_CELL, MAX_COLUMNS, MAX_LINE, read_csv
from plumbline.formats.table import FormatError, Sheet

GERMAN = "ID;Bezeichnung;Eigentümer;Wert\r\nR-1;Überflutung – Keller;Müller;1.250,00\r\nR-2;Brand;Groß;7,5\r\n"


def texts(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.line, [cell.text for cell in row.cells]) for row in sheet.rows]


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_umlauts_survive_whatever_letters_the_file_is_in(encoding: str, reported: str) -> None:
    sheet = read_csv(GERMAN.encode(encoding))
    assert sheet.encoding == reported
    assert sheet.delimiter == ";"
    assert texts(sheet)[1] == (2, ["R-1", "Überflutung – Keller", "Müller", "1.250,00"])


def test_a_single_windows_letter_far_down_decides_the_whole_file() -> None:
    content = b"ID,Name\r\n" + b"R-1,plain\r\n" * 200_000 + "R-2,Größe\r\n".encode("cp1252")
    sheet = read_csv(content)
    assert sheet.encoding == "cp1252"
    assert texts(sheet)[-1] == (200_002, ["R-2", "Größe"])


def test_a_letter_cut_in_two_by_a_reading_piece_is_still_utf_8() -> None:
    content = b"ID,Name\n" + b"x" * (1_048_576 - 9 - 200_000) + b"\n" + b"y," * 5 + b"\n"
    content = content.ljust(1_048_575, b"\n") + "é,1\n".encode()
    assert read_csv(content).encoding == "utf-8"


def test_damaged_utf_8_is_refused_with_its_line_and_not_garbled() -> None:
    content = "ID,Name\nR-1,Größe\nR-2,Höhe\n".encode() + b"R-3,Gr\xf6\xdfe\n" + "R-4,Länge für Öl\n".encode()
    with pytest.raises(FormatError, match="letters that are not UTF-8, while the rest is") as refusal:
        read_csv(content, "risks")
    assert refusal.value.line == 4
    assert str(refusal.value).startswith("risks, line 4: ")


def test_letters_of_no_known_alphabet_are_refused() -> None:
    with pytest.raises(FormatError, match="neither UTF-8 nor Windows-1252") as refusal:
        read_csv("ID,Name\nR-1,Müller\n".encode("cp850"))
    assert refusal.value.line == 2


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(FormatError, match="It says it is UTF-8-SIG, and this line is not"):
        read_csv(b"\xef\xbb\xbfID,Name\nR-1,\xfc\n")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_found_below_title_rows_and_outside_quotations(delimiter: str) -> None:
    rows = [
        ["ID", "Risk title", "Owner", "Score"],
        ["R-1", "Fire, flood; theft|loss", "Ada", "12"],
        ["R-2", "b", "Bob", "3"],
    ]
    body = "\n".join(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)
    sheet = read_csv(f"Nordwind GmbH, Hamburg\nRisk register; as of March\n\n{body}\n".encode())
    assert sheet.delimiter == delimiter
    assert texts(sheet)[4] == (5, rows[1])


def test_decimal_commas_do_not_pass_for_separators() -> None:
    content = b"Kennzahl;Wert;Ziel\nA;1,5;2,5\nB;3,5;4,5\nC;3,5;4,5\nD;9,5;8,5\n"
    assert read_csv(content).delimiter == ";"


def test_lists_inside_cells_do_not_pass_for_separators() -> None:
    content = b"ID,Controls,Owner\nR-1,A.5.1; A.5.2,Ada\nR-2,A.5.3; A.5.4,Bob\nR-3,A.8.1; A.8.2,Cleo\n"
    assert read_csv(content).delimiter == ","


def test_excel_may_name_the_separator_itself_and_that_line_is_no_row() -> None:
    sheet = read_csv(b"sep=|\r\nID|Name\r\nR-1|x\r\n")
    assert texts(sheet) == [(2, ["ID", "Name"]), (3, ["R-1", "x"])]


def test_one_column_is_a_table_too() -> None:
    assert texts(read_csv(b"Name\nAda\nBob\n")) == [(1, ["Name"]), (2, ["Ada"]), (3, ["Bob"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_keep_the_line_they_begin_on(end: str) -> None:
    content = end.join(["ID,Note", 'R-1,"first', "", 'third"', "", "R-2,x", ""]).encode()
    assert texts(read_csv(content)) == [
        (1, ["ID", "Note"]),
        (2, ["R-1", f"first{end}{end}third"]),
        (5, []),
        (6, ["R-2", "x"]),
    ]


def test_nine_cells_under_eight_headings_stay_nine() -> None:
    sheet = read_csv(b"A,B,C\n1,2,3\n1,two, and a half,3\n1,2\n")
    assert [len(row.cells) for row in sheet.rows] == [3, 3, 4, 2]


def test_quotation_marks_within_words_are_letters() -> None:
    assert texts(read_csv(b'ID,Name\nA-1,24" screen\nA-2,"the ""old"" one"\n'))[1:] == [
        (2, ["A-1", '24" screen']),
        (3, ["A-2", 'the "old" one']),
    ]


def test_a_quotation_without_an_end_is_refused_where_it_begins() -> None:
    with pytest.raises(FormatError, match="never ends") as refusal:
        list(read_csv(b'ID,Name\nR-1,x\nR-2,"oops\nR-3,y\nR-4,z\n').rows)
    assert refusal.value.line == 3


def test_a_quotation_without_an_end_in_a_large_file_is_refused_before_it_fills_the_memory() -> None:
    content = b'ID,Name\nR-2,"oops\n' + b"R-3,yyyyyyyyyy\n" * 100_000
    with pytest.raises(FormatError, match="A cell holds more than 131,072 letters") as refusal:
        list(read_csv(content).rows)
    assert refusal.value.line == 2
    assert csv.field_size_limit() == MAX_CELL


def test_an_endless_line_is_refused() -> None:
    with pytest.raises(FormatError, match="longer than 1,000,000 letters") as refusal:
        list(read_csv(b"ID,Name\n" + b"x," * MAX_LINE).rows)
    assert refusal.value.line == 2


def test_a_line_of_too_many_cells_is_refused() -> None:
    with pytest.raises(FormatError, match="has 2,002 cells; 2,000 are read at most"):
        list(read_csv(b"," * (MAX_COLUMNS + 1) + b"\n").rows)


def test_zero_bytes_are_refused_with_their_line() -> None:
    with pytest.raises(FormatError, match="zero bytes, which no text does") as refusal:
        read_csv(b"ID,Name\n" + b"R-1,plain\n" * 10_000 + b"R-2,\0\n")
    assert refusal.value.line == 10_002


def test_binary_junk_is_refused() -> None:
    with pytest.raises(FormatError, match="It is not a text file"):
        read_csv(bytes(range(256)) * 20)


def test_an_empty_file_has_no_rows() -> None:
    assert texts(read_csv(b"\xef\xbb\xbf\r\n")) == []


def test_twenty_megabytes_are_read_twice_in_the_memory_of_a_few_lines(tmp_path: Path) -> None:
    path = tmp_path / "assets.csv"
    line = "AST-{0:06},Server {0},„Müller“,Confidential,High,{1}\n"
    with path.open("w", encoding="utf-8") as out:
        out.write("ID,Name,Owner,Class,Criticality,Description\n")
        for start in range(0, 50_000, 1_000):
            out.write(
                "".join(
                    line.format(number, "a sentence that takes room " * 13) for number in range(start, start + 1_000)
                )
            )
    assert path.stat().st_size > 19_000_000, path.stat().st_size
    tracemalloc.start()
    try:
        sheet = read_csv(path)
        first = sum(1 for _ in sheet.rows)
        again = sum(len(row.cells) for row in sheet.rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (first, again) == (50_001, 50_001 * 6)
    assert peak < 12_000_000
