"""What a page shows of a field: words, and links where it names records."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.urls import reverse

from plumbline.apps.accounts.subjects import SUBJECTS
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.templatetags.plumbline import NAMED, day, days_said
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import KINDS, ControlState, Record
from plumbline.engine.domain.record import REF, Field, Shape, fields_of

NOTE = "note"
SUBJECTS_TO_READ = frozenset({"opens", "sees"})
"""Fields that name subjects by their codes, which pages say in words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a cell; `url` where it leads to a record, `lost` where it names one that there is not."""

    text: str
    url: str = ""
    hint: str = ""
    lost: bool = False
    named: bool = False
    """Whether it is a name, and no reference."""
    whole: bool = False
    """Whether it is a reference, which no line breaks."""
    said: str = ""
    """How a page says it, where that differs: a day as people write it. Files and comparisons keep to `text`."""

    @property
    def words(self) -> str:
        """What a page says."""
        return self.said or self.text


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a record as a page shows it."""

    field: Field
    pieces: tuple[Piece, ...] = ()
    markdown: str = ""
    rows: tuple[tuple[Shown, ...], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is stated."""
        return not (self.pieces or self.markdown or self.rows)

    @property
    def sentences(self) -> bool:
        """Whether the words are several sentences, which stand one below the other and not in a row."""
        several = self.field.shape is Shape.TEXTS and len(self.pieces) > 1
        return several and any(each.text.rstrip().endswith((".", "?", "!")) for each in self.pieces)

    @property
    def columns(self) -> tuple[Field, ...]:
        """The headings of nested rows."""
        return fields_of(self.field.part) if self.field.part else ()

    @property
    def text(self) -> str:
        """The words alone, for files and for telling two values apart."""
        if self.rows:
            return "; ".join(", ".join(each.text for each in row if not each.empty) for row in self.rows)
        return self.markdown or ", ".join(each.text for each in self.pieces)


def called(visit: Visit, record: Record) -> str:
    """A record's title as pages say it; that of a row about a control is the control's."""
    if not record.title and record.KIND in KEYED_BY_CATALOGUE and record.ref in visit.isms.standard.controls:
        return visit.isms.standard.label(record.ref)
    return titled(record, visit.names)


def address(record: Record) -> str:
    """Where a record's page is."""
    return f"{_register(record.KIND)}{quote(record.ref)}/"


@cache
def _register(kind: str) -> str:
    """Where a register is; asked once, for a page leads to hundreds of records."""
    return reverse("records:register", args=[kind])


def shown(visit: Visit, field: Field, value: Any) -> Shown:
    """A field's value for a page."""
    if value in (None, "", ()):
        return Shown(field)
    if field.shape is Shape.LONG_TEXT or field.name == NOTE:
        return Shown(field, markdown=value)
    if field.shape in (Shape.PART, Shape.PARTS):
        several = value if isinstance(value, tuple) else (value,)
        return Shown(field, rows=tuple(tuple(_held(visit, each)) for each in several))
    return Shown(field, tuple(_pieces(visit, field, value)))


def _held(visit: Visit, part: Any) -> Iterator[Shown]:
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        words = (value,) if field.shape is Shape.TEXT else value if field.shape is Shape.TEXTS else ()
        if any(words):
            yield Shown(field, tuple(_mentioned(visit, each) for each in words))
        else:
            yield shown(visit, field, value)


def _mentioned(visit: Visit, words: str) -> Piece:
    """Words within a nested row: a reference leads to its record, and people and roles go by their names."""
    found = visit.isms.find(words) if REF.fullmatch(words) else None
    if found is None:
        return Piece(words)
    url = address(found) if visit.may(reading(found.KIND)) else ""
    if found.KIND in NAMED and (title := called(visit, found)):
        return Piece(title, url, hint=found.ref, named=True)
    return Piece(found.ref, url, whole=True)


def _pieces(visit: Visit, field: Field, value: Any) -> Iterator[Piece]:
    if field.shape is Shape.PAIRS:
        yield from (Piece(f"{name}: {words}") for name, words in value)
    elif field.is_reference:
        yield from (_reference(visit, field, each) for each in ((value,) if isinstance(value, str) else value))
    elif isinstance(value, tuple):
        said = SUBJECTS if field.name in SUBJECTS_TO_READ else {}
        yield from (Piece(each, said=said.get(each, "")) for each in value)
    elif isinstance(value, bool):
        yield Piece("yes" if value else "no")
    elif isinstance(value, datetime):
        here = value.astimezone(ZoneInfo(visit.time_zone)) if value.tzinfo else value
        yield Piece(here.strftime("%Y-%m-%d %H:%M"), said=f"{day(here)}, {here:%H:%M}".replace(" ", "\u00a0"))
    elif isinstance(value, date):
        yield Piece(value.isoformat(), said=day(value))
    elif dataclasses.is_dataclass(value):
        yield Piece(str(value))
    else:
        yield Piece(str(value))


def _key(visit: Visit, words: str) -> Piece:
    """A key of the standard leads to how that control is done here, once somebody has said it."""
    if not visit.isms.standard.exists(words.removeprefix("clause:")):
        return Piece(words, lost=True)
    control = visit.isms.at(ControlState, words)
    return Piece(words, address(control) if control else "", hint=visit.isms.standard.label(words))


def _reference(visit: Visit, field: Field, words: str) -> Piece:
    """A reference by the title of what it names; words that name nothing say so."""
    found = visit.isms.resolve(words, *(KINDS[each] for each in field.kinds if each in KINDS))
    if found is None:
        return _key(visit, words)
    may_read = visit.may(reading(found.KIND))
    if found.KIND not in NAMED and not may_read:
        return Piece(found.ref, whole=True)
    title, url = called(visit, found), address(found) if may_read else ""
    if found.KIND in NAMED and title:
        return Piece(title, url, hint=found.ref, named=True)
    return Piece(found.ref, url, hint=days_said(title))
