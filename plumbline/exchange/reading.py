"""One cell as the value of a field; what cannot be read is kept as it came, what has two readings is told."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from sys import intern
from typing import Any

import msgspec

from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Field, Shape
from plumbline.exchange.cells import (
    Ambiguous,
    AmbiguousFigure,
    Mark,
    Order,
    Unreadable,
    is_blank,
    read_answer,
    read_day,
    read_decimal,
    read_interval,
    read_level,
)
from plumbline.exchange.controls import control_keys
from plumbline.exchange.drafts import named
from plumbline.exchange.registry import folded_word
from plumbline.exchange.scales import NO_FIGURE, SCALED, Figures, figure
from plumbline.formats.csv_out import unguarded
from plumbline.formats.table import Cell

INTERVALS = frozenset(
    {
        *("frequency", "review_interval", "cadence", "grace", "max_age", "interval", "repeats", "performed_every"),
        *("acknowledge_within", "contain_within", "resolve_within", "notify_within", "answer_within"),
    }
)
_SPLIT = re.compile(r"\s*[;\n]\s*|\s+\+\s+")
_LEADING_NUMBER = re.compile(r"(\d{1,3})\s*(?:[-–—:=(/]|\s)")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: the value, whether its text is kept beside it, what to say, and whether that is fatal."""

    value: Any = None
    kept: bool = False
    message: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a recognised sheet, with what its values together say about how it is written."""

    index: int
    heading: str
    target: str
    field: Field | None
    meaning: Mapping[str, str]
    figures: Figures = dataclasses.field(default_factory=dict)
    order: Order | None = None
    mark: Mark | None = None
    zone: tzinfo = UTC

    def read(self, cell: Cell) -> Read:
        """The value of a cell for this column's field."""
        text = intern(unguarded(cell.text).strip())  # most columns say the same few things over and over
        held = self.field
        if held is None:
            return Read(text)
        if held.choices:
            return self._choice(held, text)
        if is_blank(text):
            return Read(held.starts_empty)
        return _READERS[held.shape](self, held, text, cell)

    def _choice(self, held: Field, text: str) -> Read:
        """A value of the list; by its leading word where a remark follows, which is then kept."""
        word = folded_word(text)
        if word in self.meaning:
            return Read(self.meaning[word])
        if is_blank(text):
            return Read(held.starts_empty)
        level = read_level(text)
        if level and (found := self.meaning.get(level)) is not None:
            return Read(found)
        leading = led_by(word, self.meaning)
        values = ", ".join(each for each in held.choices if each)
        if leading:
            return Read(
                leading,
                kept=True,
                message=f"It is read as “{leading}”. Choose one of {values}; move the rest to a note.",
            )
        return Read(None, kept=True, message=f"It is none of {values}. Choose one; move the prose to a note.")

    def _day(self, _held: Field, text: str, cell: Cell) -> Read:
        found = read_day(text, cell, order=self.order)
        if isinstance(found, Ambiguous):
            return Read(aside=True, message=found.message)
        if isinstance(found, Unreadable):
            return Read(None, kept=True, message=found.message)
        return Read(found.day)

    def _moment(self, _held: Field, text: str, cell: Cell) -> Read:
        found = read_day(text, cell, order=self.order)
        if isinstance(found, Ambiguous):
            return Read(aside=True, message=found.message)
        if isinstance(found, Unreadable):
            return Read(None, kept=True, message=found.message)
        moment = found.moment or datetime.combine(found.day, time.min)
        local = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return Read(local.astimezone(UTC))

    def _number(self, _held: Field, text: str, cell: Cell) -> Read:
        found = read_decimal(text, cell, mark=self.mark)
        if isinstance(found, AmbiguousFigure):
            return Read(aside=True, message=found.message)
        if isinstance(found, Unreadable):
            return Read(None, kept=True, message=found.message)
        return Read(found.value)

    def _whole(self, held: Field, text: str, cell: Cell) -> Read:
        found = self._number(held, text, cell)
        if found.value is not None and found.value == found.value.to_integral_value():
            return Read(int(found.value))
        leading = _LEADING_NUMBER.match(text) if found.kept else None
        if leading:
            return Read(int(leading[1]))
        if found.kept and held.name in SCALED:
            number = figure(self.figures, text)
            return Read(None, kept=True, message=NO_FIGURE) if number is None else Read(number)
        return found if found.aside else Read(None, kept=True, message="It is not a whole number. Write figures only.")

    def _flag(self, _held: Field, text: str, _cell: Cell) -> Read:
        value, remark = read_answer(text)
        if value is None:
            return Read(None, kept=True, message="It is neither yes nor no. Choose one; move the prose to a note.")
        return Read(value, kept=bool(remark), message="Besides yes or no it says more. Move that to a note.")

    def _text(self, held: Field, text: str, _cell: Cell) -> Read:
        if held.name in INTERVALS and not interval(text):
            return Read(read_interval(text) or text)
        return Read(text)

    def _texts(self, _held: Field, text: str, _cell: Cell) -> Read:
        return Read(tuple(each for each in _SPLIT.split(text) if each))

    def _link(self, held: Field, text: str, _cell: Cell) -> Read:
        if held.kinds and set(held.kinds) <= {"control", "own_control"}:
            keys, message = control_keys(text, _cell)
            return Read(keys, message=message)
        return Read(named(text, self.heading))

    def _part(self, held: Field, text: str, _cell: Cell) -> Read:
        """Nested values travel as JSON, which is how our own export writes them."""
        part: Any = held.part
        wanted: Any = part if held.shape is Shape.PART else tuple[part, ...]
        try:
            return Read(msgspec.json.decode(text, type=wanted))
        except msgspec.DecodeError:
            return Read(None, kept=True, message="It is not in the form that the export writes. Enter it in Plumbline.")

    def _pairs(self, _held: Field, text: str, _cell: Cell) -> Read:
        try:
            return Read(msgspec.json.decode(text, type=tuple[tuple[str, str], ...]))
        except msgspec.DecodeError:
            return Read(None, kept=True, message="It is not in the form that the export writes. Leave it as it was.")


_READERS = {
    Shape.TEXT: Column._text,
    Shape.LONG_TEXT: Column._text,
    Shape.CHOICE: Column._text,
    Shape.DAY: Column._day,
    Shape.MOMENT: Column._moment,
    Shape.FLAG: Column._flag,
    Shape.WHOLE: Column._whole,
    Shape.DECIMAL: Column._number,
    Shape.REF: Column._link,
    Shape.REFS: Column._link,
    Shape.TEXTS: Column._texts,
    Shape.PART: Column._part,
    Shape.PARTS: Column._part,
    Shape.PAIRS: Column._pairs,
}


def led_by(word: str, meaning: Mapping[str, str]) -> str:
    """The value whose longest word begins a text and is followed by something that is not a letter; else nothing."""
    found = [each for each in meaning if each and word.startswith(each) and not word[len(each)].isalnum()]
    # A single letter at the beginning is the start of a sentence, not a level.
    found = [each for each in found if len(each) > 2 or not each.isalpha()]
    return meaning[max(found, key=len)] if found else ""
