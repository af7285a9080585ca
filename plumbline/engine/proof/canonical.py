"""Canonical JSON: RFC 8785 restricted until the standard library suffices.

Keys are ASCII, numbers are integers within ±(2^53 - 1), text holds no lone surrogate. On that subset sorting by code
point equals sorting by UTF-16 unit, and `json.dumps` writes the very bytes RFC 8785 prescribes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""What may be made canonical. At run time sequences are lists or tuples and mappings are dicts."""

LARGEST_INTEGER = 2**53 - 1
DEEPEST_NESTING = 64


class CanonicalError(ValueError):
    """A value or a text outside the canonical subset; the message begins with the path of the offending part."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


def canonical(value: JsonValue) -> bytes:
    """Return the canonical UTF-8 bytes of a value; raise CanonicalError naming the path of what it refuses."""
    _check(value, None, 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse_canonical(data: bytes) -> JsonValue:
    """Return the value of canonical bytes; raise CanonicalError if they are not exactly what `canonical` would write.

    Re-encoding is the whole check: it refuses white space, duplicate keys, other orders and other escapes alike.
    """
    try:
        value = cast(JsonValue, json.loads(data.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise CanonicalError("$", f"is not JSON ({error}). Store the bytes that were hashed, unchanged.") from error
    if canonical(value) != data:
        raise CanonicalError("$", "is JSON but not canonical. Store the bytes that were hashed, unchanged.")
    return value


Trail: TypeAlias = "tuple[Trail | None, str | int]"
"""Where a part stands: the trail of what holds it, and its key or position. Written out only for an error."""


def _check(value: object, trail: Trail | None, depth: int) -> None:
    if isinstance(value, str):
        if not value.isascii():
            _check_text(value, trail)
    elif isinstance(value, dict | list | tuple):
        if depth > DEEPEST_NESTING:
            raise CanonicalError(_path(trail), f"nests deeper than {DEEPEST_NESTING} levels. Flatten the value.")
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in members:
            if isinstance(value, dict):
                _check_key(key, trail)
            _check(member, (trail, key), depth + 1)
    elif value is not None:
        _check_number(value, trail)


def _path(trail: Trail | None) -> str:
    if trail is None:
        return "$"
    held, piece = trail
    return f"{_path(held)}[{piece}]" if isinstance(piece, int) else f"{_path(held)}.{piece}"


def _check_number(value: object, trail: Trail | None) -> None:
    if isinstance(value, float):
        raise CanonicalError(_path(trail), "is a float. Write decimals as text with a fixed scale.")
    if not isinstance(value, int):
        raise CanonicalError(_path(trail), f"is a {type(value).__name__}, which JSON does not have. Encode it first.")
    if abs(value) > LARGEST_INTEGER:
        raise CanonicalError(_path(trail), "is an integer beyond 2^53 - 1. Write it as text.")


def _check_text(text: str, trail: Trail | None) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(
            _path(trail), f"holds a lone surrogate at character {error.start}. Mend the text."
        ) from error


def _check_key(key: object, trail: Trail | None) -> None:
    if not isinstance(key, str):
        raise CanonicalError(_path(trail), f"has the key {key!r}, which is not text. Use text keys.")
    if not key.isascii():
        raise CanonicalError(_path(trail), f"has the key {key!a}, which is not ASCII. Rename it.")
