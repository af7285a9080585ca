"""What every record has in common, and how a kind of record declares its fields.

A kind is a frozen dataclass made by `@record(...)`. Its fields are declared with the functions `text`, `day`, `ref`, …
below, which give each a neutral default (nothing is known) and say what the field may hold. From these declarations
follow the tables, the journal's JSON, the import, the export and the API: a field is added in one place.
"""

import dataclasses
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Literal, Union, dataclass_transform, get_args, get_origin, get_type_hints

REF = re.compile(r"[A-Z][A-Z0-9]{0,7}(-\d{4})?-\d{1,7}")
"""The shape of a reference that an organisation may bring along: `R-001`, `INC-2026-004`, `POL-7`."""


class Shape(StrEnum):
    """What a field holds, as far as tables, imports and exports have to know."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"
    WHOLE = "whole number"
    DECIMAL = "decimal"
    REF = "reference"
    TEXTS = "texts"
    REFS = "references"
    PART = "part"
    PARTS = "parts"
    PAIRS = "pairs"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The fields that every record has, whatever its kind."""

    KIND: ClassVar[str] = ""
    PREFIX: ClassVar[str] = ""
    SUBJECT: ClassVar[str] = ""
    REGISTER: ClassVar[str] = ""
    NATURAL_KEY: ClassVar[tuple[str, ...]] = ()
    ENDED: ClassVar[frozenset[str]] = frozenset()

    ref: str = ""
    title: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def live(self) -> bool:
        """Not closed, retired, withdrawn, ended or rejected."""
        return getattr(self, "state", "") not in self.ENDED

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is declared of one field of a kind."""

    name: str
    label: str
    shape: Shape
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    part: type | None = None
    starts_empty: Any = None

    @property
    def is_reference(self) -> bool:
        return self.shape in (Shape.REF, Shape.REFS)


def _declare(default: Any, shape: Shape | None = None, *, label: str = "", kinds: tuple[str, ...] = ()) -> Any:
    return dataclasses.field(default=default, metadata={"shape": shape, "label": label, "kinds": kinds})


def text(label: str = "") -> Any:
    """A line of text; empty means not stated."""
    return _declare("", Shape.TEXT, label=label)


def prose(label: str = "") -> Any:
    """Text of any length, Markdown without raw HTML."""
    return _declare("", Shape.LONG_TEXT, label=label)


def choice(default: str = "", label: str = "") -> Any:
    """One of the words of a `Literal`, which contains the empty word for not stated."""
    return _declare(default, Shape.CHOICE, label=label)


def day(label: str = "") -> Any:
    """A local calendar day of the organisation."""
    return _declare(None, Shape.DAY, label=label)


def moment(label: str = "") -> Any:
    """A point in time, UTC."""
    return _declare(None, Shape.MOMENT, label=label)


def flag(label: str = "") -> Any:
    """Yes, no, or None for not stated."""
    return _declare(None, Shape.FLAG, label=label)


def whole(label: str = "") -> Any:
    """A whole number or None."""
    return _declare(None, Shape.WHOLE, label=label)


def decimal(label: str = "") -> Any:
    """A decimal number or None; stored as text."""
    return _declare(None, Shape.DECIMAL, label=label)


def texts(label: str = "") -> Any:
    """Several short texts in order."""
    return _declare((), Shape.TEXTS, label=label)


def ref(*kinds: str, label: str = "") -> Any:
    """A reference to a record of one of the kinds, or the words as they came where nothing was found to fit them."""
    return _declare("", Shape.REF, label=label, kinds=kinds)


def refs(*kinds: str, label: str = "") -> Any:
    """References to records of the kinds, or words as they came."""
    return _declare((), Shape.REFS, label=label, kinds=kinds)


def responsible(label: str = "") -> Any:
    """Who answers: a person or a role (`PER-3`, `ROLE-5`), or the words as they came."""
    return ref("person", "role", label=label)


def responsibles(label: str = "") -> Any:
    """Several who answer."""
    return refs("person", "role", label=label)


def control_keys(label: str = "Controls") -> Any:
    """Keys of Annex A (`A.5.9`) or references of own controls (`OC-2`)."""
    return refs("control", "own_control", label=label)


def part(label: str = "") -> Any:
    """One nested value or None."""
    return _declare(None, Shape.PART, label=label)


def parts(label: str = "") -> Any:
    """Nested values in order."""
    return _declare((), Shape.PARTS, label=label)


KINDS: dict[str, type[Record]] = {}
"""Every kind of record by name, in the order of declaration."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    kind: str,
    *,
    prefix: str,
    subject: str,
    register: str,
    natural_key: tuple[str, ...] = (),
    ended: tuple[str, ...] = (),
) -> Callable[[type], Any]:
    """Make a class a kind of record.

    kind: its name; prefix: of its references, empty where the key is one of the catalogue; subject: of its permission;
    register: what people call the list; natural_key: fields that identify a row that comes without a reference;
    ended: the states in which it is no longer live.
    """

    def make(cls: type) -> type[Record]:
        made: type[Record] = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.KIND, made.PREFIX, made.SUBJECT, made.REGISTER = kind, prefix, subject, register
        made.NATURAL_KEY, made.ENDED = natural_key, frozenset(ended)
        KINDS[kind] = made
        return made

    return make


