"""Records as people read them on a terminal: fields in words, differences, names at display time."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from plumbline.apps.accounts.errors import RefusedError
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Person, Record, Shape, fields_of
from plumbline.engine.domain.record import Field

OF_EVERY_RECORD = frozenset({"ref", "title", "aliases", "note", "extra", "unread"})


def kind_named(words: str) -> type[Record]:
    """The kind that a person means by “risk”, “risks” or “Risk register”. Raises RefusedError with what there is."""
    wanted = words.strip().casefold().replace("-", "_").replace(" ", "_")
    for kind in KINDS.values():
        register = kind.REGISTER.casefold().replace(" ", "_")
        if wanted in (kind.KIND, f"{kind.KIND}s", register, f"{register}_register"):
            return kind
    raise RefusedError(f"There is no register “{words}”. Registers are: {', '.join(sorted(KINDS))}.")


def found(isms: Isms, words: str) -> tuple[Record, ...]:
    """The records a reference names: one, or those that a control's key shares. Raises RefusedError."""
    keyed = tuple(each for kind in KINDS.values() if (each := isms.at(kind, words)))
    if keyed:
        return keyed
    if record := isms.resolve(words):
        return (record,)
    raise RefusedError(f"There is no record {words}. Look for it with `plumbline register KIND`.")


def filled(record: Record) -> Iterator[tuple[Field, Any]]:
    """The fields of a record that say something, in the order of their declaration."""
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if value not in (None, "", (), field.starts_empty) or (field.shape is Shape.CHOICE and value):
            yield field, value


def spoken(value: Any, names: Mapping[str, str]) -> str:
    """A field's value in words, with today's names of people."""
    if value in (None, "", ()):
        return "–"
    if isinstance(value, tuple):
        return _several(value, names)
    if isinstance(value, str):
        return f"{value} ({names[value]})" if value in names else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _part(value, names) if dataclasses.is_dataclass(value) else _point_in_time(value)


def _point_in_time(value: Any) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if isinstance(value, datetime) else str(value)


def _several(value: tuple[Any, ...], names: Mapping[str, str]) -> str:
    if all(isinstance(each, tuple) and len(each) == 2 for each in value):
        return "; ".join(f"{name}: {words}" for name, words in value)
    return ", ".join(spoken(each, names) for each in value)


def _part(value: Any, names: Mapping[str, str]) -> str:
    held = ((each.name, getattr(value, each.name)) for each in dataclasses.fields(value))
    return "[" + "; ".join(f"{name.replace('_', ' ')} {spoken(each, names)}" for name, each in held if each) + "]"


def titled(record: Record, names: Mapping[str, str]) -> str:
    """A record's title, the name of a person, or what tells a record without a title from its siblings."""
    if isinstance(record, Person):
        return names.get(record.ref, record.title)
    return record.title or _told_by_its_key(record, names)


def _told_by_its_key(record: Record, names: Mapping[str, str]) -> str:
    held = {field.name: value for field, value in filled(record) if field.name not in OF_EVERY_RECORD}
    named = record.NATURAL_KEY or tuple(held)[:2]
    return ", ".join(spoken(held[name], names) for name in named if held.get(name))


def differences(
    before: Record | None, after: Record | None, names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Field by field: label, what it was, what it became."""
    kind = type(after or before)
    for field in fields_of(kind):
        was = getattr(before, field.name) if before else field.starts_empty
        became = getattr(after, field.name) if after else field.starts_empty
        if was != became and field.name != "ref":
            yield field.label, spoken(was, names), spoken(became, names)
