"""Keys in fields: which records a proposal points at, and how keys give way to references once records are written."""

from __future__ import annotations

import dataclasses
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
        if (new := _value(held, exchange)) != held:
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
    match held:
        case str() if _is_key(held):
            return exchange(held)
        case tuple():
            return tuple(new for each in held if not _is_lost(each, new := _value(each, exchange)))
    if _is_part(held):
        parts = {each.name: _value(getattr(held, each.name), exchange) for each in dataclasses.fields(held)}
        return dataclasses.replace(held, **parts)
    return held


def _is_lost(held: Any, new: Any) -> bool:
    """Whether a key gave way to nothing, or a part names somebody who is not there."""
    if _is_part(held):
        pairs = ((getattr(held, each.name), getattr(new, each.name)) for each in dataclasses.fields(held))
        return any(_is_key(before) and not after for before, after in pairs)
    return _is_key(held) and not new


def _is_part(held: Any) -> bool:
    return dataclasses.is_dataclass(held) and not isinstance(held, type)


def _is_key(held: Any) -> bool:
    return isinstance(held, str) and KEYS.fullmatch(held) is not None
