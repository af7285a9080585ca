"""Any record of a kind, drawn from what the kind declares: the registers that nobody thought of."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints
from unicodedata import normalize

from hypothesis import strategies as st

from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE
from plumbline.engine.domain.kinds import KINDS, Field, Record, Shape, fields_of

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z", "Cc"), exclude_characters="\x00")
TEXTS = st.text(LETTERS, max_size=30).map(lambda text: normalize("NFC", text))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
DECIMALS = st.decimals(Decimal("-1000000"), Decimal("1000000"), places=3)
SEVERAL = st.lists(TEXTS, max_size=3).map(tuple)
OF_SHAPE: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.TEXT: TEXTS,
    Shape.LONG_TEXT: TEXTS,
    Shape.REF: TEXTS,
    Shape.DAY: st.none() | DAYS,
    Shape.MOMENT: st.none() | MOMENTS,
    Shape.FLAG: st.none() | st.booleans(),
    Shape.WHOLE: st.none() | WHOLE,
    Shape.DECIMAL: st.none() | DECIMALS,
    Shape.TEXTS: SEVERAL,
    Shape.REFS: SEVERAL,
    Shape.PAIRS: st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
}

PLAIN: dict[Any, st.SearchStrategy[Any]] = {str: TEXTS, int: WHOLE, bool: st.booleans(), date: DAYS}


def records_of(kind: type[Record]) -> st.SearchStrategy[Record]:
    """Any valid record of a kind, still without a reference save where a control's key is one."""
    fields = {each.name: _field(kind, each) for each in fields_of(kind) if each.name != "ref"}
    if kind.KIND == "person":
        fields.pop("title")
    if kind.KIND == "organization":
        fields["time_zone"] = st.sampled_from(["", "Europe/Berlin", "UTC"])
    if kind.KIND in KEYED_BY_CATALOGUE:
        fields["ref"] = st.sampled_from(["A.5.1", "A.8.34", "A.7.14"])
    return st.builds(kind, **fields)


def _field(kind: type[Record], field: Field) -> st.SearchStrategy[Any]:
    if field.shape is Shape.CHOICE:
        return st.sampled_from(field.choices)
    if field.shape is Shape.PART:
        return st.none() | _part(field.part)
    if field.shape is Shape.PARTS:
        return st.lists(_part(field.part), max_size=2).map(tuple)
    return OF_SHAPE[field.shape]


def _part(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{each.name: _plain(hints[each.name]) for each in dataclasses.fields(cls)})


def _plain(hint: Any) -> st.SearchStrategy[Any]:
    if hint in PLAIN:
        return PLAIN[hint]
    if type(None) in get_args(hint):
        (held,) = (each for each in get_args(hint) if each is not type(None))
        return st.none() | _plain(held)
    if get_origin(hint) is tuple:
        return st.lists(_plain(get_args(hint)[0]), max_size=2).map(tuple)
    if dataclasses.is_dataclass(hint):
        return _part(hint)
    return st.sampled_from(get_args(hint))


ALL_KINDS = list(KINDS.values())
EXAMPLES_OF_EACH = 4
