"""Reading the files: what each is, its rows as entries, and what has to be said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import ControlState
from plumbline.engine.domain.record import REF
from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.column_map import ColumnMap
from plumbline.exchange.composers import compose
from plumbline.exchange.drafts import Draft, Entry, Problem, Weight
from plumbline.exchange.export import READ_ONLY
from plumbline.exchange.leaving import LeftCell, Stands, leave, reason_of
from plumbline.exchange.limits import Counted, TooMuchError
from plumbline.exchange.own_files import OURS_HIDDEN, Marks, OwnTable, marks_of, own_table
from plumbline.exchange.own_reader import OwnReader
from plumbline.exchange.reader import SheetReader, Table, surveyed
from plumbline.exchange.recognise import Refused, recognise
from plumbline.exchange.scales import Scales
from plumbline.exchange.sources import Source
from plumbline.formats.table import FormatError, Row, Sheet

TOLD_AT_MOST = 500
Line = tuple[int, int]
"""A row: the number of its file or sheet among all of them, and its line there."""


@dataclass(slots=True, kw_only=True)
class FilePlan:
    """What becomes of one file or sheet. Counts are of rows, `left` of cells; `error` says why nothing was taken in."""

    file: str
    sheet: str = ""
    register: str = ""
    kind: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    set_aside: int = 0
    left: int = 0
    extra: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that was not taken in, or not all of it: where it stood, its cells under their headings, and the reason."""

    file: str
    sheet: str
    line: int
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    reason: str


