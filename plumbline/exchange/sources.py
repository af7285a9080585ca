"""What somebody points the import at: files and folders, as a list of files with names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plumbline.formats.csv import read_csv
from plumbline.formats.opening import open_tables
from plumbline.formats.sniff import what_is
from plumbline.formats.table import FormatError, Sheet
from plumbline.formats.xlsx import REFUSED, read_xlsx

READ = frozenset([".csv", ".tsv", ".txt", ".xlsx", ".xlsm"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file: its name, and where its bytes are."""

    name: str
    content: Path | bytes

    def sheets(self) -> tuple[Sheet, ...]:
        """Its sheets. Raises FormatError with a sentence for everything that cannot be read."""
        if isinstance(self.content, Path):
            return open_tables(self.content)
        kind = what_is(self.content)
        if kind == "csv":
            return (read_csv(self.content, self.name),)
        if kind == "xlsx":
            return read_xlsx(self.content)
        raise FormatError(
            REFUSED.get(kind, "It is neither CSV nor a workbook. Save the register as one of them."), self.name
        )


def as_source(file: Source | Path) -> Source:
    """A source of whatever was given."""
    return file if isinstance(file, Source) else Source(name=file.name, content=file)


def sources_in(paths: Iterable[Path]) -> tuple[Source, ...]:
    """The files named, and those in the folders named, in order of their names; files we do not read stay in the
    list, so that they are told. Hidden files and Excel's own lock files are no files of anybody.

    Raises FormatError for a path that does not exist and for a folder without files.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not _hidden(each, path))
            if not inside:
                raise FormatError("The folder holds no files. Name one that holds registers as CSV or XLSX.", path.name)
            found.update({each: each.relative_to(path).as_posix() for each in inside})
        elif path.is_file():
            found[path] = path.name
        elif path.exists():
            raise FormatError("It is neither a file nor a folder, such as a pipe. Save it to a file first.", path.name)
        else:
            raise FormatError("There is no such file or folder. Check the name.", path.name)
    return tuple(Source(name=_told(name), content=path) for path, name in found.items())


def _told(name: str) -> str:
    """A file's name as text; bytes in it that are none are shown as such."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
