"""Forms of the calendar: a run in a minute, what follows from a failure, a task out of a promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from plumbline.apps.controls.following import Follow
from plumbline.apps.evidence.allowed import ACCEPTED
from plumbline.apps.evidence.forms import FilesInput
from plumbline.apps.evidence.receiving import MOST_BYTES, MOST_FILES
from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Action, Activity, ActivityRun, Commitment, Record
from plumbline.engine.domain.record import field_of

RESULTS = (("done", "done"), ("done in part", "done in part"), ("failed", "failed"), ("left out", "left out"))
FOLLOWS = (
    ("action", "an action: somebody mends it"),
    ("nonconformity", "a nonconformity: ask for the cause and look for the same elsewhere"),
    ("", "something that is on record already"),
)


class RunForm(forms.Form):
    """What came of a task, on which day, and what shows it."""

    use_required_attribute = False
    result = forms.ChoiceField(
        label="It was",
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what came of it."},
    )
    done_on = forms.DateField(
        label="On",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day.", "invalid": "This is no day. Write it like 2026-03-31."},
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was seen. Needed where it failed, was left out or done in part.",
    )
    proofs = forms.Field(label="Proof", required=False, widget=FilesInput(attrs={"accept": ACCEPTED}))
    place = forms.CharField(
        label="or where the proof is kept",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        visit: Visit,
        activity: Activity,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"result": "done", "done_on": visit.today}, auto_id=f"{activity.ref}-%s")
        self.visit, self.activity = visit, activity
        self.fields["done_on"].widget.attrs["max"] = visit.today.isoformat()
        self.fields["proofs"].help_text = f"Up to {MOST_FILES} files of {MOST_BYTES // 2**20} MB, filed as evidence."

    def clean_done_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["done_on"]
        if day > self.visit.today:
            raise forms.ValidationError("This day has not come yet, so nothing was done on it.")
        return day

    def clean(self) -> dict[str, Any]:
        """What did not go well is told in a line."""
        said = super().clean() or {}
        if said.get("result") in ("done in part", "failed", "left out") and not (said.get("remark") or "").strip():
            self.add_error("remark", "Say in a line why: whoever answers for it will ask.")
        return said

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        """The files that were sent."""
        return self.files.getlist("proofs") if self.files else []

    def run(self) -> ActivityRun:
        """The run as it was told."""
        said = self.cleaned_data
        return ActivityRun(done_on=said["done_on"], result=said["result"], remark=said["remark"].strip())


class FollowForm(forms.Form):
    """What follows from a failure."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="What follows is", choices=FOLLOWS, widget=forms.RadioSelect, required=False)
    title = forms.CharField(label="In one line", required=False, max_length=200)

    def __init__(self, visit: Visit, failed: Record, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"kind": "action"})
        self.visit, self.answers = visit, field_of(type(failed), "answered_by")
        for name in ("owner", "due"):
            self.fields[name] = input_of(visit, field_of(Action, name), "")
        self.fields["owner"].label, self.fields["due"].label = "Who answers for it", "By"
        self.fields["named"] = input_of(visit, self.answers, ())
        self.fields["named"].label = "Its reference"
        self.fields["named"].help_text = "An incident, an exception, an action or a nonconformity, such as INC-4."

    def follow(self) -> Follow:
        """What was decided."""
        said = self.cleaned_data
        owner = str(meant(self.visit, field_of(Action, "owner"), said["owner"]))
        named = meant(self.visit, self.answers, said["named"])
        return Follow(kind=said["kind"], title=said["title"], owner=owner, due=said["due"], named=named)


class BindForm(forms.Form):
    """The task that is to keep a promise: filled in from it, to be corrected."""

    use_required_attribute = False
    ASKED = ("title", "description", "performer", "owner", "interval", "grace", "starts", "criterion", "wants_evidence")

    def __init__(self, visit: Visit, promise: Commitment, data: QueryDict | None = None) -> None:
        begun = {"title": promise.title, "interval": promise.promised, "starts": visit.today}
        super().__init__(data, initial=begun)
        self.visit, self.promise = visit, promise
        for name in self.ASKED:
            self.fields[name] = input_of(visit, field_of(Activity, name), "")
        self.fields["title"].label = "What is done, in one line"
        self.fields["interval"].help_text = f"Promised: “{promise.promised}”." if promise.promised else "Such as month."
        self.fields["description"].widget.attrs["rows"] = 2
        self.fields["criterion"].widget.attrs["rows"] = 2

    def clean_interval(self) -> str:
        """An interval that can be reckoned with."""
        said = str(self.cleaned_data["interval"]).strip()
        if interval(said) is None:
            raise forms.ValidationError("Write an interval, such as month, quarter, half a year or 6 weeks.")
        return said

    def activity(self) -> Activity:
        """The task as it is to be."""
        said: dict[str, Any] = {
            name: meant(self.visit, field_of(Activity, name), self.cleaned_data.get(name)) for name in self.ASKED
        }
        return Activity(**said, controls=self.promise.controls)
