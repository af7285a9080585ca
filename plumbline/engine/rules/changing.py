"""What changed between two states of a system, in the marks that rules leave on what they read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms, folded, names_of
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.record import Record
from plumbline.engine.rules.tracing import HEAD, LEAVING, NAMING, Notes, marks_of


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a system held, what its records were called, and which words were asked for in vain."""

    records: Mapping[str, tuple[Record, ...]]
    names: Mapping[str, Any]
    titles: Mapping[str, Any]
    missed: frozenset[str]

    @classmethod
    def of(cls, isms: Isms, notes: Notes, before: "Known | None" = None) -> "Known":
        """What is known of a system after rules were asked; those not asked again missed what they missed before."""
        missed = frozenset(notes.missed) | (before.missed if before else frozenset())
        return cls(isms.records, isms._names, isms._titles, missed)


def changed(isms: Isms, before: Known, kinds: Collection[str]) -> int:
    """The marks of what is not as it was, where records and lives of these kinds only were written."""
    marks = HEAD | marks_of(kinds)
    for kind in kinds:
        if kind in KEYED_BY_CATALOGUE or kind not in KINDS:
            continue
        for old, new in _pairs(before.records.get(kind, ()), isms.records.get(kind, ())):
            marks |= _renamed(before, old, new)
    return marks


def _pairs(before: tuple[Record, ...], now: tuple[Record, ...]) -> Iterator[tuple[Record | None, Record | None]]:
    """Each record that is not the same object as before, beside what it was."""
    left = {each.ref: each for each in before}
    for each in now:
        old = left.pop(each.ref, None)
        if old is not each:
            yield old, each
    for each in left.values():
        yield each, None


def _renamed(before: Known, old: Record | None, new: Record | None) -> int:
    """The marks of words that may name something else now.

    Rules that were led to a record by a name are asked again when its kind is written, so what matters here is a name
    that led nowhere, or to another record, and names that went where only a reference was taken from a record.
    """
    had, has = _names(old), _names(new)
    came, went = has - had, had - has
    marks = LEAVING if went else 0
    had_title, has_title = _title(old), _title(new)
    if had_title != has_title:
        came, went = came | has_title, went | had_title
    met = came | {folded(each) for each in came}
    known = any(each in before.names or each in before.titles for each in met)
    has_alias = new is not None and bool((has - had) - {new.ref})
    if known or has_alias or not before.missed.isdisjoint(met | went):
        marks |= NAMING
    return marks


def _names(record: Record | None) -> set[str]:
    return set() if record is None else set(names_of(record))


def _title(record: Record | None) -> set[str]:
    return {folded(record.title)} if record is not None and record.title else set()
