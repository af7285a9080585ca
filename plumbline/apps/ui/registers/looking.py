"""What somebody looks for in a register: words, filters, order, columns, page; it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import Field, Shape, fields_of

A_PAGE = 50
SIZES = (25, A_PAGE, 100, 250)
EMPTY = "none"
"""The filter's word for “nothing is stated”."""
MANY = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way of looking at a register."""

    words: str = ""
    every: bool = False
    """Also what is closed, retired or ended."""
    moved: bool = False
    """Only what changed since the day that is compared with."""
    filters: Mapping[str, str]
    sort: str = "ref"
    descending: bool = False
    columns: tuple[str, ...]
    page: int = 1
    size: int = A_PAGE

    standard: bool = True
    """Whether the columns are those that the register shows first."""

    @property
    def order(self) -> str:
        """The order as an address says it."""
        return f"-{self.sort}" if self.descending else self.sort

    def asked(self, *, unsorted: bool = False) -> list[tuple[str, str]]:
        """What the address says, without the page: enough to look like this again."""
        found = [("q", self.words)] if self.words else []
        found += [(f"f.{name}", words) for name, words in self.filters.items()]
        found += [("all", "1")] if self.every else []
        found += [("moved", "1")] if self.moved else []
        found += [("sort", self.order)] if self.order != "ref" and not unsorted else []
        found += [] if self.standard else [("col", each) for each in self.columns]
        return found + ([("size", str(self.size))] if self.size != A_PAGE else [])

    @property
    def query(self) -> str:
        """The same as what stands behind the question mark."""
        return urlencode(self.asked())

    def sorted_by(self, order: str) -> str:
        """The query of the same look in another order."""
        return urlencode([*self.asked(unsorted=True), ("sort", order)])

    def on_page(self, number: int) -> str:
        """The query of another page of the same look."""
        return urlencode([*self.asked(), ("page", str(number))])

    @property
    def narrowed(self) -> bool:
        """Whether something keeps records out of sight, other than that they have ended."""
        return bool(self.words or self.filters)


def look(register: Register, asked: QueryDict) -> Look:
    """The look that an address describes; what makes no sense in it is left out."""
    known = {each.name for each in fields_of(register.kind)}
    possible = known | set(register.computed)
    chosen = tuple(dict.fromkeys(each for each in asked.getlist("col") if each in possible))
    columns = ("ref", *(each for each in chosen if each != "ref")) if chosen else register.shown_first()
    sort = asked.get("sort", "ref")
    filters = {name: words for name in known if (words := asked.get(f"f.{name}", "").strip())}
    return Look(
        words=asked.get("q", "").strip(),
        every=asked.get("all") == "1",
        moved=asked.get("moved") == "1",
        filters=filters,
        sort=sort.removeprefix("-") if sort.removeprefix("-") in possible else "ref",
        descending=sort.startswith("-"),
        columns=columns,
        standard=set(columns) == set(register.shown_first()),
        page=_whole(asked.get("page", "1"), 1),
        size=_whole(asked.get("size", ""), A_PAGE) if _whole(asked.get("size", ""), A_PAGE) in SIZES else A_PAGE,
    )


def _whole(words: str, otherwise: int) -> int:
    return max(int(words), 1) if words.isdecimal() and len(words) < 9 else otherwise


def records(visit: Visit, register: Register, look: Look) -> list[Record]:
    """The records that a look shows, in its order."""
    isms = visit.isms
    found: list[Record] = list(isms.all(register.kind) if look.every else isms.live(register.kind))
    for name, words in look.filters.items():
        found = [each for each in found if fits(isms, each, name, words)]
    if look.words:
        hits = visit.system.matching(register.kind.KIND, look.words, visit.names)
        found = [each for each in found if each.ref in hits]
    if (look.sort, look.descending) != ("ref", False):
        found.sort(key=_order(visit, register, look.sort), reverse=look.descending)
    return found


def fits(isms: Isms, record: Record, name: str, words: str) -> bool:
    """Whether a field of a record says what a filter asks: the word itself, a record by reference, a day before."""
    value = getattr(record, name)
    if words == EMPTY:
        return value in (None, "", ())
    if isinstance(value, tuple):
        return any(words == each or _same(isms, each, words) for each in value if isinstance(each, str))
    if isinstance(value, bool):
        return words == ("yes" if value else "no")
    if isinstance(value, date):
        return _by(value, words)
    return str(value) == words or (isinstance(value, str) and _same(isms, value, words))


def _by(value: date, words: str) -> bool:
    """`2026-03-31` is that day, `..2026-03-31` up to it, `2026-01-01..` from it on."""
    day = value.date() if isinstance(value, datetime) else value
    first, dots, last = words.partition("..")
    if not dots:
        return day.isoformat() == words
    return (not first or day.isoformat() >= first) and (not last or day.isoformat() <= last)


def _same(isms: Isms, held: str, words: str) -> bool:
    if not held or folded(held) == folded(words):
        return bool(held)
    found = isms.resolve(held)
    return found is not None and found.ref == words


def _order(visit: Visit, register: Register, name: str) -> Callable[[Record], Any]:
    if name in register.computed:
        compute = register.computed[name]
        return lambda each: (0, natural(compute(visit.isms, each)))
    if name == "title":
        return lambda each: (0, folded(called(visit, each)))
    if name == "ref":
        return lambda each: natural(each.ref)
    field = next(each for each in fields_of(register.kind) if each.name == name)
    known = cache(lambda value: _sortable(visit, field, value))  # thousands of records share a few owners, days, states
    return lambda each: known(getattr(each, name))


def _sortable(visit: Visit, field: Field, value: Any) -> tuple[int, Any]:
    """What is not stated comes last; people sort by their names, words of a list in the order of the list."""
    if value in (None, "", ()):
        return (1, ())
    if field.shape is Shape.CHOICE:
        return (0, (field.choices.index(value) if value in field.choices else MANY,))
    if isinstance(value, (bool, int, Decimal)):
        return (0, (value,))
    if isinstance(value, (date, datetime)):
        return (0, (value.isoformat(),))
    first = value if isinstance(value, str) else str(value[0])
    return (0, (folded(visit.names.get(first, first)),))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records and its place among all of them."""

    records: tuple[Record, ...]
    number: int
    pages: int
    total: int
    first: int
    look: Look

    @property
    def last(self) -> int:
        """Position of its last record, counted from one."""
        return self.first + len(self.records) - 1

    @property
    def address(self) -> str:
        """The query of this page; `view=` where it asks for nothing in particular."""
        return self.look.on_page(self.number) if self.number > 1 else self.look.query or "view="

    @property
    def before(self) -> str:
        """The query of the page before, or empty."""
        return self.look.on_page(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The query of the page after, or empty."""
        return self.look.on_page(self.number + 1) if self.number < self.pages else ""


def paged(found: list[Record], look: Look) -> Page:
    """The page that a look asks for; the last one where it asks for more than there are."""
    pages = max(-(-len(found) // look.size), 1)
    number = min(look.page, pages)
    start = (number - 1) * look.size
    return Page(tuple(found[start : start + look.size]), number, pages, len(found), start + 1 if found else 0, look)
