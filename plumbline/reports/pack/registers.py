"""The registers of a pack as pages: every record with every field that says something, and references as links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from plumbline.reports.pack.frame import framed, link
from plumbline.reports.phrases import counted

RECORDS_ON_A_PAGE = 500
REFERENCE = re.compile(r"[A-Z][A-Z0-9]{0,7}(?:-\d{4})?-\d{1,7}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a record: its label, what it says, and whether it names other records."""

    label: str
    text: str
    refers: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A record as its page shows it; `files` are name and place of its files, an empty place where one is missing."""

    ref: str
    title: str
    live: bool
    cells: Sequence[Cell]
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class RegisterPages:
    """A register: the name of its kind, what people call it, the references of its records in order."""

    kind: str
    title: str
    refs: Sequence[str]

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        """Reference and place of every record."""
        for at, ref in enumerate(self.refs):
            yield ref, f"{page_name(self.kind, at // RECORDS_ON_A_PAGE)}#{ref}"

    def pages(self, rows: Iterable[Row], places: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Name and content of each page; `places`: where records that are referred to stand."""
        number = max(1, -(-len(self.refs) // RECORDS_ON_A_PAGE))
        waiting = iter(rows)
        for page in range(number):
            first = page * RECORDS_ON_A_PAGE
            on_page = islice(waiting, RECORDS_ON_A_PAGE)
            lead = [f"{counted(len(self.refs), 'record')}. As a table: {link(f'{self.kind}.csv', f'{self.kind}.csv')}"]
            if number > 1:
                lead.append(
                    f"Records {first + 1:,} to {min(first + RECORDS_ON_A_PAGE, len(self.refs)):,}: {self._others(page)}"
                )
            body = (_article(each, places) for each in on_page)
            yield f"registers/{page_name(self.kind, page)}", framed(self.title, lead, body, back="../index.html")

    def _others(self, page: int) -> str:
        steps = [("previous page", page - 1), ("next page", page + 1)]
        last = (len(self.refs) - 1) // RECORDS_ON_A_PAGE
        return ", ".join(link(page_name(self.kind, to), words) for words, to in steps if 0 <= to <= last)


def page_name(kind: str, page: int = 0) -> str:
    """The file of a page of a register, within the folder of the registers."""
    return f"{kind}.html" if page == 0 else f"{kind}-{page + 1}.html"


def _article(row: Row, places: Mapping[str, str]) -> str:
    cells = "".join(
        f"<dt>{escape(each.label)}</dt><dd>{_linked(each.text, places) if each.refers else escape(each.text)}</dd>"
        for each in row.cells
    )
    files = "".join(
        f"<dt>File</dt><dd>{link(f'../{place}', name) if place else _lost(name)}</dd>" for name, place in row.files
    )
    over = "" if row.live else ' class="over"'
    title = escape(f"{row.ref} {row.title}")
    return f'<article id="{escape(row.ref)}"{over}><h3>{title}</h3><dl>{cells}{files}</dl></article>'


def _lost(name: str) -> str:
    return f'{escape(name)} <span class="bad">is missing: the record names it, and the system does not hold it.</span>'


def _linked(text: str, places: Mapping[str, str]) -> str:
    def reference(found: re.Match[str]) -> str:
        return link(places[found[0]], found[0]) if found[0] in places else found[0]

    return REFERENCE.sub(reference, escape(text))
