"""What a row proposes before names are linked: drafts of records, and what was odd about the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.exchange.registry import Part

_NOTHING: dict[str, Any] = {}
_NO_SOURCES: dict[str, tuple[str, ...]] = {}
Weight = Literal["said", "kept", "set aside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something odd: where it stands, the value as it came, what is wrong and what to do.

    `said` needs nothing done, `kept` was taken in as well as it could be, `set aside` was not taken in.
    """

    file: str
    message: str
    weight: Weight = "said"
    sheet: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A cell that names other records; `strict` links only references that are spelled out in it."""

    text: str
    heading: str = ""
    strict: bool = False


@lru_cache(maxsize=20_000)
def named(text: str, heading: str) -> Words:
    """The words of a cell; one value for all the rows that say the same in a column."""
    return Words(text, heading)


@dataclass(frozen=True, slots=True)
class Pointer:
    """References to other drafts of this import."""

    drafts: tuple[Draft, ...]


class Slim:
    """Lets go of collections that hold nothing, and makes them anew when they are asked for.

    An import holds every row until the last one is compared, and most have nothing odd to keep.
    """

    __slots__ = ()
    SPARSE: ClassVar[Mapping[str, type]] = {}

    def slim(self) -> None:
        """Let go of what is empty."""
        for name in self.SPARSE:
            if not getattr(self, name):
                delattr(self, name)

    if not TYPE_CHECKING:  # a declared field is what is meant; mypy would take any other name as well

        def __getattr__(self, name: str) -> Any:
            if name not in self.SPARSE:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            made = self.SPARSE[name]()
            setattr(self, name, made)
            return made


@dataclass(slots=True, kw_only=True, eq=False)
class Draft(Slim):
    """A record as a row states it.

    `given` is its id in the file; `fields` are what the file has columns for, `derived` what we conclude and what
    never overrules a person; `same` are the fields that find it again where there is no id. `part` is what it is in its
    row: empty for the row's own record, None for what a row only gives rise to.
    """

    SPARSE: ClassVar[Mapping[str, type]] = dict.fromkeys(("derived", "sources", "unread", "extra"), dict)

    kind: str
    file: int = 0
    line: int = 0
    given: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    parent: Draft | None = None
    part: str | None = None
    name: str = ""
    ref: str = ""
    before: Record | None = None
    optional: bool = False

    @property
    def record(self) -> type[Record]:
        """The kind of record it is to become."""
        return KINDS[self.kind]

    def text(self, name: str) -> str:
        """A field as text; empty where it is not stated or holds no text."""
        found = self.fields.get(name, "")
        return found.text if isinstance(found, Words) else found if isinstance(found, str) else ""

    def conclude(self, name: str, value: Any, *sources: str) -> None:
        """Derive a field that the file has no column for from others; it follows when those change."""
        if name not in self.fields and value not in ("", None, ()):
            self.derived[name] = value
            self.sources[name] = sources

    def forget(self) -> None:
        """Let go of what is told by the record made of it: of many thousand drafts that is the most of an import."""
        self.fields = self.derived = self.unread = self.extra = _NOTHING
        self.sources = _NO_SOURCES

    def doubt(self, name: str, text: str) -> None:
        """Keep the text of a field that could not be read as it stands."""
        self.unread[name] = text


@dataclass(slots=True, kw_only=True)
class Entry(Slim):
    """One row on its way: the record it is about, its parts, and the text of columns that only a composer reads."""

    SPARSE: ClassVar[Mapping[str, type]] = {"parts": dict, "raw": dict, "more": list, "problems": list}

    main: Draft
    line: int
    parts: dict[str, Draft] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Part] = field(default_factory=dict)
    more: list[Draft] = field(default_factory=list)
    problems: list[tuple[str, str, Weight, str]] = field(default_factory=list)
    aside: str = ""

    def part(self, name: str) -> Draft:
        """The draft of a part, made when it is first asked for."""
        if name not in self.parts:
            declared = self.kinds[name]
            made = Draft(
                kind=declared.kind, file=self.main.file, line=self.line, parent=self.main, part=name, optional=True
            )
            made.fields.update(declared.fixed)
            if declared.parent:
                made.fields[declared.parent] = Pointer((self.main,))
            made.same = tuple(each for each in (declared.parent, *declared.same) if each)
            self.parts[name] = made
        return self.parts[name]

    def read(self) -> None:
        """Everything is read and told: what only the reading needed is not kept."""
        self.raw, self.problems = {}, []
        for each in (self, self.main, *self.parts.values(), *self.more):
            each.slim()

    def declared_parts(self) -> tuple[Draft, ...]:
        """The parts in the order in which the register declares them, whatever the order of the columns."""
        return tuple(self.parts[name] for name in self.kinds if name in self.parts)

    def has(self, name: str) -> bool:
        """Whether the file has a column for `~name`."""
        return f"~{name}" in self.raw

    def words(self, name: str) -> str:
        """The text of the column `~name`; empty where there is none."""
        return self.raw.get(f"~{name}", "")

    def say(self, message: str, *, column: str = "", value: str = "", weight: Weight = "kept") -> None:
        """Report something about this row."""
        self.problems.append((column, value, weight, message))

    def put_aside(self, message: str, *, column: str = "", value: str = "") -> None:
        """Refuse the row with the first reason found."""
        self.aside = self.aside or message
        self.say(message, column=column, value=value, weight="set aside")
