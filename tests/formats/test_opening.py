"""One door for files from outside, which judges them by content."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.formats.opening import open_tables
from plumbline.formats.sniff import OLE, FileKind, what_is
from plumbline.formats.table import FormatError


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"ID;Name\r\n", "csv"),
        ("ID;Größe\r\n".encode("utf-16"), "csv"),
        ("ID;Name\r\n".encode("utf-16-le"), "csv"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (bytes(range(256)), "binary"),
        (b"\n <!DOCTYPE html><p>", "html"),
        (b"<?xml version='1.0'?><html>", "html"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b'[ {"id": 1}]', "json"),
        (b"[1] note,other\n", "csv"),
        (OLE + b"\0" * 100, "binary"),
        (OLE + b"\0" * 1_048_560 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\0" * 100 + "Book\0".encode("utf-16-le"), "xls"),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, kind: FileKind) -> None:
    assert what_is(content) == kind


def test_a_workbook_called_csv_and_a_csv_called_xlsx_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "Risk register.xlsx"
    path.write_bytes(b"ID,Name\nR-1,Flood\n")
    (sheet,) = open_tables(path)
    assert sheet.name == "Risk register"
    assert [row.line for row in sheet.rows] == [1, 2]


def test_what_is_no_table_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "policy.csv"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(FormatError) as refusal:
        open_tables(path)
    assert str(refusal.value) == "policy.csv: It is neither CSV nor a workbook. Save the register as one of them."


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"lost\.csv: There is no such file\. Check the name\."):
        open_tables(tmp_path / "lost.csv")
    with pytest.raises(FormatError, match="It is a folder, not a file"):
        open_tables(tmp_path)
