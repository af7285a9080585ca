"""One line that adds a reading, what a reading means, and the answers that adopt a ready metric."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Metric, Reading
from plumbline.engine.domain.measuring import Measured
from plumbline.engine.domain.ready_metrics import Ready
from plumbline.engine.domain.record import field_of


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

    def __init__(self, visit: Visit, measured: Measured, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"on": visit.today}, auto_id=f"{measured.ref}-%s")
        self.visit, self.measured = visit, measured
        self.fields["on"].widget.attrs["max"] = visit.today.isoformat()

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day > self.visit.today:
            raise forms.ValidationError("This day has not come yet, so nothing was measured on it.")
        return day

    def clean_value(self) -> str:
        """A number where the target is one."""
        said = str(self.cleaned_data["value"]).strip().removesuffix(self.measured.unit or "\0").strip()
        if self.measured.target_value is not None and _number(said) is None:
            raise forms.ValidationError(f"The target is {self.measured.target_value:f}: write a number beside it.")
        return said

    def reading(self) -> Reading:
        """What was measured; whoever says at once what it means has thought about it."""
        said = self.cleaned_data
        number = _number(said["value"])
        concluded = said["conclusion"].strip()
        analysed = bool(concluded) and isinstance(self.measured, Metric)
        return Reading(
            measures=self.measured.ref,
            period=f"{said['on']}/{said['on']}",
            period_end=said["on"],
            value=number,
            value_text="" if number is not None else said["value"],
            measured_on=said["on"],
            measured_by=self.visit.actor.person,
            conclusion=concluded,
            evaluated_on=self.visit.today if analysed else None,
            evaluated_by=self.visit.actor.person if analysed else "",
        )


class EvaluationForm(forms.Form):
    """What a reading says about performance, and what follows from it."""

    use_required_attribute = False
    conclusion = forms.CharField(
        label="What it says about performance",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what the reading means, if only that all is well."},
    )
    answered_by = forms.CharField(
        label="What follows from it",
        required=False,
        max_length=200,
        help_text="References of an action, a nonconformity or a decision, such as ACT-12. Empty where nothing has to.",
    )

    def __init__(self, reading: Reading, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"conclusion": reading.conclusion}, auto_id=f"{reading.ref}-%s")
        self.reading = reading

    def answers(self) -> tuple[str, ...]:
        """The references that were named."""
        return tuple(self.cleaned_data["answered_by"].replace(",", " ").split())


class AdoptForm(forms.Form):
    """Who answers for a metric, who thinks about it, and how often; the rest comes with it."""

    use_required_attribute = False

    def __init__(self, visit: Visit, ready: Ready, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"frequency": ready.frequency}, auto_id=f"adopt-{ready.derivation}-%s")
        self.visit, self.ready = visit, ready
        for name, label in (("owner", "Who answers for it"), ("analysed_by", "Who thinks about it")):
            self.fields[name] = input_of(visit, field_of(Metric, name), "")
            self.fields[name].label = label
        self.fields["frequency"] = forms.CharField(label="Measured every", max_length=40)
        if ready.subject_needed or ready.derivation in NARROWED:
            self.fields["subject"] = forms.CharField(
                label=ready.subject_needed or NARROWED[ready.derivation], required=bool(ready.subject_needed)
            )
            self.fields["subject"].error_messages["required"] = "Say which: its reference or its exact title."
        self.fields["frequency"].error_messages["required"] = "Say how often, such as quarter or month."

    def clean_frequency(self) -> str:
        """An interval that can be reckoned with."""
        said = str(self.cleaned_data["frequency"]).strip()
        if interval(said) is None:
            raise forms.ValidationError("Write an interval, such as month, quarter, half a year or 6 weeks.")
        return said

    def metric(self) -> Metric:
        """The metric that is adopted; whoever adopts it takes its readings."""
        said = self.cleaned_data
        owner = str(meant(self.visit, field_of(Metric, "owner"), said["owner"]))
        analyst = str(meant(self.visit, field_of(Metric, "analysed_by"), said["analysed_by"]))
        return self.ready.metric(
            owner=owner or self.visit.actor.person,
            measured_by=self.visit.actor.person,
            analysed_by=analyst,
            subject=str(said.get("subject", "")).strip(),
            frequency=said["frequency"],
        )


NARROWED = {
    "acknowledgement": "Only of one document (optional)",
    "supplier review coverage": "Only of one criticality (optional)",
    "remediation in time": "Only of a severity (optional)",
}


def _number(words: str) -> Decimal | None:
    try:
        found = Decimal(words.replace(",", ".") if words.count(",") == 1 and "." not in words else words)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
