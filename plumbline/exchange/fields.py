"""One field of a record as text, and back: for exports, and for words typed on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from plumbline.engine.domain.codec import jsonable
from plumbline.engine.domain.record import Field, Shape

BETWEEN = "; "
"""What stands between several values in one cell."""


def write_field(field: Field, value: Any) -> str:
    """A field's value as one cell of text; empty for what is not stated."""
    return "" if value in (None, "", ()) else WRITERS.get(field.shape, str)(value)


def _joined(values: tuple[str, ...]) -> str:
    """The values between semicolons, or as a JSON list where one of them holds what separates."""
    plain = BETWEEN.join(values)
    return plain if _several(plain) == values else _as_json_text(values)


def _several(words: str) -> tuple[str, ...]:
    if words.startswith("["):
        try:
            return msgspec.json.decode(words, type=tuple[str, ...])
        except msgspec.DecodeError:
            pass  # words in square brackets, as people write them
    return tuple(piece for each in words.split(";") if (piece := each.strip()))


def _as_json_text(value: Any) -> str:
    return json.dumps(jsonable(value), ensure_ascii=False)


WRITERS: Mapping[Shape, Callable[[Any], str]] = {
    Shape.FLAG: lambda value: "yes" if value else "no",
    Shape.DAY: date.isoformat,
    Shape.MOMENT: lambda value: str(value.astimezone(UTC).isoformat()).replace("+00:00", "Z"),
    Shape.DECIMAL: lambda value: format(value, "f"),
    Shape.TEXTS: _joined,
    Shape.REFS: _joined,
    Shape.PART: _as_json_text,
    Shape.PARTS: _as_json_text,
    Shape.PAIRS: _as_json_text,
}


def read_field(field: Field, text: str) -> Any:
    """A cell of text as a field's value; empty text is the neutral default. Raises ValueError saying what fits."""
    words = text.strip()
    if not words:
        return field.starts_empty
    if field.shape is Shape.CHOICE and words not in field.choices:
        raise ValueError(
            f"“{words}” is not on the list of “{field.label}”: {', '.join(c for c in field.choices if c)}."
        )
    if field.shape in (Shape.TEXTS, Shape.REFS):
        return _several(words)
    try:
        return _typed(field, words)
    except (ValueError, InvalidOperation, msgspec.MsgspecError):
        raise ValueError(f"“{words}” does not fit “{field.label}”. Write {LIKE[field.shape]}.") from None


LIKE = {
    Shape.DAY: "a day such as 2026-03-31",
    Shape.MOMENT: "a time with its zone, such as 2026-03-31T14:05:00Z",
    Shape.FLAG: "yes or no",
    Shape.WHOLE: "a whole number",
    Shape.DECIMAL: "a number such as 12.5",
    Shape.PART: "one JSON object",
    Shape.PARTS: "a JSON list of objects",
    Shape.PAIRS: "a JSON list of pairs",
}


def _typed(field: Field, words: str) -> Any:
    if field.shape is Shape.PART:
        return msgspec.convert(json.loads(words), field.part)
    if field.shape is Shape.PARTS:
        return msgspec.convert(json.loads(words), tuple[field.part, ...])  # type: ignore[name-defined]  # known at run time
    return READERS.get(field.shape, str)(words)


def _flag(words: str) -> bool:
    if words.lower() not in ("yes", "no"):
        raise ValueError(words)
    return words.lower() == "yes"


def _moment(words: str) -> datetime:
    """A time whose zone is told; without one it would mean another moment on every machine."""
    read = datetime.fromisoformat(words)
    if read.tzinfo is None:
        raise ValueError(words)
    return read.astimezone(UTC)


READERS: Mapping[Shape, Callable[[str], Any]] = {
    Shape.DAY: date.fromisoformat,
    Shape.MOMENT: _moment,
    Shape.FLAG: _flag,
    Shape.WHOLE: int,
    Shape.DECIMAL: Decimal,
    Shape.PAIRS: lambda words: msgspec.convert(json.loads(words), tuple[tuple[str, str], ...]),
}
