"""Records by what they are called, as `Isms` looks them up, carried on from one journal entry to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.apps.records.state import Change
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, folded, names_of
from plumbline.engine.domain.record import Record


@dataclass(frozen=True, slots=True)
class Names:
    """Records by reference and alias, and by folded title."""

    by_name: dict[str, tuple[Record, ...]]
    by_title: dict[str, tuple[Record, ...]]


def named(ordered: Mapping[str, Iterable[Record]]) -> Names:
    """The names of these records, by kind."""
    names = Names({}, {})
    for kind, records in ordered.items():
        for each in records if kind not in KEYED_BY_CATALOGUE else ():
            _enter(names, each)
    return names


def renamed(names: Names, changes: Iterable[Change]) -> Names:
    """The names after records changed."""
    after = Names(names.by_name.copy(), names.by_title.copy())  # far quicker than filling new ones
    for one, old, new in changes:
        if one.KIND not in KEYED_BY_CATALOGUE:
            if old is not None:
                _strike(after, old)
            if new is not None:
                _enter(after, new)
    return after


def _enter(names: Names, record: Record) -> None:
    for name in names_of(record):
        names.by_name[name] = (*names.by_name.get(name, ()), record)
    if record.title:
        title = folded(record.title)
        names.by_title[title] = (*names.by_title.get(title, ()), record)


def _strike(names: Names, record: Record) -> None:
    for name in names_of(record):
        _take_out(names.by_name, name, record)
    if record.title:
        _take_out(names.by_title, folded(record.title), record)


def _take_out(index: dict[str, tuple[Record, ...]], name: str, record: Record) -> None:
    left = tuple(each for each in index[name] if each is not record)
    if left:
        index[name] = left
    else:
        del index[name]
