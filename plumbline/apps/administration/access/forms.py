"""What is asked to let somebody in, and to see somebody out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms

from plumbline.apps.accounts.access_roles import AccessRole

SOMEBODY_NEW = "Somebody new"


class InviteForm(forms.Form):
    """Who, as what, and where the link goes."""

    person = forms.ChoiceField(label="Who", required=False, help_text="Somebody on record, or somebody new.")
    name = forms.CharField(label="Name, where they are new", required=False, max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="They sign in with it.")
    role = forms.ChoiceField(label="May act as", choices=[(each.value, each.value) for each in AccessRole])
    until = forms.DateField(
        label="Ends on",
        required=False,
        help_text="From this day on the role is dead. An external auditor's ends after 90 days where no day is stated.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    compensation = forms.CharField(
        label="What you rely on instead of two people",
        required=False,
        help_text="Only for an organisation of one or two, where nobody else could grant this.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = sorted(((ref, f"{name} ({ref})") for ref, name in people.items()), key=lambda each: each[1].casefold())
        who = cast(forms.ChoiceField, self.fields["person"])
        who.choices = [("", SOMEBODY_NEW), *listed]

    def clean(self) -> dict[str, Any]:
        """Either somebody on record or a name."""
        said = super().clean() or {}
        if bool(said.get("person")) == bool((said.get("name") or "").strip()):
            self.add_error("person", "Choose somebody on record, or leave this and write the name of somebody new.")
        return said


class CloseForm(forms.Form):
    """Why, who takes over, and whether they left the organisation."""

    heir = forms.ChoiceField(label="Who takes over", help_text="Everything listed here, from today on.")
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 2}))
    left = forms.DateField(
        label="Last day in the organisation",
        required=False,
        help_text="Leave it out where they stay and only stop working here.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, heirs: Mapping[str, str], needed: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = sorted(((ref, f"{name} ({ref})") for ref, name in heirs.items()), key=lambda each: each[1].casefold())
        self._today = today
        if needed:
            cast(forms.ChoiceField, self.fields["heir"]).choices = [("", "Choose"), *listed]
        else:
            del self.fields["heir"]

    def clean_left(self) -> date | None:
        """A day that has come."""
        left: date | None = self.cleaned_data["left"]
        if left is not None and left > self._today:
            raise forms.ValidationError("That day has not come. Close the way in on the day, or leave this out.")
        return left
