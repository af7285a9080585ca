"""One line that adds a reading."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Objective, Reading


class ReadingForm(forms.Form):
    """A value, the day it is of, and what one concludes from it."""

    use_required_attribute = False
    value = forms.CharField(
        label="Value", max_length=60, error_messages={"required": "Write what was measured, such as 92.5."}
    )
    on = forms.DateField(
        label="Measured on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say of which day it is.", "invalid": "This is no day. Write it like 2026-03-31."},
    )
    conclusion = forms.CharField(label="What it means", required=False, max_length=500)

    def __init__(self, visit: Visit, objective: Objective, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"on": visit.today}, auto_id=f"{objective.ref}-%s")
        self.visit, self.objective = visit, objective
        self.fields["on"].widget.attrs["max"] = visit.today.isoformat()

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day > self.visit.today:
            raise forms.ValidationError("This day has not come yet, so nothing was measured on it.")
        return day

    def clean_value(self) -> str:
        """A number where the target is one."""
        said = str(self.cleaned_data["value"]).strip().removesuffix(self.objective.unit or "\0").strip()
        if self.objective.target_value is not None and _number(said) is None:
            raise forms.ValidationError(f"The target is {self.objective.target_value:f}: write a number beside it.")
        return said

    def reading(self) -> Reading:
        """What was measured."""
        said = self.cleaned_data
        number = _number(said["value"])
        return Reading(
            measures=self.objective.ref,
            period=f"{said['on']}/{said['on']}",
            period_end=said["on"],
            value=number,
            value_text="" if number is not None else said["value"],
            measured_on=said["on"],
            measured_by=self.visit.actor.person,
            conclusion=said["conclusion"].strip(),
        )


def _number(words: str) -> Decimal | None:
    try:
        found = Decimal(words.replace(",", ".") if words.count(",") == 1 and "." not in words else words)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
