"""What somebody wants packed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.certification.choosing import chosen
from plumbline.apps.ui.visit import EARLIEST, Visit


class PackForm(forms.Form):
    """As of which day, what of it, and whether names go along."""

    use_required_attribute = False
    as_of = forms.DateField(
        label="Records as of",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The end of that day. Leave it empty for now.",
    )
    only = forms.CharField(
        label="Only",
        required=False,
        max_length=2_000,
        help_text="Registers (risk, supplier), clauses and controls (9.2, A.8.13), statement, findings; separated by "
        "commas. Leave it empty for everything. What is left out stays in the journal, sealed.",
    )
    named = forms.BooleanField(
        label="Names of people go along",
        required=False,
        help_text="Without them people are references such as PER-3, which is enough for most visits.",
    )

    def __init__(self, visit: Visit, data: QueryDict | None = None, *, only: Sequence[str] = ()) -> None:
        super().__init__(data, initial={"as_of": visit.as_of, "only": ", ".join(only)})
        self.visit = visit

    def clean_as_of(self) -> date | None:
        """A day that has come."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and not EARLIEST <= day <= self.visit.today:
            raise forms.ValidationError("Choose a day that has come: nothing is on record for later ones.")
        return day if day != self.visit.today else None

    def clean_only(self) -> tuple[str, ...]:
        """Words that each mean something."""
        words = tuple(dict.fromkeys(each for each in re.split(r"[\s,;]+", self.cleaned_data["only"]) if each))
        try:
            chosen(self.visit.actor, self.visit.isms, words)
        except RefusedError as error:
            raise forms.ValidationError(str(error)) from None
        return words
