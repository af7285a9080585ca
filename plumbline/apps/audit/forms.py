"""The forms of the sampling workbench: what is frozen, how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.audit.sampling.drawing import Wanted
from plumbline.apps.audit.sampling.taking import Listing, strata_of
from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain import kinds
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.record import field_of
from plumbline.engine.evidence.populations import Population

WHOLE = [("yes", "All there is"), ("no", "Only a part: what is missing is said below")]
MOST_DRAWN = 5_000


class _Frozen(forms.Form):
    """What is said of every population: its name, and how one knows that it is whole."""

    use_required_attribute = False
    title = forms.CharField(
        label="What it is",
        max_length=200,
        help_text="“Suppliers in use on the last day of the quarter”.",
        error_messages={"required": "Name it, so that a sample can say of what it is drawn."},
    )
    complete = forms.ChoiceField(label="Is it", choices=WHOLE, widget=forms.RadioSelect, initial="yes")
    completeness = forms.CharField(
        label="How do you know that nothing is missing?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A total from another place, a count taken beside somebody, a query whose filter you read.",
        error_messages={"required": "Say how you know. An auditor asks for this before anything else."},
    )

    def described(self) -> dict[str, Any]:
        """What was said, by field of a population."""
        said = self.cleaned_data
        return {
            "title": said["title"].strip(),
            "complete": said["complete"] == "yes",
            "completeness": said["completeness"].strip(),
        }


class RegisterForm(_Frozen):
    """Freezing the records that a register shows."""

    def __init__(self, kind: type[kinds.Record], data: QueryDict | None, title: str) -> None:
        super().__init__(data, initial={"title": title, "complete": "yes"})
        choices = [("", "not stratified"), *((each.name, each.label) for each in strata_of(kind))]
        self.fields["stratum"] = forms.ChoiceField(
            label="Strata",
            choices=choices,
            required=False,
            help_text="A field that parts the rows, so that each kind of them is drawn from: class, state, severity.",
        )
        self.order_fields(["title", "stratum", "complete", "completeness"])


class ColumnsForm(_Frozen):
    """Freezing the lines of a list, by its columns."""

    def __init__(self, tables: Sequence[Listing], at: int, data: QueryDict | None, title: str) -> None:
        table = tables[at]
        super().__init__(data, initial={"title": title, "complete": "yes", "key": table.headings[0]})
        columns = [(each, each) for each in table.headings]
        self.fields["key"] = forms.ChoiceField(
            label="Column that tells the rows apart",
            choices=columns,
            help_text="A number of a ticket, a personnel number. No names: what is frozen cannot be erased.",
        )
        self.fields["stratum"] = forms.ChoiceField(
            label="Column of strata", choices=[("", "not stratified"), *columns], required=False
        )
        self.fields["shown"] = forms.MultipleChoiceField(
            label="Columns that say what a row is",
            choices=columns,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="A few words, so that a drawn row is recognised. Leave out names of people.",
        )
        self.order_fields(["title", "key", "stratum", "shown", "complete", "completeness"])


class ListForm(forms.Form):
    """Bringing a list: the file stays as evidence, its lines become rows."""

    use_required_attribute = False
    title = forms.CharField(
        label="What is it a list of?",
        max_length=200,
        help_text="“Tickets closed in the second quarter, from the service desk”.",
        error_messages={"required": "Say what the list holds."},
    )
    observed_on = forms.DateField(
        label="Taken on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The day it was drawn from the system it comes from.",
        error_messages={
            "invalid": "This is no day. Write it like 2026-03-31.",
            "required": "Say of which day it is: a list without a day proves nothing.",
        },
    )
    shows = forms.CharField(
        label="How it was taken",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="From which system, by which query or menu, by whom.",
        error_messages={"required": "Say how it was taken, so that somebody could take it again."},
    )
    file = forms.FileField(
        label="File",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="A CSV file or a workbook with headings above its lines.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty. Take the extract again."},
    )


class DrawForm(forms.Form):
    """How many rows, drawn how, to test what."""

    use_required_attribute = False
    attribute = forms.CharField(
        label="What is tested of each row?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One question with a yes or a no: “Was access taken away by the last working day?”",
        error_messages={"required": "Say what is tested: a sample without a question answers none."},
    )
    method = forms.ChoiceField(
        label="Drawn",
        widget=forms.RadioSelect,
        choices=[
            ("random", "by lot from all rows"),
            ("stratified", "by lot from each stratum, as many as its part of the whole"),
            ("each", "by lot, the same number from each stratum"),
            ("judgement", "chosen by you, with a reason for each: it speaks for no other row"),
        ],
        initial="random",
    )
    size = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=MOST_DRAWN,
        error_messages={"invalid": "This is no whole number.", "min_value": "Draw at least one row."},
    )
    size_reason = forms.CharField(
        label="Why so many", required=False, help_text="The row of the table beside, or the share you want to rule out."
    )
    seed = forms.CharField(
        label="Seed",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Words or digits that nobody could pick to suit, such as dice thrown in the meeting. "
        "Leave it empty and one is drawn by lot; either way it is written down.",
    )
    chosen = forms.CharField(
        label="Chosen rows",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line: the key, a colon, why this one.",
    )

    def __init__(self, visit: Visit, frozen: Population, data: QueryDict | None, audit: str = "") -> None:
        super().__init__(data, initial={"method": "random", "audit": audit})
        self.visit, self.frozen = visit, frozen
        self.fields["audit"] = input_of(visit, field_of(kinds.Sample, "audit"), "")
        self.fields["controls"] = input_of(visit, field_of(kinds.Sample, "controls"), ())
        self.fields["controls"].help_text = "Keys with semicolons, such as A.5.18; A.6.5."
        self.order_fields(
            ["attribute", "method", "size", "size_reason", "seed", "chosen", "audit", "controls"],
        )

    def clean_controls(self) -> tuple[str, ...]:
        """Keys of controls, each of which there is."""
        words = str(self.cleaned_data.get("controls") or "").replace(",", ";").split(";")
        said = [each.strip() for each in words if each.strip()]
        if odd := [each for each in said if not control_key(self.visit.isms, each)]:
            raise forms.ValidationError(f"There is no control {', '.join(odd)}. Annex A writes them like A.8.13.")
        return tuple(dict.fromkeys(control_key(self.visit.isms, each) for each in said))

    def clean(self) -> dict[str, Any]:
        """A size where rows are drawn, rows where they are chosen."""
        said = super().clean() or {}
        if said.get("method") == "judgement":
            if not _chosen(said.get("chosen") or "", self.frozen):
                self.add_error("chosen", "Name the rows you chose, each on a line with its reason.")
        elif not said.get("size") and "size" not in self.errors:
            self.add_error("size", "Say how many rows to draw.")
        return said

    def wanted(self) -> Wanted:
        """What was asked for."""
        said = self.cleaned_data
        each = said["method"] == "each"
        return Wanted(
            method="stratified" if each else said["method"],
            size=said.get("size") or 0,
            seed=said["seed"].strip(),
            each=each,
            chosen=tuple(_chosen(said["chosen"], self.frozen)),
            audit=str(meant(self.visit, field_of(kinds.Sample, "audit"), said.get("audit"))),
            attribute=said["attribute"],
            controls=said["controls"],
            size_reason=said["size_reason"],
        )


def _chosen(words: str, frozen: Population) -> list[tuple[str, str]]:
    """Key and reason of each line; a key may hold colons itself, so the longest one that is a row counts."""
    return [_split(line.strip(), frozen) for line in words.splitlines() if line.strip()]


def _split(line: str, frozen: Population) -> tuple[str, str]:
    ends: Iterable[int] = (at for at in range(len(line), 0, -1) if at == len(line) or line[at] == ":")
    for at in ends:
        if line[:at].strip() in frozen.by_key:
            return line[:at].strip(), line[at + 1 :].strip()
    key, _, why = line.partition(":")
    return key.strip(), why.strip()