@dataclass(slots=True, kw_only=True)
class Intake:
    """All that the files hold, read once; entries are in the order of files and rows."""

    zone: tzinfo
    said: ColumnMap
    within: Counted
    persons: Mapping[str, str] = field(default_factory=dict)
    scales: Scales = field(default_factory=Scales)
    barred: Mapping[Line, str] = field(default_factory=dict)
    """Rows that are set aside whatever they say, and why."""
    standing: Mapping[Line, Mapping[str, Stands]] = field(default_factory=dict)
    """Rows some of whose cells are left, with what stands against them: by the part of the row that it is about."""
    files: list[FilePlan] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    left: list[LeftCell] = field(default_factory=list)
    partly: list[SetAside] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    _problems: list[Problem] = field(default_factory=list)
    _told: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    _standing_of: dict[tuple[int, str], Mapping[str, Stands]] = field(default_factory=dict)
    _headings: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def take(self, sources: Sequence[Source], isms: Isms) -> None:
        """Recognise every sheet first, so that rows may speak of what another file holds; then read the rows."""
        tables = [table for source in sources for table in self._tables(source, isms)]
        given = frozenset(ref for _, table in tables for ref in table.given)
        for index, table in tables:
            reader: SheetReader | OwnReader
            if isinstance(table, OwnTable):
                reader = OwnReader(table=table, file=index, isms=isms, persons=self.persons)
            else:
                reader = SheetReader(
                    table=table, file=index, known=lambda ref: ref in given or isms.find(ref) is not None
                )
            try:
                self._read(reader, index)
            except FormatError as error:
                self._refuse(index, str(error.message), line=error.line)

    def _tables(self, source: Source, isms: Isms) -> Iterator[tuple[int, Table | OwnTable]]:
        try:
            sheets = source.sheets()
            marks = marks_of(source, sheets)
        except FormatError as error:
            self.files.append(FilePlan(file=source.name, error=error.message))
            self.tell(len(self.files) - 1, error.message, weight="set aside", line=error.line)
            return
        several = len(sheets) > 1
        for sheet in sheets:
            if sheet.hidden and sheet.name in OURS_HIDDEN:
                continue
            self.files.append(FilePlan(file=source.name, sheet=sheet.name if several else ""))
            index = len(self.files) - 1
            table = self._table(sheet, marks, index, several=several)
            if table:
                yield index, table
        if sheets and marks.organization not in ("", isms.organization.title):
            message = f"It was exported from {marks.organization}. Import it only if its references are the same here."
            self.tell(len(self.files) - 1, message, weight="kept")

    def _table(self, sheet: Sheet, marks: Marks, index: int, *, several: bool) -> Table | OwnTable | None:
        file = self.files[index].file
        if sheet.hidden:
            self._note(
                index, f"The sheet is {sheet.state}; it was not read. Show it in the workbook if it belongs here."
            )
            return None
        try:
            ours = (
                None if self.said.register_of(file, sheet.name) else own_table(sheet, file, marks, self.within.sheet())
            )
            if ours:
                return self._ours(ours, index)
            layout = recognise(sheet, file, self.said)
            if isinstance(layout, Refused):
                self._unrecognised(index, layout, several=several)
                return None
            table = surveyed(
                sheet, layout, self.zone, self.said.order_of(file, sheet.name), self.scales, self.within.sheet()
            )
        except FormatError as error:
            self._refuse(index, error.message, line=error.line)
            return None
        except TooMuchError as error:
            self._refuse(index, str(error))
            return None
        self.within.keep(table.count)
        plan = self.files[index]
        plan.register, plan.kind, plan.extra = layout.register.title, layout.register.kind, layout.unknown
        self.kinds.add(layout.register.kind)
        self._headings[index] = layout.headings
        if layout.unknown:
            columns = ", ".join(f"“{heading}”" for heading in layout.unknown)
            self._note(index, f"Kept as extra fields, since no field is meant by them: {columns}.")
        if sheet.hidden_rows:
            self._note(index, f"{len(sheet.hidden_rows)} rows are hidden in the sheet; they were read like the others.")
        return table

    def _ours(self, table: OwnTable, index: int) -> OwnTable | None:
        """A sheet that our own export wrote; None where its records are not for an import to write."""
        plan = self.files[index]
        plan.register, plan.kind, plan.extra = table.kind.REGISTER, table.kind.KIND, table.unknown
        if table.kind.KIND in READ_ONLY:
            plan.notes.append("It is for reading only; no import writes these records.")
            return None
        self.within.keep(table.count)
        self.kinds.add(table.kind.KIND)
        self._headings[index] = table.headings
        if table.unknown:
            columns = ", ".join(f"“{heading}”" for heading in table.unknown)
            self._note(index, f"Kept as extra fields, since our export has no such columns: {columns}.")
        return table

    def _unrecognised(self, index: int, refused: Refused, *, several: bool) -> None:
        if refused.empty and several:
            self._note(index, "The sheet is empty.")
        else:
            self._refuse(index, refused.message)

    def _refuse(self, index: int, message: str, *, line: int | None = None) -> None:
        self.files[index].error = message
        self.tell(index, message, weight="set aside", line=line)

    def _note(self, index: int, message: str) -> None:
        self.files[index].notes.append(message)
        self.tell(index, message)

    def _read(self, reader: SheetReader | OwnReader, index: int) -> None:
        first: dict[str, Entry] = {}
        for entry, row in reader.entries():
            if (index, entry.line) in self.barred:
                entry.put_aside(self.barred[index, entry.line])
            self._finish(entry, reader.register)
            self._leave(reader, entry, row)
            counts = not entry.aside or (index, entry.line) in self.barred
            same = first.setdefault(entry.main.given, entry) if entry.main.given and counts else entry
            if same is not entry:
                self._repeated(entry, same)
            for column, value, weight, message in entry.problems:
                self.tell(index, message, weight=weight, line=entry.line, column=column, value=value)
            if entry.aside:
                self.files[index].set_aside += 1
                self.set_aside.append(self._kept(index, reader, row, entry.aside))
            elif same is entry:
                entry.read()
                self.entries.append(entry)
        for skipped in reader.skipped:
            self.tell(index, f"The row {skipped.why}.", line=skipped.line, value=skipped.text)

    def _finish(self, entry: Entry, register: str) -> None:
        if not entry.aside:
            compose(register, entry)
        if not entry.aside and entry.main.kind in KEYED_BY_CATALOGUE and not _is_control(entry.main):
            entry.put_aside(
                f"“{entry.main.given}” is no control of the catalogue. Write its key, such as A.5.9.",
                value=entry.main.given,
            )
        if not entry.aside and not _says_something(entry.main):
            entry.put_aside("Neither id nor name nor description is filled, so nobody could tell what it is. Name it.")

    def _leave(self, reader: SheetReader | OwnReader, entry: Entry, row: Row) -> None:
        """Take the cells out of a row that would overrule something, and out of a row that repeats it."""
        if not self.standing or entry.aside:
            return
        file, given = entry.main.file, entry.main.given
        plan = self.files[file]
        standing = self.standing.get((file, entry.line)) or self._standing_of.get((file, given))
        if standing is None:
            return
        if given:
            self._standing_of[file, given] = standing
        cells = leave(entry, standing, reader.origins(row), (plan.file, plan.sheet))
        if cells is None:
            entry.put_aside(reason_of(standing))
            return
        headings = {each.heading for each in cells}
        entry.problems = [each for each in entry.problems if each[0] not in headings]
        plan.left += len(cells)
        self.left += cells
        if cells:
            reason = f"Taken in but for what stays. {' '.join(each.sentence for each in cells)}"
            self.partly.append(self._kept(file, reader, row, reason))

    def _repeated(self, entry: Entry, first: Entry) -> None:
        """The same id twice: the same row is only told, another one has to be decided on by a person."""
        if first.aside:
            entry.put_aside(first.aside, value=entry.main.given)
            return
        if entry.main.fields == first.main.fields and entry.main.extra == first.main.extra:
            entry.say(f"The row stands already in line {first.line}; it was taken once.", weight="said")
            return
        entry.put_aside(
            f"“{entry.main.given}” stands already in line {first.line} with other values. "
            "Keep the row that is right, or give this one its own id.",
            value=entry.main.given,
        )

    def _kept(self, index: int, reader: SheetReader | OwnReader, row: Row, reason: str) -> SetAside:
        """A row as it stood, to be given back with the reason."""
        plan = self.files[index]
        return SetAside(
            file=plan.file,
            sheet=plan.sheet,
            line=row.line,
            headings=self._headings[index],
            cells=tuple(map(reader.text, row.cells)),
            reason=reason,
        )

    # --- telling ----------------------------------------------------------------------------------------------------

    def tell(
        self,
        index: int,
        message: str,
        *,
        weight: Weight = "said",
        line: int | None = None,
        column: str = "",
        value: str = "",
    ) -> None:
        """Report something about a file; the same about one column only so often, then counted."""
        self._told[index, column, message] += 1
        if self._told[index, column, message] > TOLD_AT_MOST:
            return
        plan = self.files[index]
        self._problems.append(
            Problem(
                file=plan.file,
                sheet=plan.sheet,
                line=line,
                column=column,
                value=value[:200],
                message=message,
                weight=weight,
            )
        )

    def about(self, draft: Draft, column: str, value: str, message: str) -> None:
        """Report something found while linking a draft."""
        self.tell(draft.file, message, weight="kept", line=draft.line, column=column, value=value)

    def problems(self) -> Iterator[Problem]:
        """Everything reported, then what was left out for being the same over and over."""
        yield from self._problems
        for (index, column, message), count in self._told.items():
            if count > TOLD_AT_MOST:
                plan = self.files[index]
                more = f"The same in {count - TOLD_AT_MOST:,} more rows: {message}"
                yield Problem(file=plan.file, sheet=plan.sheet, column=column, message=more, weight="kept")

    def finished(self) -> Sequence[FilePlan]:
        """The files with their counts."""
        return self.files


def _is_control(draft: Draft) -> bool:
    """A key of Annex A; where rows may speak of own controls too, a reference as well."""
    own = draft.kind != ControlState.KIND and REF.fullmatch(draft.given) is not None
    return own or draft.given in standard().controls


def _says_something(draft: Draft) -> bool:
    if draft.given or draft.text("title") or draft.text("description"):
        return True
    return any(value not in ("", None, ()) for name, value in draft.fields.items() if name in draft.same)
