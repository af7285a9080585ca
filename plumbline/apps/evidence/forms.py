"""The form by which evidence comes in: what it shows, of which day, for which controls, and the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from plumbline.apps.evidence.allowed import ACCEPTED, SPOKEN
from plumbline.apps.evidence.receiving import MOST_BYTES, MOST_FILES
from plumbline.apps.ui.registers.inputs import input_of, meant, typed
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.kinds import EvidenceItem
from plumbline.engine.domain.record import Field, fields_of

SHOWN = ("title", "shows", "controls", "records", "evidence_kind", "observed_on", "covers_from", "covers_to")
MORE = ("method", "result", "examined", "faulted", "location")
LABELS: Mapping[str, tuple[str, str]] = {
    "title": ("What is it?", "A name that is the same each time, such as “Restore test of the customer database”."),
    "shows": ("What does it show?", "One sentence an auditor understands without you."),
    "controls": ("Controls", "Their keys with semicolons between them, such as A.8.13; A.5.30."),
    "records": ("Other records", "An incident, a supplier, a risk … it speaks for. References with semicolons."),
    "evidence_kind": ("It speaks of", "A moment, a span of days, or something that was done."),
    "observed_on": ("Seen on", "The day it speaks of, not of the upload."),
    "covers_from": ("From", "For a span: its first day."),
    "covers_to": ("To", "For a span: its last day."),
    "result": ("Did the control hold?", "As you see it. A failure is evidence too, and worth more than silence."),
}
SPANS = {"point": "a moment: so it was on that day", "span": "a span of days: a log, a list", "event": "something done"}


class FilesInput(forms.ClearableFileInput):
    """Chooses several files."""

    allow_multiple_selected = True


class EvidenceForm(forms.Form):
    """What somebody says of the evidence that they send."""

    use_required_attribute = False

    def __init__(
        self,
        visit: Visit,
        begun: EvidenceItem,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
    ) -> None:
        super().__init__(data, files)
        self.visit, self.known = visit, {each.name: each for each in fields_of(EvidenceItem)}
        for name in (*SHOWN, *MORE):
            self._add(self.known[name], getattr(begun, name))
        self.fields["files"] = forms.Field(
            label="Files",
            required=False,
            widget=FilesInput(attrs={"accept": ACCEPTED}),
            help_text=f"Up to {MOST_FILES} files of at most {MOST_BYTES // 2**20} MB each: {SPOKEN}. "
            "Each becomes an item of its own.",
        )

    def _add(self, field: Field, value: Any) -> None:
        made = input_of(self.visit, field, value)
        label, help_text = LABELS.get(field.name, (field.label, made.help_text))
        made.label, made.help_text, made.required = label, help_text, field.name in ("title", "shows")
        if field.name == "evidence_kind":
            made.widget = forms.RadioSelect()
            made.choices = list(SPANS.items())  # type: ignore[attr-defined]  # a choice by its shape
        if field.name == "shows":
            made.widget.attrs["rows"] = 2
        if isinstance(made, forms.DateField) and field.name == "observed_on":
            made.widget.attrs["max"] = self.visit.today.isoformat()
        self.fields[field.name] = made
        self.initial[field.name] = typed(self.visit, field, value)

    def clean(self) -> dict[str, Any]:
        """Times that are in the future or the wrong way round are refused, and so is evidence of no day at all."""
        said = super().clean() or {}
        span = said.get("evidence_kind") == "span"
        first, last = said.get("covers_from"), said.get("covers_to")
        for name in ("observed_on", "covers_from", "covers_to"):
            self._refuse_future(name, said.get(name))
        if span and not (first and last):
            self.add_error("covers_to", "A span needs its first and its last day.")
        elif first and last and last < first:
            self.add_error("covers_to", "It ends before it begins.")
        if not span and not said.get("observed_on") and "observed_on" not in self.errors:
            self.add_error("observed_on", "Say of which day it is: evidence without a day proves nothing.")
        self._refuse_unknown(said.get("controls") or "")
        return said

    def _refuse_future(self, name: str, day: date | None) -> None:
        if day is not None and day > self.visit.today:
            self.add_error(name, "This day has not come yet, so nothing can have been seen on it.")

    def _refuse_unknown(self, words: str) -> None:
        unknown = [each for each in _split(words) if not control_key(self.visit.isms, each)]
        if unknown:
            self.add_error("controls", f"There is no control {', '.join(unknown)}. Annex A writes them like A.8.13.")

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        """The files that were sent."""
        return [each for each in self.files.getlist("files") if isinstance(each, UploadedFile)]

    def item(self) -> EvidenceItem:
        """What was said, as a record without a file."""
        held = {
            name: meant(self.visit, self.known[name], self.cleaned_data.get(name))
            for name in (*SHOWN, *MORE)
            if self.cleaned_data.get(name) not in (None, "", ())
        }
        keys = (control_key(self.visit.isms, each) for each in _split(self.cleaned_data.get("controls") or ""))
        return EvidenceItem(
            **{**held, "controls": tuple(dict.fromkeys(keys))},
            collected_on=self.visit.today,
            collected_by=self.visit.actor.person,
        )

    def rest(self) -> Iterator[forms.BoundField]:
        """The inputs that few need."""
        return (self[name] for name in MORE)


def _split(words: str) -> list[str]:
    return [said for each in words.replace("\n", ";").replace(",", ";").split(";") if (said := each.strip())]
