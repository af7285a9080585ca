"""Values to canonical JSON and back.

A value's JSON holds its shape version `v`, its reference and every field that is not at its neutral default, so that a
new field with such a default changes no stored byte. Released shapes are for ever: a change of meaning adds a step to
`UPGRADES`. msgspec decodes straight into the typed values: 100,000 of them in under a second.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.proof.canonical import JsonValue, canonical

SHAPE_VERSION = 1

UPGRADES: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""(kind, from version) -> step to the next version. Empty until a released shape changes its meaning."""


class UnknownKindError(ValueError):
    """A stored value is of a kind that this release does not know."""


class StoredValueError(ValueError):
    """A stored value is no record of its kind: it was altered or damaged outside Plumbline."""


def jsonable(value: object) -> JsonValue:
    """The JSON form of a field's value: days ISO, moments UTC with six digits, decimals as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case tuple():
            return [jsonable(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _filled(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _filled(value: Any) -> dict[str, JsonValue]:
    held = ((each.name, getattr(value, each.name), each.default) for each in dataclasses.fields(value))
    return {name: jsonable(content) for name, content, default in held if content != default}


def as_json(record: Record) -> dict[str, JsonValue]:
    """The JSON object of a record."""
    return {"v": SHAPE_VERSION, **_filled(record)}


def encode(record: Record) -> bytes:
    """The canonical bytes of a record: what the journal commits to."""
    return canonical(as_json(record))


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    if kind not in KINDS:
        raise UnknownKindError(f"“{kind}” is no kind of record that this release knows. Update Plumbline.")
    return msgspec.json.Decoder(KINDS[kind])


def decode(kind: str, stored: str | bytes) -> Record:
    """The record of canonical JSON. Raises UnknownKindError or StoredValueError, which are ValueErrors."""
    if stored[:1] not in ("{", b"{"):
        raise StoredValueError(f"A stored {kind} is not a JSON object.")
    if UPGRADES:
        stored = _upgraded(kind, stored)
    try:
        found: Record = _decoder(kind).decode(stored)
    except msgspec.MsgspecError as error:
        raise StoredValueError(f"A stored {kind} cannot be read: {error}.") from error
    return found


def _upgraded(kind: str, stored: str | bytes) -> str | bytes:
    """Take a value of an earlier shape through the steps to today's."""
    shape: dict[str, Any] = msgspec.json.decode(stored)
    version = shape["v"]
    if (kind, version) not in UPGRADES:
        return stored
    while step := UPGRADES.get((kind, version)):
        shape, version = step(shape), version + 1
    return msgspec.json.encode(shape | {"v": version})


def from_mapping(kind: str, fields: Mapping[str, Any]) -> Record:
    """A record of loosely typed fields, such as TOML or JSON gives. Raises ValueError naming the field at fault."""
    if kind not in KINDS:
        raise UnknownKindError(f"“{kind}” is no kind of record. Kinds are {', '.join(KINDS)}.")
    known = {each.name for each in dataclasses.fields(KINDS[kind])}
    if unknown := sorted(set(fields) - known - {"v"}):
        raise ValueError(f"{kind} has no field {unknown[0]!r}. It has {', '.join(sorted(known))}.")
    found: Record = msgspec.convert(_plain(fields), KINDS[kind], strict=False)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return format(value, "f") if isinstance(value, Decimal) else value
