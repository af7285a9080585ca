"""Which register a sheet is, in which row its heading stands and what each column means; asked when unsure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from plumbline.exchange.column_map import ColumnMap
from plumbline.exchange.registry import Register, forms, normal, registers
from plumbline.exchange.setaside import appended
from plumbline.formats.csv_out import unguarded
from plumbline.formats.table import Row, Sheet

SEARCHED_ROWS = 40
LONGEST_HEADING = 80
CLEAR = 0.45
MARGIN = 0.06
HINT = 0.4
FEWEST_LABELS = 6
UNKNOWN_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A recognised sheet: its register, the line of its heading, and per column heading and target (None: extra)."""

    register: Register
    line: int
    headings: tuple[str, ...]
    targets: tuple[str | None, ...]
    repeated: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that are kept as extra fields."""
        return tuple(heading for _, heading in self.beside if heading)

    @property
    def beside(self) -> tuple[tuple[int, str], ...]:
        """The columns that no field is meant by, with their headings."""
        ours = appended(self.headings)
        pairs = enumerate(zip(self.headings, self.targets, strict=True))
        return tuple((index, heading) for index, (heading, target) in pairs if target is None and heading not in ours)

    @property
    def stated(self) -> frozenset[str]:
        """The targets that the sheet has a column for."""
        return frozenset(target for target in self.targets if target)

    def heading(self, target: str) -> str:
        """The heading of a target's column, for messages."""
        return self.headings[self.targets.index(target)] if target in self.targets else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A sheet that was not recognised: what is wrong, then what to do. `empty` where there is nothing in it."""

    message: str
    empty: bool = False


def recognise(sheet: Sheet, file: str, said: ColumnMap) -> Layout | Refused:
    """The layout of a sheet by its headings, its name and the file's, or why there is none."""
    rows = [row for row in islice(_filled(sheet.rows), SEARCHED_ROWS) if row.cells]
    if not rows:
        return Refused(message="There is nothing in it.", empty=True)
    stated = said.register_of(file, sheet.name)
    candidates = [stated] if stated else list(registers().values())
    hints = hinted(f"{file.rpartition('.')[0] or file}", sheet.name)
    ours = _our_own(candidates, rows, hints)
    if ours:
        return ours
    scored = sorted(
        (
            (score + HINT * hints.get(register.name, 0.0), register.name, row)
            for register in candidates
            for score, row in _best_row(register, rows, said, needs=stated is None and hints.get(register.name) != 1.0)
        ),
        key=lambda each: (-each[0], each[1]),
    )
    if not scored:
        return Refused(message=_nothing_fits(rows, stated))
    best, name, row = scored[0]
    if stated is None and (best < CLEAR or (len(scored) > 1 and best - scored[1][0] < MARGIN)):
        others = [registers()[each[1]].title for each in scored[:2] if best - each[0] < MARGIN]
        return Refused(message=_unsure(others))
    return layout_of(registers()[name], row, said)


def _our_own(candidates: Sequence[Register], rows: Sequence[Row], hints: Mapping[str, float]) -> Layout | None:
    """The layout of a sheet that our export wrote: nearly all headings are our labels, and most labels are there."""
    best: tuple[float, Register, Row] | None = None
    for row in rows:
        headings = [normal(heading) for heading in _headings(row) if 0 < len(heading) <= LONGEST_HEADING]
        for register in candidates if len(headings) >= FEWEST_LABELS else ():
            known = len(register.labels().keys() & set(headings))
            score = known / max(len(headings), 1) + hints.get(register.name, 0.0)
            enough = known >= 0.8 * len(headings) and known >= 0.6 * (len(register.labels()) - 1)
            if enough and (best is None or score > best[0]):
                best = score, register, row
    if best is None:
        return None
    _, register, row = best
    found = tuple(_headings(row))
    targets = [register.labels().get(normal(heading)) for heading in found]
    once = tuple(target if target not in targets[:index] else None for index, target in enumerate(targets))
    return Layout(register=register, line=row.line, headings=found, targets=once)


