"""Records by what they are called, as `Isms` looks them up, carried on from one journal entry to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.apps.records.state import Change
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, folded, names_of
from plumbline.engine.domain.record import Record


@dataclass(frozen=True, slots=True)
class Names:
    """Records by reference and alias, and by folded title; `naming`: by kind, a token that a new name replaces."""

    by_name: Mapping[str, tuple[Record, ...]]
    by_title: Mapping[str, tuple[Record, ...]]
    naming: Mapping[str, object]


def named(ordered: Mapping[str, Iterable[Record]]) -> Names:
    """The names of these records, by kind."""
    by_name: dict[str, tuple[Record, ...]] = defaultdict(tuple)
    by_title: dict[str, tuple[Record, ...]] = defaultdict(tuple)
    for kind, records in ordered.items():
        for each in records if kind not in KEYED_BY_CATALOGUE else ():
            _enter(by_name, by_title, each)
    return Names(dict(by_name), dict(by_title), {kind: object() for kind in ordered})


def renamed(names: Names, changes: Iterable[Change]) -> Names:
    """The names after records changed."""
    by_name, by_title = defaultdict(tuple, names.by_name), defaultdict(tuple, names.by_title)
    naming = dict(names.naming)
    for one, before, after in changes:
        if _called(before) != _called(after):
            naming[one.KIND] = object()
        if one.KIND not in KEYED_BY_CATALOGUE:
            if before is not None:
                _strike(by_name, by_title, before)
            if after is not None:
                _enter(by_name, by_title, after)
    return Names(dict(by_name), dict(by_title), naming)


_Index = dict[str, tuple[Record, ...]]


def _called(record: Record | None) -> tuple[object, ...]:
    return () if record is None else (record.ref, record.aliases, record.title)


def _enter(by_name: _Index, by_title: _Index, record: Record) -> None:
    for name in names_of(record):
        by_name[name] += (record,)
    if record.title:
        by_title[folded(record.title)] += (record,)


def _strike(by_name: _Index, by_title: _Index, record: Record) -> None:
    for name in names_of(record):
        _take_out(by_name, name, record)
    if record.title:
        _take_out(by_title, folded(record.title), record)


def _take_out(index: _Index, name: str, record: Record) -> None:
    left = tuple(each for each in index[name] if each is not record)
    if left:
        index[name] = left
    else:
        del index[name]
