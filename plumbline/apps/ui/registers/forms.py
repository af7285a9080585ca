"""The form of a record, made from the fields of its kind; nested parts are rows of their own with blank ones to add."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.records.bonds import Fixed
from plumbline.apps.ui.registers.acts import reserved
from plumbline.apps.ui.registers.cells import Shown, shown
from plumbline.apps.ui.registers.declaration import BY_THE_HOUSE, Register
from plumbline.apps.ui.registers.hints import hint
from plumbline.apps.ui.registers.inputs import INPUTS, input_of, meant, typed
from plumbline.apps.ui.registers.standing import Doors
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.record import Field, Shape, fields_of

MOST_ROWS = 200
FEW = 8
NESTED = (Shape.PART, Shape.PARTS)


class FieldsForm(forms.Form):
    """Inputs that are added one by one."""

    use_required_attribute = False


@dataclass
class Rows:
    """The rows of a nested field: one form each."""

    field: Field
    forms: list[FieldsForm]

    hint: str = ""

    @property
    def label(self) -> str:
        """The label of the field."""
        return self.field.label

    @property
    def several(self) -> bool:
        """Whether rows may be added."""
        return self.field.shape is Shape.PARTS

    @property
    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [str(each.label) for each in self.forms[0]] if self.forms else []


@dataclass(frozen=True)
class Stays:
    """A field that is not changed by hand: what it says, and what was typed into it all the same."""

    shown: Shown
    mine: Shown | None = None


class RecordForm:
    """The form of a new record, or of one as it stands; `data` is what was sent.

    more: the nested field that gets another row. focus: the field that somebody was led to.
    """

    def __init__(
        self,
        visit: Visit,
        register: Register,
        record: Record,
        data: QueryDict | None = None,
        *,
        more: str = "",
        focus: str = "",
    ) -> None:
        self.visit, self.register, self.record, self.data, self.more = visit, register, record, data, more
        shut = {*BY_THE_HOUSE, *(each for each in reserved(register.kind) if "=" not in each)}
        self.fields = {e.name: e for e in fields_of(register.kind) if e.name not in shut}
        self.keyed = not register.kind.PREFIX and not record.ref
        self.plain = self._form([e for e in self.fields.values() if e.shape in INPUTS], record, "")
        if self.keyed:
            suggested = forms.TextInput(attrs={"data-suggest": "control,own_control", "autocomplete": "off"})
            self.plain.fields["ref"] = forms.CharField(
                label="Control", required=True, widget=suggested, help_text="Its key, such as A.5.9."
            )
        self.rows = {e.name: self._rows(e) for e in self.fields.values() if e.shape in NESTED and not _is_file(e)}
        self.stays: dict[str, Stays] = {}
        self._leave_out_decided_words()
        for name, field in self.plain.fields.items():
            field.help_text = " ".join(filter(None, (hint(register.kind.KIND, name), str(field.help_text))))
        if focus in self.plain.fields:
            self.plain.fields[focus].widget.attrs["autofocus"] = True

    def _leave_out_decided_words(self) -> None:
        """A state that only a decision gives is not offered, unless the record has it."""
        decided = reserved(self.register.kind)
        for name in {each.partition("=")[0] for each in decided if "=" in each} & self.plain.fields.keys():
            stands = getattr(self.record, name)
            words = {each for each in self.fields[name].choices if each == stands or f"{name}={each}" not in decided}
            offer(self.plain.fields[name], self.fields[name], words)

    def leave_standing(self, record: Record, mine: Mapping[str, Any]) -> Fixed:
        """Show what is fixed of the record, as it stands now, in place of inputs; mine: what was typed.

        Inputs stay behind it, so that what is sent all the same reaches the door and is refused there.
        """
        doors = Doors(self.visit, type(record), [record])
        fixed = doors.fixed(record)
        for name in fixed.names & self.fields.keys():
            field = self.fields[name]
            typed_all_the_same = shown(self.visit, field, mine[name]) if name in mine else None
            self.stays[name] = Stays(shown(self.visit, field, getattr(record, name)), typed_all_the_same)
        for name in doors.narrowed(record) & self.plain.fields.keys():
            words = {*doors.words(record, name), getattr(record, name), getattr(self.record, name)}
            offer(self.plain.fields[name], self.fields[name], words)
        return fixed

    def _form(self, fields: list[Field], held: Any, prefix: str) -> FieldsForm:
        form = FieldsForm(self.data, prefix=prefix or None)
        for each in fields:
            value = getattr(held, each.name) if held is not None else each.starts_empty
            form.fields[each.name] = input_of(self.visit, each, value)
            form.initial[each.name] = typed(self.visit, each, value)
        return form

    def _rows(self, field: Field) -> Rows:
        held = getattr(self.record, field.name)
        several = list(held) if isinstance(held, tuple) else [held] if held else []
        number = len(several) + (not several)
        if self.data is not None:
            number = max(number, _sent(self.data, field.name)) + (self.more == field.name)
        number = min(number, max(MOST_ROWS, len(several)))
        assert field.part is not None, f"{field.name} is nested"  # noqa: S101 - by the declaration of its shape
        plain = [each for each in fields_of(field.part) if each.shape in INPUTS]
        held_at = [*several, *([None] * (number - len(several)))]
        made = [self._form(plain, one, f"{field.name}-{at}") for at, one in enumerate(held_at)]
        return Rows(field, made, hint(self.register.kind.KIND, field.name))

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField | Rows | Stays]]]:
        """The inputs under their headings."""
        for heading, fields in self.register.grouped():
            found: list[forms.BoundField | Rows | Stays] = []
            for each in fields:
                if each.name in self.stays:
                    found.append(self.stays[each.name])
                elif each.name in self.plain.fields:
                    found.append(self.plain[each.name])
                elif each.name in self.rows:
                    found.append(self.rows[each.name])
            if found:
                yield heading, found

    def is_valid(self) -> bool:
        """Whether everything that was sent can be read."""
        inner = [form for rows in self.rows.values() for form in rows.forms]
        found = [form.is_valid() for form in (self.plain, *inner)]
        return all(found)  # every one of them is asked, so that all errors are told at once

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """What cannot be read: id of the input, its label, and why."""
        for form in (self.plain, *(each for rows in self.rows.values() for each in rows.forms)):
            for name, errors in form.errors.items():
                yield str(form[name].id_for_label), str(form[name].label), " ".join(map(str, errors))

    def values(self) -> dict[str, Any]:
        """Every field that was sent, as the record would hold it."""
        found = {
            name: meant(self.visit, self.fields[name], said)
            for name, said in self.plain.cleaned_data.items()
            if name in self.fields and self._was_sent(name)
        }
        return {**found, **{name: self._parts(rows) for name, rows in self.rows.items() if self._was_sent(f"{name}-")}}

    def _was_sent(self, name: str) -> bool:
        """A field that the form did not show is not emptied by it."""
        assert self.data is not None, "values are read from what was sent"  # noqa: S101 - asked after is_valid
        return name in self.data or (name.endswith("-") and any(each.startswith(name) for each in self.data))

    def _parts(self, rows: Rows) -> Any:
        part, held = rows.field.part, getattr(self.record, rows.field.name)
        several = list(held) if isinstance(held, tuple) else [held] if held else []
        made = []
        for at, form in enumerate(rows.forms):
            said = self._said(rows.field, form)
            before = several[at] if at < len(several) else None
            if any(each not in (None, "", ()) for each in said.values()):
                made.append(dataclasses.replace(before, **said) if before else part(**said))  # type: ignore[misc]  # a nested field has a part
        return (made[0] if made else None) if rows.field.shape is Shape.PART else tuple(made)

    def _said(self, field: Field, form: FieldsForm) -> Mapping[str, Any]:
        known = {each.name: each for each in fields_of(field.part)}  # type: ignore[arg-type]  # nested, so it has one
        return {name: meant(self.visit, known[name], said) for name, said in form.cleaned_data.items()}

    def changed(self) -> dict[str, Any]:
        """The fields that would differ from the record as it stands."""
        return {name: value for name, value in self.values().items() if getattr(self.record, name) != value}

    def typed_so_far(self) -> dict[str, Any]:
        """The same of a form that may not be sent yet, or not be read in all its fields."""
        if self.data is None:
            return {}
        self.is_valid()
        return self.changed()

    def still_open(self) -> list[tuple[str, str]]:
        """Name and label of what may be written of a record of which most stands; nothing where that is much."""
        inputs = [each for _, found in self.groups() for each in found if not isinstance(each, Stays)]
        named = [
            (each.html_name, str(each.label)) if isinstance(each, forms.BoundField) else (each.field.name, each.label)
            for each in inputs
        ]
        return named if self.stays and len(named) <= FEW else []

    @property
    def shut(self) -> bool:
        """Whether there is nothing to type into."""
        return not {*self.plain.fields, *self.rows} - self.stays.keys()

    def ref(self) -> str:
        """The control that a new record of the catalogue's kinds is about."""
        return str(self.plain.cleaned_data.get("ref", "")).strip()


def offer(made: forms.Field, field: Field, words: Container[str]) -> None:
    """Offer these words of a list; another one that is sent is read, and the door says why it refuses it."""
    assert isinstance(made, forms.ChoiceField), f"{field.name} is a list of words"  # noqa: S101 - by its shape
    emptied = "" if "" in field.choices else field.starts_empty
    made.choices = every = [("", "not stated"), *((each, each) for each in field.choices if each)]
    made.widget.choices = [(word, label) for word, label in every if (word or emptied) in words]


def _is_file(field: Field) -> bool:
    return field.name == "blob"


def _sent(data: QueryDict, name: str) -> int:
    numbers = [each.split("-")[1] for each in data if each.startswith(f"{name}-")]
    return max((int(each) + 1 for each in numbers if each.isdecimal() and len(each) < 6), default=0)