def layout_of(register: Register, row: Row, said: ColumnMap) -> Layout:
    """What each column of a heading row means; a second column of one meaning becomes an extra field."""
    headings, targets, repeated = [], [], []
    ours = appended(_headings(row))
    for heading in _headings(row):
        target = None if heading in ours else _target(register, heading, said)
        if target is not None and target in targets:
            repeated.append(heading)
            target = None
        headings.append(heading)
        targets.append(target)
    return Layout(
        register=register, line=row.line, headings=tuple(headings), targets=tuple(targets), repeated=tuple(repeated)
    )


def _headings(row: Row) -> Iterator[str]:
    for cell in row.cells:
        yield " ".join(unguarded(cell.text).split())


def _target(register: Register, heading: str, said: ColumnMap) -> str | None:
    stated = said.target(register, heading)
    if stated is not None:
        return stated or None
    return register.target(heading) if 0 < len(heading) <= LONGEST_HEADING else None


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if any(cell.text.strip() for cell in row.cells))


def _best_row(register: Register, rows: Sequence[Row], said: ColumnMap, *, needs: bool) -> Iterator[tuple[float, Row]]:
    """The row that looks most like this register's heading, with how much; nothing where none does."""
    best: tuple[float, Row] | None = None
    for row in rows:
        ours = appended(_headings(row))
        headings = [heading for heading in _headings(row) if heading and heading not in ours]
        found = {heading: target for heading in headings if (target := _target(register, heading, said))}
        targets = set(found.values())
        told = sum(heading in found or said.target(register, heading) is not None for heading in headings)
        if len(targets) < 2 or told * 3 < len(headings):  # a column that was said to be extra is no stranger
            continue
        if needs and not all(targets.intersection(group) for group in register.needs):
            continue
        weight = sum(_weight(heading) for heading in found)
        score = weight / (weight + UNKNOWN_WEIGHT * (len(headings) - len(found)))
        score *= 1 - 0.5 ** sum(_weight(heading) * 2 for heading in found)
        if best is None or score > best[0]:
            best = score, row
    if best:
        yield best


@cache
def _weight(heading: str) -> float:
    """How much a heading says: one that many registers have says little."""
    known = sum(each.target(heading) is not None for each in registers().values())
    return 1 / math.sqrt(max(known, 1))


def hinted(*names: str) -> dict[str, float]:
    """How strongly the names of file and sheet speak for registers: 1 for the longest name found in them."""
    lengths: Counter[str] = Counter()
    for words in (f" {normal(name)} " for name in names):
        for register in registers().values():
            found = max((len(each) for each in register.names if f" {each} " in words), default=0)
            lengths[register.name] = max(lengths[register.name], found)
    longest = max(lengths.values(), default=0)
    return {name: 1.0 if length == longest else 0.3 * length / longest for name, length in lengths.items() if length}


def _nothing_fits(rows: Sequence[Row], stated: Register | None) -> str:
    if stated:
        return (
            f"No row looks like the heading of “{stated.title}”, which the column map says it is. "
            "Name its headings in the column map."
        )
    known = sum(bool(forms(cell.text)) for cell in rows[0].cells)
    return (
        f"It looks like no register that is known: its first row has {known} filled cells and none of the first "
        f"{SEARCHED_ROWS} rows is a heading. Put a heading above the columns, or say in a column map "
        "which register it is."
    )


def _unsure(titles: Sequence[str]) -> str:
    if len(titles) > 1:
        return (
            f"It may be “{titles[0]}” or “{titles[1]}”. Name the file or sheet after its register, "
            "or say in a column map which it is."
        )
    only = f"It looks a little like “{titles[0]}”, but too" if titles else "Too"
    return (
        f"{only} few headings are known to be sure. Name the file or sheet after its register, "
        "or say in a column map which it is and what its headings mean."
    )
