"""Keys in fields: which records a proposal points at, and how keys give way to references once records are written."""

from __future__ import annotations

import dataclasses
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from plumbline.engine.domain.kinds import Record, fields_of

MARK, OR = "#", "|"
CONFIRMER = "#confirmer"
"""Stands for whoever confirms the card: the proposal decides nothing, people do."""

KEYS = re.compile(r"#[A-Za-z][A-Za-z0-9.-]*(\|#[A-Za-z][A-Za-z0-9.-]*)*")
"""A key or alternatives; a heading in the text of a document is none."""

Exchange = Callable[[str], str]
"""Takes a field's words and gives what is to stand instead; empty where nothing is."""


def keys_in(record: Record) -> Iterator[str]:
    """Every key that a record points at, alternatives one by one, in the order of its fields."""
    found: list[str] = []

    def note(words: str) -> str:
        found.append(words)
        return words

    exchanged(record, note)
    for words in found:
        if words != CONFIRMER:
            yield from (each.removeprefix(MARK) for each in words.split(OR))


def exchanged(record: Record, exchange: Exchange) -> Record:
    """The record with every reference that is a key exchanged; one that gives way to nothing is left out."""
    changed: dict[str, Any] = {}
    for each in fields_of(type(record)):
        held = getattr(record, each.name)
        if held and (new := _value(held, exchange)) is not held and new != held:
            changed[each.name] = new
    return dataclasses.replace(record, **changed) if changed else record


def to_keys(known: frozenset[str]) -> Exchange:
    """Chooses the first alternative that is among the known keys."""

    def choose(words: str) -> str:
        if words == CONFIRMER:
            return words
        return next((each for each in words.split(OR) if each.removeprefix(MARK) in known), "")

    return choose


def _value(held: Any, exchange: Exchange) -> Any:
    """Thousands of values hold no key at all: these are told apart first, and given back as they are."""
    if isinstance(held, str):
        return exchange(held) if _is_key(held) else held
    if isinstance(held, tuple):
        found = tuple(new for each in held if not _is_lost(each, new := _value(each, exchange)))
        return held if len(found) == len(held) and all(map(operator.is_, found, held)) else found
    if _is_part(held):
        parts = {each.name: getattr(held, each.name) for each in dataclasses.fields(held)}
        changed = {name: new for name, each in parts.items() if (new := _value(each, exchange)) is not each}
        return dataclasses.replace(held, **changed) if changed else held
    return held


def _is_lost(held: Any, new: Any) -> bool:
    """Whether a key gave way to nothing, or a part names somebody who is not there."""
    if new is held:
        return False
    if _is_part(held):
        pairs = ((getattr(held, each.name), getattr(new, each.name)) for each in dataclasses.fields(held))
        return any(_is_key(before) and not after for before, after in pairs)
    return _is_key(held) and not new


def _is_part(held: Any) -> bool:
    return hasattr(held, "__dataclass_fields__") and not isinstance(held, type)


def _is_key(held: Any) -> bool:
    return isinstance(held, str) and held.startswith(MARK) and KEYS.fullmatch(held) is not None
