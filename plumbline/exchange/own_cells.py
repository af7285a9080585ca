"""A cell of our own export as the field's value: what was not touched stays as it is, whatever the file made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Field, Record, Shape
from plumbline.engine.domain.record import REF
from plumbline.exchange.controls import control_keys
from plumbline.exchange.days import Ambiguous, Day, Order, read_day
from plumbline.exchange.export import TOO_LONG
from plumbline.exchange.fields import read_field, write_field
from plumbline.exchange.figures import Figure, read_decimal
from plumbline.exchange.who import name_key
from plumbline.formats.table import Cell

_LEFT_OUT = re.compile(re.escape(TOO_LONG).replace(r"\{letters:,\}", r"[\d,]+"))
_CHOSEN = re.compile(rf"({REF.pattern})\s+(.+)", re.DOTALL)
_FLAGS = {"true": "yes", "false": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """Reads the cells of one table against the records on record; `persons` are references by name."""

    isms: Isms
    persons: Mapping[str, str]
    order: Order | None = None

    def read(self, field: Field, text: str, cell: Cell, before: Record | None) -> Any:
        """The value of a cell. Raises ValueError: what is wrong, then what to do."""
        if before is not None:
            held = getattr(before, field.name)
            if _LEFT_OUT.fullmatch(text) or _same(text, write_field(field, held)):
                return held
        if _LEFT_OUT.fullmatch(text):
            raise ValueError("The text itself was too long for the file, and the record is not here. Import it as CSV.")
        if not text.strip():
            return "" if "" in field.choices else field.starts_empty
        way = _WAYS.get(field.shape)
        return way(self, field, text, cell) if way else read_field(field, text)

    def _text(self, _field: Field, text: str, _cell: Cell) -> Any:
        return text

    def _one(self, field: Field, text: str, _cell: Cell) -> Any:
        return self._reference(field, text.strip())

    def _several(self, field: Field, text: str, _cell: Cell) -> Any:
        return tuple(self._reference(field, each) for each in read_field(field, text))

    def _choice(self, field: Field, text: str, _cell: Cell) -> Any:
        folded = text.strip().casefold()
        return read_field(field, next((each for each in field.choices if each.casefold() == folded), text))

    def _flag(self, field: Field, text: str, _cell: Cell) -> Any:
        return read_field(field, _FLAGS.get(text.strip().lower(), text))

    def _day(self, field: Field, text: str, cell: Cell) -> Any:
        """A day as we write it, or as a spreadsheet that saved our CSV has rewritten it."""
        try:
            return read_field(field, text)
        except ValueError as error:
            found = read_day(text, cell, order=self.order)
            if isinstance(found, Day):
                return found.day
            if isinstance(found, Ambiguous):
                raise ValueError(found.message) from None
            raise error from None

    def _decimal(self, field: Field, text: str, cell: Cell) -> Any:
        try:
            return read_field(field, text)
        except ValueError:
            found = read_decimal(text, cell)
            if isinstance(found, Figure) and not found.unit:
                return found.value
            raise

    def _reference(self, field: Field, words: str) -> str:
        """A reference, also where somebody chose it from the list with its title, or typed a title or a name."""
        kinds = tuple(KINDS[each] for each in field.kinds if each in KINDS)
        chosen = _CHOSEN.fullmatch(words)
        for piece in (words, chosen[1]) if chosen else (words,):
            found = self.isms.resolve(piece, *kinds) if kinds else None
            if found is not None and (piece is words or self._called(found, chosen[3] if chosen else "")):
                return found.ref
        if "person" in field.kinds and name_key(words) in self.persons:
            return self.persons[name_key(words)]
        # A bare 5.17 may be a clause as well, so only what says that it is of Annex A is taken for a control.
        keys = control_keys(words)[0] if "control" in field.kinds and words[:1] in ("A", "a") else ()
        return keys[0] if len(keys) == 1 and keys[0].startswith("A.") else words

    def _called(self, record: Record, words: str) -> bool:
        return words == record.title or self.persons.get(name_key(words)) == record.ref


def _same(text: str, written: str) -> bool:
    """Spreadsheets write their own line ends when they save a file."""
    return text == written or _lines(text) == _lines(written)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_WAYS: Mapping[Shape, Callable[[CellReader, Field, str, Cell], Any]] = {
    Shape.TEXT: CellReader._text,
    Shape.LONG_TEXT: CellReader._text,
    Shape.REF: CellReader._one,
    Shape.REFS: CellReader._several,
    Shape.CHOICE: CellReader._choice,
    Shape.FLAG: CellReader._flag,
    Shape.DAY: CellReader._day,
    Shape.DECIMAL: CellReader._decimal,
}
