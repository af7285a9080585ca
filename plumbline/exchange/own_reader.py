"""The rows of our own export as entries: each is one record and no more, and an emptied cell is an emptied field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Field, Person, Record, fields_of
from plumbline.engine.domain.validity import problems
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.export import NAME
from plumbline.exchange.leaving import Origin
from plumbline.exchange.matching import comparable
from plumbline.exchange.own_cells import CellReader
from plumbline.exchange.own_files import OwnTable
from plumbline.exchange.rows import Skipped
from plumbline.exchange.setaside import LINE, REASON
from plumbline.exchange.who import name_key
from plumbline.formats.table import EMPTY, Cell, Row

MISSING = "The heading of this column is missing. Give it one, or empty the cell."
NAMED_ELSEWHERE = "The title of a person stays empty, since names are kept outside the records. Write it under Name."
NAME_STAYS = "A name on record is not changed by an import; the one we have stays."


@dataclass(slots=True, kw_only=True)
class OwnReader:
    """Turns the rows of one table of ours into entries; `persons` are the names on record and their references."""

    table: OwnTable
    file: int
    isms: Isms
    persons: Mapping[str, str]
    register: str = ""
    skipped: list[Skipped] = field(default_factory=list)
    _new: dict[tuple[object, ...], int] = field(default_factory=dict)
    _called: dict[str, str] = field(default_factory=dict)

    def text(self, cell: Cell) -> str:
        """What a cell says."""
        return self.table.text(cell)

    def entries(self) -> Iterator[tuple[Entry, Row]]:
        """Every row as an entry, with the row as it stood."""
        known = {name_key(name): ref for name, ref in self.persons.items()}
        self._called = {ref: name for name, ref in self.persons.items()}
        cells = CellReader(isms=self.isms, persons=known, order=self.table.order)
        for row in self.table.body():
            yield self._entry(row, cells), row

    def _entry(self, row: Row, cells: CellReader) -> Entry:
        table, kind = self.table, self.table.kind
        entry = Entry(main=Draft(kind=kind.KIND, file=self.file, line=row.line, part=""), line=row.line)
        by_heading = self._by_heading(entry, row)
        given = table.text(by_heading.get("Ref", EMPTY)).strip()
        before = self.isms.at(kind, given) if given else None
        entry.main.given = given
        extra: dict[str, str] = {}
        for heading, cell in by_heading.items():
            text, held = table.text(cell), table.columns.get(heading)
            if heading in table.unknown and text.strip():
                extra[heading] = text.strip()
            elif held is not None and held.name != "ref":
                self._take(entry, heading, held, (text, cell), (cells, before))
        self._finish(entry, before, extra)
        if NAME in by_heading and kind is Person:
            self._name(entry, before, table.text(by_heading[NAME]).strip())
        return entry

    def _by_heading(self, entry: Entry, row: Row) -> dict[str, Cell]:
        """The cells under their headings, empty where the row ends early; one without a heading is refused."""
        headings = self.table.headings
        for index, cell in enumerate(row.cells):
            if cell.text.strip() and (index >= len(headings) or not headings[index]):
                entry.put_aside(MISSING, value=cell.text)
        cells = (*row.cells, *[EMPTY] * (len(headings) - len(row.cells)))
        return {each: cell for each, cell in zip(headings, cells, strict=False) if each not in ("", LINE, REASON)}

    def origins(self, row: Row) -> tuple[Origin, ...]:
        """What comes of each cell of a row: the field whose label is its heading."""
        cells = (*row.cells, *[EMPTY] * (len(self.table.headings) - len(row.cells)))
        return tuple(
            Origin(heading=heading, says=self.text(cell), place=("", held.name), fills=frozenset({("", held.name)}))
            for heading, cell in zip(self.table.headings, cells, strict=False)
            if (held := self.table.columns.get(heading)) is not None and held.name != "ref"
        )

    def _take(
        self,
        entry: Entry,
        heading: str,
        held: Field,
        stated: tuple[str, Cell],
        against: tuple[CellReader, Record | None],
    ) -> None:
        text, cell = stated
        reader, before = against
        try:
            value = reader.read(held, text, cell, before)
        except ValueError as error:
            entry.put_aside(str(error), column=heading, value=text)
            return
        if entry.main.record is Person and held.name == "title" and value:
            entry.put_aside(NAMED_ELSEWHERE, column=heading, value=text)
        entry.main.fields[held.name] = value

    def _finish(self, entry: Entry, before: Record | None, extra: Mapping[str, str]) -> None:
        """Lay added columns beside the extra fields, forget doubts that are settled, and check the whole."""
        draft, fields = entry.main, entry.main.fields
        if extra and "extra" in fields:
            fields["extra"] = tuple({**dict(fields["extra"]), **extra}.items())
        else:
            draft.extra.update(extra)
        if before is not None and "unread" in fields:
            fields["unread"] = tuple(each for each in fields["unread"] if not _settled(each, fields, before))
        if entry.aside:
            return
        if wrong := problems(draft.record(ref=draft.given, **fields)):
            entry.put_aside(" ".join(wrong))
        if not draft.given:
            self._identify(entry)

    def _identify(self, entry: Entry) -> None:
        """A new row is found again by the key of its kind, else by everything it says."""
        draft = entry.main
        key = draft.record.NATURAL_KEY
        stated = any(draft.fields.get(name) for name in key)
        draft.same = key if stated else tuple(each.name for each in fields_of(draft.record) if each.name != "ref")
        telling = tuple(comparable(draft.fields.get(name)) for name in draft.same)
        first = self._new.setdefault(telling, entry.line)
        if first != entry.line and draft.record is not Person:
            labels = ", ".join(each.label for each in fields_of(draft.record) if each.name in draft.same)
            entry.put_aside(
                f"Line {first} is new too and says the same in {labels if stated else 'every column'}. "
                "Change one of the two, or give each a Ref of its own."
            )

    def _name(self, entry: Entry, before: Record | None, name: str) -> None:
        """A new person brings a name; that of a known one is not for an import to change."""
        if before is None:
            entry.main.name = name
        elif name and self._called.get(before.ref, name) != name:
            entry.say(NAME_STAYS, column=NAME, value=name)


def _settled(doubt: tuple[str, str], fields: Mapping[str, Any], before: Record) -> bool:
    """Whether a text that could not be read was replaced by a value since it was exported."""
    name = doubt[0]
    return doubt in before.unread and name in fields and fields[name] != getattr(before, name, None)
