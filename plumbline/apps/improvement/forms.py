"""The forms of the steps: a few declared fields at a time, the five whys, a planned action, a search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.improvement.standing import Search
from plumbline.apps.ui.registers.forms import FieldsForm
from plumbline.apps.ui.registers.hints import hint
from plumbline.apps.ui.registers.inputs import input_of, meant, typed
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Action, Nonconformity, Record
from plumbline.engine.domain.record import field_of

WHYS = 5
RAISED = (
    *("title", "description", "requirement", "evidence", "gap", "grade", "records", "owner"),
    *("source", "source_refs", "raised_on", "raised_by_body", "answer_due", "earlier"),
)
PLANNED = ("title", "owner", "due", "description", "verification")
NEEDED_OF_A_NEW_ONE = ("title", "description")


class DeclaredForm(FieldsForm):
    """Some declared fields of a record as it stands, or is about to be."""

    def __init__(self, visit: Visit, record: Record, names: Iterable[str], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.visit, self.record, self.names = visit, record, tuple(names)
        for name in self.names:
            declared = field_of(type(record), name)
            value = getattr(record, name)
            made = input_of(visit, declared, value)
            made.help_text = " ".join(filter(None, (hint(record.KIND, name), str(made.help_text))))
            self.fields[name] = made
            self.initial[name] = typed(visit, declared, value)

    def said(self) -> dict[str, Any]:
        """What every field means that was sent."""
        return {
            name: meant(self.visit, field_of(type(self.record), name), self.cleaned_data.get(name))
            for name in self.names
            if name in self.data
        }

    def changed(self) -> dict[str, Any]:
        """The fields that would differ from the record as it stands."""
        return {name: value for name, value in self.said().items() if getattr(self.record, name) != value}


class WhyForm(DeclaredForm):
    """Up to five whys, each asked of the answer before, then the cause they come down to."""

    def __init__(self, visit: Visit, record: Nonconformity, data: QueryDict | None = None) -> None:
        super().__init__(visit, record, ("cause", "cause_category"), data)
        for number in range(max(WHYS, len(record.whys))):
            label = "Why did it happen?" if number == 0 else "And why that?"
            self.fields[f"why-{number}"] = forms.CharField(label=label, required=False, max_length=2000)
            self.initial[f"why-{number}"] = record.whys[number] if number < len(record.whys) else ""
        self.order_fields([*self.asked(), "cause", "cause_category"])

    def asked(self) -> list[str]:
        """The names of the whys."""
        return [name for name in self.fields if name.startswith("why-")]

    def changed(self) -> dict[str, Any]:
        """As of every form of a step; the whys are one field of the record."""
        answers = (str(self.cleaned_data.get(name, "")).strip() for name in self.asked())
        whys = tuple(each for each in answers if each)
        held = super().changed()
        return held if whys == self.record.whys else {**held, "whys": whys}  # type: ignore[attr-defined]  # made of a nonconformity


class RaiseForm(DeclaredForm):
    """A nonconformity that is about to be opened."""

    def __init__(self, visit: Visit, begun: Nonconformity, data: QueryDict | None = None) -> None:
        super().__init__(visit, begun, RAISED, data)
        for name in NEEDED_OF_A_NEW_ONE:
            self.fields[name].required = True
        self.fields["title"].error_messages["required"] = "Say in one line what is not as it has to be."
        self.fields["description"].error_messages["required"] = "Say what was found, where and when."

    def value(self) -> Nonconformity:
        """What is opened."""
        return Nonconformity(**{name: said for name, said in self.said().items() if said not in (None, "", ())})


class PlanForm(DeclaredForm):
    """A corrective action that is about to be planned."""

    def __init__(self, visit: Visit, data: QueryDict | None = None) -> None:
        super().__init__(visit, Action(), PLANNED, data)
        self.fields["title"].label = "What is done"

    def value(self) -> Action:
        """What is planned."""
        return Action(**{name: said for name, said in self.said().items() if said not in (None, "", ())})


class SearchForm(FieldsForm):
    """Where was searched and what came of it; which records have the same fault is ticked beside them."""

    where = forms.CharField(
        label="Where it was searched",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. Add where you looked besides, such as a folder or a site.",
    )
    result = forms.CharField(
        label="What came of it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Also if it is nothing: “Nothing found” is a result.",
    )
    apart = forms.ChoiceField(
        label="Those that are ticked",
        required=False,
        choices=[("", "join this nonconformity as records at fault"), ("yes", "get a nonconformity of their own each")],
        widget=forms.RadioSelect,
    )

    def search(self, ticked: Iterable[str]) -> Search:
        """The search as it is written down."""
        return Search(
            where=tuple(each.strip() for each in self.cleaned_data["where"].splitlines() if each.strip()),
            result=self.cleaned_data["result"],
            same=tuple(ticked),
            apart=self.cleaned_data["apart"] == "yes",
        )
