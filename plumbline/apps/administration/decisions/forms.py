"""The form of a decision, made from its terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.administration.deciding import Step, Term
from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record, Risk
from plumbline.engine.domain.record import field_of


class DecisionForm(forms.Form):
    """What a decision has to state."""

    use_required_attribute = False

    def __init__(self, visit: Visit, step: Step, held: Record, data: QueryDict | None) -> None:
        super().__init__(data)
        self.visit = visit
        self.terms = (*step.terms, *step.asks(visit.isms, visit.names, held))
        for each in self.terms:
            self.fields[each.name] = _asked(visit, each)

    def stated(self) -> dict[str, Any]:
        """What was stated, by term of the service; parts of one term together."""
        stated: dict[str, Any] = {}
        for term in self.terms:
            said = self.cleaned_data.get(term.name)
            if said in (None, ""):
                continue
            if term.into:
                stated[term.into] = (*stated.get(term.into, ()), term.make(said))
            else:
                stated[term.name] = said
        return stated

    def parts(self) -> Iterator[tuple[Term, forms.BoundField]]:
        """Each term with its field."""
        return ((each, self[each.name]) for each in self.terms)


def _asked(visit: Visit, term: Term) -> forms.Field:
    made: forms.Field
    match term.shape:
        case "day":
            made = forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": "This is no day. Write it like 2026-03-31."},
            )
        case "choice":
            made = forms.ChoiceField(choices=[("", "choose"), *((each, each) for each in term.choices)])
        case "responsible":
            made = input_of(visit, field_of(Risk, "owner"), "")
        case _:
            made = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    made.label, made.required, made.help_text = term.label, term.needed, term.help
    made.error_messages["required"] = "This has to be stated."
    return made


def responsible(visit: Visit, said: str) -> str:
    """Who is meant by what was typed or chosen."""
    return str(meant(visit, field_of(Risk, "owner"), said))
