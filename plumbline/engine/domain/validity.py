"""Whether a value holds what its kind declares, said in sentences: the same check for a form, an import and the API."""

import dataclasses
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from plumbline.engine.domain.record import Field, Record, Shape, fields_of
from plumbline.engine.proof.canonical import LARGEST_INTEGER

R = TypeVar("R", bound=Record)
LONGEST_TEXT = 16 * 1024
"""Bytes. Longer text is a file: kept by content, named by its hash."""
FIRST_YEAR, LAST_YEAR = 1000, 9000


def problems(record: Record) -> tuple[str, ...]:
    """What is wrong with a record and what to do, one sentence each; empty when all is well."""
    return tuple(_problems(type(record), record))


def composed(record: R) -> R:
    """The record with every text in Unicode's composed form (NFC), so that equal looks are equal bytes."""
    changed = {}
    for each in fields_of(type(record)):
        held = getattr(record, each.name)
        if held and (text := _composed(held)) is not held:
            changed[each.name] = text
    return dataclasses.replace(record, **changed) if changed else record


def _composed(held: Any) -> Any:
    if isinstance(held, str):
        return held if held.isascii() or unicodedata.is_normalized("NFC", held) else unicodedata.normalize("NFC", held)
    if isinstance(held, tuple):
        several = tuple(_composed(each) for each in held)
        return several if any(new is not old for new, old in zip(several, held, strict=True)) else held
    if dataclasses.is_dataclass(held) and not isinstance(held, type):
        fields = {each.name: getattr(held, each.name) for each in dataclasses.fields(held)}
        new = {name: _composed(content) for name, content in fields.items()}
        return dataclasses.replace(held, **new) if any(new[name] is not fields[name] for name in fields) else held
    return held


def _problems(cls: type, holder: Any) -> Iterator[str]:
    for field in fields_of(cls):
        held = getattr(holder, field.name)
        if (
            held is field.starts_empty
        ):  # the empty text, None, the empty tuple and words of a Literal are one object each
            continue
        if problem := _CHECKS[field.shape](field, held):
            yield f"“{field.label}” {problem}"
        elif field.shape is Shape.PART:
            yield from _inside(field, held)
        elif field.shape is Shape.PARTS:
            for each in held:
                yield from _inside(field, each)


def _inside(field: Field, held: Any) -> Iterator[str]:
    yield from (f"“{field.label}”: {problem}" for problem in _part_problems(type(held), held))


def _part_problems(cls: type, holder: Any) -> Iterator[str]:
    """Parts declare plain types; their texts are held to the rules of texts, the rest to their class."""
    for each in dataclasses.fields(cls):
        held = getattr(holder, each.name)
        for text in held if isinstance(held, tuple) else (held,):
            if isinstance(text, str) and (problem := _text_problem(text)):
                yield f"“{each.name}” {problem}"


def _text_problem(held: str) -> str:
    if "\x00" in held:
        return "holds a zero byte, which no database keeps. Remove it."
    try:
        size = len(held.encode())
    except UnicodeEncodeError:
        return "holds half of a character. Type that character again."
    if size > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT // 1024} KiB. Shorten it, or keep it as a file and name the file."
    return ""


def _text(field: Field, held: Any) -> str:
    return _text_problem(held) if isinstance(held, str) else f"is {held!r}. Write text."


def _choice(field: Field, held: Any) -> str:
    known = ", ".join(f"“{each}”" for each in field.choices if each)
    return "" if held in field.choices else f"is “{held}”. Choose one of {known}."


def _day(field: Field, held: Any) -> str:
    if not isinstance(held, date) or isinstance(held, datetime):
        return f"is {held!r}. Give a day, such as 2026-03-31."
    return "" if FIRST_YEAR <= held.year <= LAST_YEAR else f"is in the year {held.year}. Write the year in four digits."


def _moment(field: Field, held: Any) -> str:
    if not isinstance(held, datetime) or held.utcoffset() is None:
        return f"is {held!r}. Give a time with its zone, such as 2026-03-31T14:05:00+00:00."
    return "" if FIRST_YEAR <= held.year <= LAST_YEAR else f"is in the year {held.year}. Write the year in four digits."


def _flag(field: Field, held: Any) -> str:
    return "" if isinstance(held, bool) else f"is {held!r}. Say yes or no, or leave it out."


def _whole(field: Field, held: Any) -> str:
    fits = isinstance(held, int) and not isinstance(held, bool) and abs(held) <= LARGEST_INTEGER
    return "" if fits else f"is {held!r}. Write a whole number."


def _decimal(field: Field, held: Any) -> str:
    fits = isinstance(held, Decimal) and held.is_finite() and abs(held.adjusted()) < 40
    return "" if fits else f"is {held!r}. Write a number such as 12.5."


def _texts(field: Field, held: Any) -> str:
    if not isinstance(held, tuple):
        return f"is {held!r}. Give a list of texts."
    return next((problem for each in held if (problem := _text(field, each))), "")


def _part(field: Field, held: Any) -> str:
    return "" if field.part and isinstance(held, field.part) else f"is {held!r}. Give its parts by name."


def _parts(field: Field, held: Any) -> str:
    if not isinstance(held, tuple):
        return f"is {held!r}. Give a list."
    return next((problem for each in held if (problem := _part(field, each))), "")


def _pairs(field: Field, held: Any) -> str:
    if not isinstance(held, tuple) or any(not isinstance(each, tuple) or len(each) != 2 for each in held):
        return f"is {held!r}. Give pairs of heading and text."
    return next((problem for pair in held for each in pair if (problem := _text(field, each))), "")


_CHECKS: dict[Shape, Callable[[Field, Any], str]] = {
    Shape.TEXT: _text,
    Shape.LONG_TEXT: _text,
    Shape.CHOICE: _choice,
    Shape.DAY: _day,
    Shape.MOMENT: _moment,
    Shape.FLAG: _flag,
    Shape.WHOLE: _whole,
    Shape.DECIMAL: _decimal,
    Shape.REF: _text,
    Shape.TEXTS: _texts,
    Shape.REFS: _texts,
    Shape.PART: _part,
    Shape.PARTS: _parts,
    Shape.PAIRS: _pairs,
}
