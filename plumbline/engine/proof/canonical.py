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
    _check(value, "$", 0)
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


def _check(value: object, path: str, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        raise CanonicalError(path, f"nests deeper than {DEEPEST_NESTING} levels. Flatten the value.")
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, dict):
        for key, member in value.items():
            _check_key(key, path)
            _check(member, f"{path}.{key}", depth + 1)
    elif isinstance(value, (list, tuple)):
        for position, member in enumerate(value):
            _check(member, f"{path}[{position}]", depth + 1)
    elif value is not None:
        _check_number(value, path)


def _check_number(value: object, path: str) -> None:
    if isinstance(value, float):
        raise CanonicalError(path, "is a float. Write decimals as text with a fixed scale.")
    if not isinstance(value, int):
        raise CanonicalError(path, f"is a {type(value).__name__}, which JSON does not have. Encode it first.")
    if abs(value) > LARGEST_INTEGER:
        raise CanonicalError(path, "is an integer beyond 2^53 - 1. Write it as text.")


def _check_text(text: str, path: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(path, f"holds a lone surrogate at character {error.start}. Mend the text.") from error


def _check_key(key: object, path: str) -> None:
    if not isinstance(key, str):
        raise CanonicalError(path, f"has the key {key!r}, which is not text. Use text keys.")
    if not key.isascii():
        raise CanonicalError(path, f"has the key {key!a}, which is not ASCII. Rename it.")
