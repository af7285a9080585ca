"""What is stated to begin a review of access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import AccessReview
from plumbline.engine.domain.logins import accounts_in, under_review
from plumbline.engine.domain.record import field_of
from plumbline.engine.rules.wording import counted

REVIEWER = field_of(AccessReview, "reviewer")
DAY = "This is no day. Write it like 2026-03-31."


class BeginForm(forms.Form):
    """The systems, who decides, and by when."""

    use_required_attribute = False
    title = forms.CharField(
        label="What to call it",
        max_length=200,
        error_messages={"required": "Give it a name, such as “Payroll, spring”."},
    )
    privileged_only = forms.BooleanField(label="Privileged accounts only", required=False)
    due = forms.DateField(
        label="Decisions due",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say by when the decisions are due.", "invalid": DAY},
    )
    remove_by = forms.DateField(
        label="What is to go is gone by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DAY},
    )

    def __init__(self, visit: Visit, data: QueryDict | None, *, chosen: tuple[str, ...] = ()) -> None:
        super().__init__(data, initial={"covers": chosen})
        self.visit = visit
        self.offered = [
            (each.ref, f"{each.ref} {each.title} · {counted(len(accounts_in(visit.isms, each)), 'account')}")
            for each in under_review(visit.isms)
            if accounts_in(visit.isms, each)
        ]
        self.fields["covers"] = forms.MultipleChoiceField(
            label="Systems",
            choices=self.offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose at least one system.",
                "invalid_choice": "%(value)s has no enabled account on record. Bring in its list of users first.",
            },
        )
        self.fields["reviewer"] = input_of(visit, REVIEWER, "")
        self.order_fields(["title", "covers", "privileged_only", "reviewer", "due", "remove_by"])
        self.fields["reviewer"].label = "Who decides"
        self.fields["reviewer"].required = True
        self.fields["reviewer"].error_messages["required"] = "Say who decides: the owner of the system, as a rule."

    def clean(self) -> dict[str, Any]:
        """What is to go goes after it was decided."""
        said = super().clean() or self.cleaned_data
        due, gone = said.get("due"), said.get("remove_by")
        if due and gone and gone < due:
            self.add_error("remove_by", "This lies before the decisions are due. Choose a later day.")
        return said

    def review(self) -> AccessReview:
        """The review as stated."""
        said = self.cleaned_data
        return AccessReview(
            title=said["title"].strip(),
            covers=tuple(said["covers"]),
            privileged_only=said["privileged_only"],
            reviewer=str(meant(self.visit, REVIEWER, said["reviewer"])),
            due=said["due"],
            remove_by=said["remove_by"],
            controls=("A.5.18", "A.8.2") if said["privileged_only"] else ("A.5.18",),
        )
