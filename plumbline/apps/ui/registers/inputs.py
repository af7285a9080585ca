"""One declared field as an input of a form, and what was typed as the field's value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.templatetags.plumbline import NAMED
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import KINDS, Record
from plumbline.engine.domain.record import Field, Shape

FEW = 150
"""So many records fit a list to choose from; of more, people type the reference or the title."""
TYPED = "A reference or an exact title."
NOTE = "note"
"""A line by its shape, for old registers have lines; people write paragraphs."""
YES_NO = (("", "not stated"), ("yes", "yes"), ("no", "no"))


def input_of(visit: Visit, field: Field, value: Any) -> forms.Field:
    """The input of a field that holds a value now. Nested parts have forms of their own."""
    made = INPUTS[field.shape](visit, field, value)
    made.label, made.required = field.label, False
    return made


def _line(visit: Visit, field: Field, value: Any) -> forms.Field:
    if field.name == NOTE:
        return _prose(visit, field, value)
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _prose(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))


def _choice(_visit: Visit, field: Field, _value: Any) -> forms.Field:
    words = [("", "not stated"), *((each, each) for each in field.choices if each)]
    return forms.ChoiceField(choices=words)


def _day(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no day. Write it like 2026-03-31."},
    )


def _moment(visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"),
        help_text=f"Time in {visit.time_zone}.",
        error_messages={"invalid": "This is no time. Write it like 2026-03-31 14:05."},
    )


def _flag(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO)


def _whole(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.IntegerField(
        error_messages={"invalid": "This is no whole number."}, min_value=-(2**53), max_value=2**53
    )


def _decimal(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.DecimalField(error_messages={"invalid": "This is no number. Write it like 12.5."})


def _reference(visit: Visit, field: Field, value: Any) -> forms.Field:
    found = candidates(visit, field, limit=FEW + 1)
    if len(found) > FEW or not field.kinds:
        return forms.CharField(widget=forms.TextInput(attrs=_suggested(field)), help_text=TYPED)
    offered = [(each.ref, _named(visit, each)) for each in found]
    if value and value not in dict(offered):
        offered.append((value, f"{value} (as it came)" if visit.isms.resolve(value) is None else value))
    return forms.ChoiceField(choices=[("", "not stated"), *offered])


def _references(_visit: Visit, field: Field, _value: Any) -> forms.Field:
    return forms.CharField(
        widget=forms.TextInput(attrs=_suggested(field) | {"data-several": ""}),
        help_text="References or exact titles, with semicolons between them.",
    )


def _suggested(field: Field) -> dict[str, str]:
    return {"data-suggest": ",".join(field.kinds), "autocomplete": "off"}


def _texts(_visit: Visit, _field: Field, _value: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="One on each line.")


def candidates(visit: Visit, field: Field, limit: int) -> list[Record]:
    """The live records a field may name, at most `limit` of them."""
    found: list[Record] = []
    for kind in field.kinds:
        if kind in KINDS and (kind in NAMED or visit.may(reading(kind))):
            found += visit.isms.live(KINDS[kind])[: limit - len(found)]
    return found


def _named(visit: Visit, record: Record) -> str:
    title = called(visit, record)
    return f"{title} ({record.ref})" if record.KIND in ("person", "role") else f"{record.ref} {title}".strip()


INPUTS: Mapping[Shape, Callable[[Visit, Field, Any], forms.Field]] = {
    Shape.TEXT: _line,
    Shape.LONG_TEXT: _prose,
    Shape.CHOICE: _choice,
    Shape.DAY: _day,
    Shape.MOMENT: _moment,
    Shape.FLAG: _flag,
    Shape.WHOLE: _whole,
    Shape.DECIMAL: _decimal,
    Shape.REF: _reference,
    Shape.REFS: _references,
    Shape.TEXTS: _texts,
}


def typed(visit: Visit, field: Field, value: Any) -> Any:
    """A field's value as what stands in its input."""
    match field.shape:
        case Shape.FLAG:
            return "" if value is None else "yes" if value else "no"
        case Shape.REFS:
            return "; ".join(value)
        case Shape.TEXTS:
            return "\n".join(value)
        case Shape.MOMENT:
            return value and value.astimezone(ZoneInfo(visit.time_zone)).replace(tzinfo=None)
    return value


def meant(visit: Visit, field: Field, said: Any) -> Any:
    """What a cleaned input means as the field's value."""
    if said in (None, ""):
        return "" if "" in field.choices else field.starts_empty
    way = MEANT.get(field.shape)
    return way(visit, field, said) if way else said


def _line_meant(_visit: Visit, _field: Field, said: str) -> str:
    return said.replace("\r\n", "\n").strip()


def _moment_meant(visit: Visit, _field: Field, said: datetime) -> datetime:
    return said.replace(tzinfo=ZoneInfo(visit.time_zone)).astimezone(UTC)


def _reference_meant(visit: Visit, field: Field, said: str) -> str:
    """The reference that words name: one itself, or an exact title or name; else the words as they are."""
    words = said.strip()
    found = visit.isms.resolve(words, *(KINDS[each] for each in field.kinds if each in KINDS))
    if found is not None:
        return found.ref
    persons = [ref for ref, name in visit.names.items() if folded(name) == folded(words)]
    if "person" in field.kinds and len(persons) == 1:
        return persons[0]
    first = words.partition(" ")[0]
    return first if visit.isms.find(first) is not None else words


def _references_meant(visit: Visit, field: Field, said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_reference_meant(visit, field, each) for each in _between(said, ";\n")))


def _texts_meant(_visit: Visit, _field: Field, said: str) -> tuple[str, ...]:
    return tuple(_between(said, "\n"))


def _between(said: str, marks: str) -> Iterable[str]:
    for mark in marks:
        said = said.replace(mark, "\n")
    return (piece for each in said.splitlines() if (piece := each.strip()))


MEANT: Mapping[Shape, Callable[[Visit, Field, Any], Any]] = {
    Shape.TEXT: _line_meant,
    Shape.LONG_TEXT: _line_meant,
    Shape.FLAG: lambda _visit, _field, said: said == "yes",
    Shape.MOMENT: _moment_meant,
    Shape.DECIMAL: lambda _visit, _field, said: Decimal(said),
    Shape.REF: _reference_meant,
    Shape.REFS: _references_meant,
    Shape.TEXTS: _texts_meant,
}
