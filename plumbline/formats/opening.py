"""The one door for files from outside: whatever they are called, they are told apart by content."""

from __future__ import annotations

from pathlib import Path

from plumbline.formats.csv import read_csv
from plumbline.formats.sniff import what_is
from plumbline.formats.table import FormatError, Sheet
from plumbline.formats.xlsx import REFUSED, read_xlsx


def open_tables(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a CSV file (one) or a workbook (all, hidden ones without rows).

    Raises FormatError, with a sentence for the person whose file it is, for everything that cannot be read.
    """
    try:
        kind = what_is(path)
        if kind == "csv":
            return (read_csv(path),)
        if kind == "xlsx":
            return read_xlsx(path)
    except FileNotFoundError as error:
        raise FormatError("There is no such file. Check the name.", path.name) from error
    except IsADirectoryError as error:
        raise FormatError("It is a folder, not a file. Name the files in it.", path.name) from error
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise FormatError(f"The file cannot be read ({reason}). Check that you may open it.", path.name) from error
    raise FormatError(
        REFUSED.get(kind, "It is neither CSV nor a workbook. Save the register as one of them."), path.name
    )
