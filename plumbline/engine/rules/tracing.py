"""An `Isms` that notes what a rule reads of it, so that the rule is asked again only when that has changed.

What is read is a set of marks in one whole number: a mark for each kind, and a few for what belongs to no kind. What is
computed once and read by many rules keeps its own marks, and whoever reads it takes them over.
"""

import dataclasses
from collections.abc import Callable, Hashable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from contextlib import contextmanager
from typing import Any, TypeVar

from plumbline.engine.domain.isms import Isms, Life, folded
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.record import Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")

MARKS: Mapping[str, int] = {kind: 1 << position for position, kind in enumerate(KINDS, start=3)}
"""The mark of the records and lives of each kind."""
NAMING, LEAVING, HEAD = 1, 2, 4
"""That other words name a record, or none; that a name went; how many entries the journal has."""
EVERY_KIND = sum(MARKS.values())
EVERYTHING = EVERY_KIND | NAMING | LEAVING | HEAD


class Notes:
    """The marks of what is being read: one set for each thing under computation, the innermost last."""

    def __init__(self) -> None:
        self.open: list[int] = [0]
        self.of: dict[Hashable, int] = {}
        self.missed: set[str] = set()
        """Words that named nothing, or more than one record, as written, in capitals and folded."""

    def add(self, marks: int) -> None:
        """Note that something was read."""
        self.open[-1] |= marks

    def miss(self, words: str) -> None:
        """Note that words named no one record."""
        self.missed.update((words, words.strip().upper(), folded(words)))


class NotedRecords(Mapping[str, tuple[Record, ...]]):
    """Records by kind; whoever looks at a kind is noted."""

    def __init__(self, held: Mapping[str, tuple[Record, ...]], notes: Notes) -> None:
        self._held, self._notes = held, notes

    def __getitem__(self, kind: str) -> tuple[Record, ...]:
        self._notes.add(MARKS.get(kind, EVERY_KIND))
        return self._held[kind]

    def __iter__(self) -> Iterator[str]:
        self._notes.add(EVERY_KIND)
        return iter(self._held)

    def __len__(self) -> int:
        self._notes.add(EVERY_KIND)
        return len(self._held)

    def items(self) -> ItemsView[str, tuple[Record, ...]]:
        self._notes.add(EVERY_KIND)
        return self._held.items()

    def values(self) -> ValuesView[tuple[Record, ...]]:
        self._notes.add(EVERY_KIND)
        return self._held.values()


class NotedLives(Mapping[tuple[str, str], Life]):
    """Lives by kind and reference; whoever looks at one is noted as reading its kind."""

    def __init__(self, held: Mapping[tuple[str, str], Life], notes: Notes) -> None:
        self._held, self._notes, self._any = held, notes, bool(held)

    def __getitem__(self, key: tuple[str, str]) -> Life:
        self._notes.add(MARKS.get(key[0], EVERY_KIND))
        return self._held[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._notes.add(EVERY_KIND)
        return iter(self._held)

    def __len__(self) -> int:
        self._notes.add(EVERY_KIND)
        return len(self._held)

    def __bool__(self) -> bool:
        return self._any  # once a journal has begun it stays so


class Traced(Isms):
    """A system that notes what is read of it. `of` makes one; it holds what the other has worked out of one kind."""

    __slots__ = ("notes",)

    notes: Notes

    @classmethod
    def of(cls, isms: Isms, carried: Mapping[Hashable, tuple[Any, int]] | None = None) -> "Traced":
        """The same system, traced; carried: what an earlier one worked out of what has not changed, and its marks."""
        notes = Notes()
        made = object.__new__(cls)
        object.__setattr__(made, "notes", notes)
        memo: dict[Hashable, Any] = {"names": isms._names, "titles": isms._titles}
        notes.of.update(names=0, titles=0)  # noted word by word below
        known: dict[Hashable, tuple[Any, int]] = dict(carried or {})
        for kind, marks in MARKS.items():
            if ("at", kind) in isms._memo:
                known["at", kind] = isms._memo["at", kind], marks
        for key, (found, marks) in known.items():
            memo[key], notes.of[key] = found, marks
        noted = {
            "records": NotedRecords(isms.records, notes),
            "lives": NotedLives(isms.lives, notes),
            "_memo": memo,
        }
        for each in dataclasses.fields(Isms):
            Isms.__dict__[each.name].__set__(made, noted.get(each.name, getattr(isms, each.name)))
        return made

    @property
    def head(self) -> int:
        """The number of journal entries; a rule that reads it is asked again after every entry."""
        self.notes.add(HEAD)
        found: int = Isms.__dict__["head"].__get__(self)
        return found

    @contextmanager
    def noting(self) -> Iterator[Callable[[], int]]:
        """Note what is read until the block ends; what is given tells it afterwards."""
        self.notes.open.append(0)
        marks: list[int] = []
        try:
            yield lambda: marks[0]
        finally:
            marks.append(self.notes.open.pop())
            self.notes.add(marks[0])

    def memo(self, key: Hashable, make: Callable[[], T]) -> T:
        """Compute something once; whoever asks for it is noted as reading what it was computed from."""
        if key not in self._memo:
            with self.noting() as read:
                made = make()
            self._memo[key] = made
            self.notes.of[key] = read()
            return made
        self.notes.add(self.notes.of[key])
        found: T = self._memo[key]
        return found

    def of_parent(self, kind: type[R], attribute: str, parent: Record) -> tuple[R, ...]:
        """Records of `kind` whose reference field `attribute` names `parent`, by reference or alias."""
        groups = self.by_each(kind, lambda each: self._pointed(getattr(each, attribute)), f"parent:{attribute}")
        return groups.get(parent.ref, ())

    def _pointed(self, words: str | tuple[str, ...]) -> tuple[str, ...]:
        """Only references are taken from what the words name, and these never change."""
        self.notes.add(NAMING | LEAVING)
        several = (words,) if isinstance(words, str) else words
        return tuple(dict.fromkeys(found.ref for each in several if each and (found := self._found(each))))

    def find(self, words: str) -> Record | None:
        """The record with this reference or alias; None where there is none or more than one."""
        found = self._found(words)
        self.notes.add(NAMING if found is None else NAMING | MARKS[found.KIND])
        return found

    def _found(self, words: str) -> Record | None:
        found = super().find(words)
        if found is None:
            self.notes.miss(words)
        return found

    def resolve(self, words: str, *kinds: type[Record]) -> Record | None:
        """The one record that the words name by reference, alias or exact title; of the kinds, where some are given."""
        key = ("resolve", words, kinds)
        if key not in self._memo:
            self._memo[key] = self._resolved(words, kinds)
        found: Record | None = self._memo[key]
        if found is None:
            self.notes.miss(words)
        self.notes.add(NAMING if found is None else NAMING | MARKS[found.KIND])
        return found

    def called(self, words: str) -> tuple[Record, ...]:
        """Every record that the words may mean: by reference or alias, else by title."""
        self.notes.add(EVERYTHING)
        return super().called(words)


def marks_of(kinds: Iterable[str]) -> int:
    """The marks of kinds."""
    marks = 0
    for each in kinds:
        marks |= MARKS.get(each, EVERY_KIND)
    return marks