@dataclass_transform(frozen_default=True, kw_only_default=True)
def value(cls: type) -> Any:
    """Make a class a frozen part of a record."""
    return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)


PAIRS = frozenset({"extra", "unread"})
PLAIN = {bool: Shape.FLAG, int: Shape.WHOLE, Decimal: Shape.DECIMAL, datetime: Shape.MOMENT, date: Shape.DAY}
BLANK: dict[Shape, Any] = {Shape.TEXT: "", Shape.CHOICE: "", Shape.TEXTS: (), Shape.PARTS: ()}
"""What stands in a field of a part that has to be stated, before it is."""


def _shape_of(name: str, hint: Any, declared: Shape | None) -> Shape:
    if declared is not None:
        return declared
    if name in PAIRS:
        return Shape.PAIRS
    if hint is str:
        return Shape.TEXT
    if hint == tuple[str, ...]:
        return Shape.TEXTS
    if told := _told_by_its_type(hint):
        return told
    raise TypeError(f"{name}: declare what it holds")


def _told_by_its_type(hint: Any) -> Shape | None:
    """What a field of a part holds; parts are plain dataclasses, and their types say enough."""
    if get_origin(hint) is Literal:
        return Shape.CHOICE
    if get_origin(hint) is tuple and dataclasses.is_dataclass(get_args(hint)[0]):
        return Shape.PARTS
    return PLAIN.get(_inner(hint))


def _inner(hint: Any) -> Any:
    """The type inside Optional[...] or tuple[..., ...]."""
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return get_args(hint)[0] if get_origin(hint) is tuple else hint


def fields_of(cls: type) -> tuple[Field, ...]:
    """What a kind (or a part) declares, in order. Raises TypeError where a field does not say what it holds."""
    return _fields_of(cls)


@cache
def _fields_of(cls: type) -> tuple[Field, ...]:
    hints = get_type_hints(cls)
    found = []
    for each in dataclasses.fields(cls):
        hint = hints[each.name]
        shape = _shape_of(each.name, hint, each.metadata.get("shape"))
        inner = _inner(hint)
        found.append(
            Field(
                name=each.name,
                label=each.metadata.get("label") or each.name.replace("_", " ").capitalize(),
                shape=shape,
                kinds=each.metadata.get("kinds", ()),
                choices=get_args(hint) if get_origin(hint) is Literal else (),
                part=inner if shape in (Shape.PART, Shape.PARTS) else None,
                starts_empty=BLANK.get(shape) if each.default is dataclasses.MISSING else each.default,
            )
        )
    return tuple(found)


def field_of(cls: type, name: str) -> Field:
    """One declared field by name. Raises KeyError with what there is."""
    for each in fields_of(cls):
        if each.name == name:
            return each
    raise KeyError(f"{cls.__name__} has no field {name!r}; it has {', '.join(f.name for f in fields_of(cls))}.")


def differing(before: Record, after: Record) -> frozenset[str]:
    """Names of the fields in which two versions of a record differ."""
    names = (each.name for each in fields_of(type(before)))
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))
