"""The forms of a review: what was reported and said, decisions in a line, who was there, what is concluded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.registers.inputs import input_of, meant, typed
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Decision, ManagementReview, Record, ReviewInput
from plumbline.engine.domain.record import field_of


class FieldsForm(forms.Form):
    """Some fields of a record, drawn as the register's own form draws them."""

    use_required_attribute = False
    fields_shown: tuple[str, ...] = ()
    needed: tuple[tuple[str, str], ...] = ()
    rows = 3

    def __init__(self, visit: Visit, record: Record, data: QueryDict | None = None, *, prefix_id: str = "") -> None:
        super().__init__(data, auto_id=f"{prefix_id}%s")
        self.visit, self.kind = visit, type(record)
        for name in self.fields_shown:
            declared = field_of(self.kind, name)
            value = getattr(record, name)
            made = input_of(visit, declared, value)
            if isinstance(made.widget, forms.Textarea):
                made.widget.attrs["rows"] = self.rows
            self.fields[name] = made
            self.initial[name] = typed(visit, declared, value)
        for name, problem in self.needed:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = problem

    def stated(self) -> dict[str, Any]:
        """What was typed, as the record's fields mean it."""
        return {
            name: meant(self.visit, field_of(self.kind, name), self.cleaned_data[name]) for name in self.fields_shown
        }


class TellForm(FieldsForm):
    """What was reported on an input, or that there was nothing, and what was said about it."""

    fields_shown = ("content", "nothing_to_report", "discussed")

    @classmethod
    def of(cls, visit: Visit, held: ReviewInput | None, topic: str, data: QueryDict | None = None) -> TellForm:
        """The form of an input that may have nothing on record yet."""
        return cls(visit, held or ReviewInput(), data, prefix_id=f"{topic}-")


class SayForm(FieldsForm):
    """In the meeting: what is said about an input."""

    fields_shown = ("discussed",)
    rows = 5


class DecideForm(FieldsForm):
    """A decision in a line: what, of which type, who sees to it, by when."""

    fields_shown = ("title", "decision_kind", "owner", "due")
    needed = (("title", "Write down what is decided."),)

    @classmethod
    def blank(cls, visit: Visit, data: QueryDict | None = None) -> DecideForm:
        """The form of a new decision."""
        made = cls(visit, Decision(), data, prefix_id="decide-")
        made.fields["title"].label = "Decision"
        return made


class AttendForm(FieldsForm):
    """When it was held, and who was there."""

    fields_shown = ("held_on", "chair", "present", "absent", "period_from", "period_to")
    needed = (("held_on", "Say on which day it was held."), ("present", "Say who was there."))

    def __init__(self, visit: Visit, record: Record, data: QueryDict | None = None, *, prefix_id: str = "") -> None:
        super().__init__(visit, record, data, prefix_id=prefix_id)
        self.initial["held_on"] = self.initial["held_on"] or visit.today
        self.fields["held_on"].widget.attrs["max"] = visit.today.isoformat()

    def clean_held_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["held_on"]
        if day and day > self.visit.today:
            raise forms.ValidationError("This day has not come yet. Write down who was there when it has.")
        return day


class ConcludeForm(FieldsForm):
    """Whether the system is suitable, adequate and effective, and why."""

    fields_shown = ("suitable", "adequate", "effective", "conclusion", "nothing_to_decide")


class PlanForm(FieldsForm):
    """A review that is to be held."""

    fields_shown = ("title", "planned_on", "chair")
    needed = (("planned_on", "Say on which day it is to be held."),)

    @classmethod
    def blank(cls, visit: Visit, data: QueryDict | None = None) -> PlanForm:
        """The form of a new review."""
        return cls(visit, ManagementReview(), data, prefix_id="plan-")
