"""One line that notes a message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Communication, Message


class SaidForm(forms.Form):
    """What was said on which day, to whom, and what shows it."""

    use_required_attribute = False
    on = forms.DateField(
        label="Said on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day.", "invalid": "This is no day. Write it like 2026-03-31."},
    )
    what = forms.CharField(
        label="What, in a line", max_length=300, error_messages={"required": "Say in a line what was told."}
    )
    to = forms.CharField(label="To whom", required=False, max_length=300)
    proof = forms.CharField(label="Where it shows", required=False, max_length=300)

    def __init__(self, visit: Visit, row: Communication, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"on": visit.today, "to": ", ".join(row.audience)}, auto_id=f"{row.ref}-%s")
        self.visit, self.row = visit, row
        self.fields["on"].widget.attrs["max"] = visit.today.isoformat()

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day > self.visit.today:
            raise forms.ValidationError("This day has not come yet, so nothing was said on it.")
        return day

    def message(self) -> Message:
        """The message, said by whoever speaks for the row."""
        said = self.cleaned_data
        return Message(
            on=said["on"],
            what=said["what"].strip(),
            by=self.row.owner or self.visit.actor.person,
            to=said["to"].strip(),
            proof=said["proof"].strip(),
        )
