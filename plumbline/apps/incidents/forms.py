"""Reporting in a minute, and deciding what a report is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Event, Incident
from plumbline.engine.domain.record import Field, fields_of

OF_AN_EVENT = {each.name: each for each in fields_of(Event)}
OF_AN_INCIDENT = {each.name: each for each in fields_of(Incident)}


class ReportForm(forms.Form):
    """What, when and where: everything else is asked later, by somebody else."""

    use_required_attribute = False
    title = forms.CharField(
        label="What did you see?",
        max_length=200,
        help_text="One line: “A stranger asked for the key of the server room”.",
        error_messages={"required": "Say in one line what you saw."},
    )
    where = forms.CharField(
        label="Where?", required=False, max_length=200, help_text="A place, a system, an address, a device."
    )
    description = forms.CharField(
        label="Anything else that helps",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you did, whom you told, who else saw it. Do not investigate by yourself.",
    )

    def __init__(self, visit: Visit, data: QueryDict | None = None, *, now: datetime) -> None:
        super().__init__(data)
        self.visit, self.now = visit, now
        made = input_of(visit, OF_AN_EVENT["seen_at"], None)
        made.label, made.help_text = "When did you see it?", f"Leave it empty for just now. {made.help_text}"
        self.fields["seen_at"] = made
        self.order_fields(["title", "seen_at", "where", "description"])

    def clean_seen_at(self) -> datetime:
        """The moment it was seen: this one, where nobody says."""
        said = meant(self.visit, OF_AN_EVENT["seen_at"], self.cleaned_data.get("seen_at"))
        if said is not None and said > self.now:
            raise forms.ValidationError("This moment has not come yet. Write when you saw it.")
        return said or self.now

    def event(self) -> Event:
        """What was reported."""
        said = self.cleaned_data
        where = f"Where: {said['where'].strip()}" if said["where"].strip() else ""
        words = "\n\n".join(each for each in (where, said["description"].strip()) if each)
        return Event(title=said["title"].strip(), description=words, seen_at=said["seen_at"])


class DecisionForm(forms.Form):
    """Whether an event is an incident; if so, how grave, whose, and how quickly."""

    use_required_attribute = False
    decision = forms.ChoiceField(
        label="It is",
        choices=[("incident", "an incident: something was harmed, or nearly"), ("no incident", "no incident")],
        widget=forms.RadioSelect,
        error_messages={"required": "Decide one way or the other."},
    )
    reason = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    ASKED = ("severity", "owner", "assets", "personal_data", "contain_within", "resolve_within")

    def __init__(self, visit: Visit, event: Event, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.visit, self.event = visit, event
        self.fields["title"] = forms.CharField(label="Name of the incident", required=False, initial=event.title)
        for name in self.ASKED:
            self.fields[name] = input_of(visit, OF_AN_INCIDENT[name], OF_AN_INCIDENT[name].starts_empty)
        self.fields["contain_within"].help_text = self.fields["resolve_within"].help_text = "Such as 4 h or 2 d."

    def clean(self) -> dict[str, Any]:
        """An incident without somebody who answers for it is nobody's."""
        said = super().clean() or {}
        if said.get("decision") == "incident":
            for name, words in (("severity", "Say how grave it is."), ("owner", "Say who leads it from here.")):
                if not said.get(name):
                    self.add_error(name, words)
        return said

    def incident(self) -> Incident:
        """The incident that was decided on."""
        said: dict[str, Any] = {name: self._meant(OF_AN_INCIDENT[name]) for name in self.ASKED}
        return Incident(title=self.cleaned_data["title"].strip() or self.event.title, **said)

    def _meant(self, field: Field) -> Any:
        return meant(self.visit, field, self.cleaned_data.get(field.name))

    def about(self) -> list[forms.BoundField]:
        """The inputs that only an incident needs."""
        return [self["title"], *(self[name] for name in self.ASKED)]
