"""What points where: the references of every record turned round, by reference, alias, title or a control's key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from plumbline.apps.records.state import Change
from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms, folded, names_of
from plumbline.engine.domain.kinds import KINDS, OwnControl, Record, fields_of
from plumbline.engine.standard.catalogue import short_key, standard

BY_KEY = frozenset({"control", "clause"})
"""What a field may refer to that is no record: the standard has it."""

Pointing = Mapping[str, tuple[tuple[str, str], ...]]
"""Folded words -> (kind, reference) of every record that says them where it refers to something."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One reference between two records, seen from one of them: the other one, and the label of the field it is in.

    `words` are what the field holds; where they name no record, `record` is None, and `key` is the key of the standard
    that they name, if they name one.
    """

    record: Record | None
    field: str
    words: str
    key: str = ""


class Reference(NamedTuple):
    """Words in a field that refers to something, and the kinds it may refer to (none: any)."""

    field: str
    words: str
    kinds: tuple[str, ...]


def references_of(record: Record) -> Iterator[Reference]:
    """Every reference of a record in the order of its fields; of a row about a control, the control first."""
    if record.KIND in KEYED_BY_CATALOGUE:
        yield Reference("Control", record.ref, ("control", "own_control"))
    for name, label, kinds in _fields(record.KIND):
        content = getattr(record, name)
        for words in content if isinstance(content, tuple) else (content,):
            if words:
                yield Reference(label, words, kinds)


@cache
def _fields(kind: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple((each.name, each.label, each.kinds) for each in fields_of(KINDS[kind]) if each.is_reference)


# --- the index --------------------------------------------------------------------------------------------------------


def turned_round(ordered: Mapping[str, Iterable[Record]]) -> Pointing:
    """Who says which words where it refers to something."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for records in ordered.values():
        for each in records:
            me = (each.KIND, each.ref)
            for words in _said(each):
                found[words].append(me)
    return {words: tuple(records) for words, records in found.items()}


def repointed(pointing: Pointing, changes: Iterable[Change]) -> Pointing:
    """The index after records changed."""
    after = dict(pointing)
    for one, old, new in changes:
        me = (one.KIND, one.ref)
        before, now = _said(old), _said(new)
        for words in before - now:
            if left := tuple(each for each in after[words] if each != me):
                after[words] = left
            else:
                del after[words]
        for words in now - before:
            after[words] = (*after.get(words, ()), me)
    return after


def _said(record: Record | None) -> set[str]:
    return set() if record is None else {_alike(each.words) for each in references_of(record)}


def _alike(words: str) -> str:
    """Words that may name the same thing, as `Isms` looks things up, become the same."""
    return folded(short_key(words.strip()).upper())


# --- asking -----------------------------------------------------------------------------------------------------------


def pointed_from(isms: Isms, record: Record) -> tuple[Pointer, ...]:
    """What a record points to, in the order of its fields."""
    return tuple(_followed(isms, each) for each in references_of(record))


def pointing_at(isms: Isms, pointing: Pointing, target: Record | str) -> tuple[Pointer, ...]:
    """Every reference to a record, or to a key of the standard, by kind and reference."""
    if not isinstance(target, str):
        target = isms.at(type(target), target.ref) or target  # the caller may have it from elsewhere
    key = target if isinstance(target, str) else _key_of(target)
    names = (key,) if isinstance(target, str) or key else (*names_of(target), target.title)
    found = dict.fromkeys(each for name in names if name for each in pointing.get(_alike(name), ()))
    return tuple(
        Pointer(record, each.field, each.words)
        for kind, ref in sorted(found, key=_order)
        if (record := isms.at(KINDS[kind], ref)) and record is not target
        for each in references_of(record)
        if _leads_to(_followed(isms, each), target, key)
    )


def _leads_to(pointer: Pointer, target: Record | str, key: str) -> bool:
    return pointer.key == key if key else pointer.record is target


def _key_of(record: Record) -> str:
    """The control of the catalogue that a row is about; empty for any other record."""
    known = record.KIND in KEYED_BY_CATALOGUE and record.ref in standard().controls
    return record.ref if known else ""


def _followed(isms: Isms, said: Reference) -> Pointer:
    """Where a reference leads, the way the rules follow it."""
    words, kinds = said.words, _kinds(said.kinds)
    may_be_key = not said.kinds or not BY_KEY.isdisjoint(said.kinds)
    short = short_key(words.strip()) if may_be_key else ""
    record = isms.find(words) or isms.resolve(words, *kinds) or (isms.resolve(short, OwnControl) if short else None)
    key = short.upper() if short[:1] == "a" else short
    return Pointer(record, said.field, words, key if record is None and key and standard().exists(key) else "")


@cache
def _kinds(names: tuple[str, ...]) -> tuple[type[Record], ...]:
    return tuple(KINDS[each] for each in names if each in KINDS)


def _order(key: tuple[str, str]) -> tuple[object, ...]:
    return _positions()[key[0]], natural(key[1])


@cache
def _positions() -> Mapping[str, int]:
    return {kind: position for position, kind in enumerate(KINDS)}
