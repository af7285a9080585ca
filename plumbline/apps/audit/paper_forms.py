"""The forms of working papers: what was seen, a finding in three parts, who answers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.inputs import input_of, meant, typed
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import AuditFinding, AuditItem, Nonconformity, Record
from plumbline.engine.domain.record import Field, field_of

VERDICTS = (
    ("conforms", "conforms"),
    ("opportunity", "opportunity to improve"),
    ("minor", "minor nonconformity"),
    ("major", "major nonconformity"),
    ("not examined", "not examined"),
    ("", "no verdict yet"),
)
GRADES = (("major", "major"), ("minor", "minor"), ("opportunity", "opportunity"))


class PaperForm(forms.Form):
    """What was seen of an item, and the verdict."""

    use_required_attribute = False
    NAMED = ("samples", "evidence", "asked")

    def __init__(
        self, visit: Visit, item: AuditItem, behind: tuple[tuple[Record, bool], ...], data: QueryDict | None
    ) -> None:
        super().__init__(data)
        self.visit, self.item = visit, item
        self.fields["notes"] = forms.CharField(
            label="What was seen and heard",
            required=False,
            initial=item.notes,
            widget=forms.Textarea(attrs={"rows": 7}),
            help_text="Facts somebody else could check: who said it, which record, which day.",
        )
        words = [(each.ref, f"{each.ref} {called(visit, each)}".strip()) for each, _ in behind]
        self.fields["seen_records"] = forms.MultipleChoiceField(
            label="Records looked at",
            required=False,
            choices=words,
            initial=[each.ref for each, named in behind if named],
            widget=forms.CheckboxSelectMultiple,
        )
        offered = {each.ref for each, _ in behind}
        others = tuple(each for each in item.looked_at if each not in offered)
        self._add("looked_at", "Other records looked at", others)
        for name in self.NAMED:
            self._add(name, "", getattr(item, name))
        self.fields["verdict"] = forms.ChoiceField(
            label="Verdict", required=False, choices=VERDICTS, initial=item.verdict, widget=forms.RadioSelect
        )
        self.fields["reason"] = forms.CharField(
            label="Why it was not examined",
            required=False,
            initial=item.reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add(self, name: str, label: str, value: tuple[str, ...]) -> None:
        field = field_of(AuditItem, name)
        made = input_of(self.visit, field, value)
        made.label = label or field.label
        self.fields[name], self.initial[name] = made, typed(self.visit, field, value)

    def said(self) -> dict[str, Any]:
        """What was said, by field of the paper."""
        said = self.cleaned_data
        others = self._meant("looked_at")
        return {
            "notes": said["notes"].replace("\r\n", "\n").strip(),
            "looked_at": tuple(dict.fromkeys((*said["seen_records"], *others))),
            "verdict": said["verdict"],
            "reason": said["reason"].strip(),
            **{name: self._meant(name) for name in self.NAMED},
        }

    def _meant(self, name: str) -> tuple[str, ...]:
        return tuple(meant(self.visit, field_of(AuditItem, name), self.cleaned_data.get(name)) or ())


class FindingForm(forms.Form):
    """A finding in three parts, with what it rests on."""

    use_required_attribute = False
    SHOWN = ("title", "requirement", "evidence", "gap", "records", "samples", "answer_due")
    HELP = {
        "title": "One line that somebody who was not there understands.",
        "requirement": "What is asked for, in plain words, and where it says so.",
        "evidence": "What was seen: records, days, numbers. “3 of 10 leavers kept their access for a week.”",
        "gap": "What is missing between the two, in one sentence. No advice: the cure is theirs to find.",
    }
    LONG = frozenset({"requirement", "evidence", "gap"})
    grade = forms.ChoiceField(
        label="Grade",
        choices=GRADES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how grave it is."},
        help_text="Major: the system, or a whole requirement, fails. Minor: a lapse in something that works.",
    )

    def __init__(self, visit: Visit, begun: AuditFinding, data: QueryDict | None) -> None:
        super().__init__(data)
        self.visit = visit
        self.initial["grade"] = begun.grade
        for name in self.SHOWN:
            field = self._field(name)
            made = input_of(visit, field, getattr(begun, name))
            made.help_text = self.HELP.get(name, made.help_text)
            made.required = name in ("title", *self.LONG)
            made.error_messages["required"] = "A finding convinces by all of its parts."
            self.fields[name], self.initial[name] = made, typed(visit, field, getattr(begun, name))
        self.fields["evidence"].label = "What was seen"
        self.order_fields(["grade", *self.SHOWN])

    @staticmethod
    def _field(name: str) -> Field:
        return field_of(AuditFinding, name)

    def finding(self) -> AuditFinding:
        """The finding that was written."""
        said = {name: meant(self.visit, self._field(name), self.cleaned_data.get(name)) for name in self.SHOWN}
        return AuditFinding(grade=self.cleaned_data["grade"], **said)


class AnswerForm(forms.Form):
    """Who answers for a finding, and until when."""

    use_required_attribute = False

    def __init__(self, visit: Visit, finding: AuditFinding, data: QueryDict | None) -> None:
        super().__init__(data)
        self.visit = visit
        owner, due = (field_of(Nonconformity, name) for name in ("owner", "due"))
        self.fields["owner"] = input_of(visit, owner, "")
        self.fields["owner"].label, self.fields["owner"].required = "Who answers for it from here?", True
        self.fields["owner"].error_messages["required"] = "Somebody has to answer for it."
        if finding.grade != "opportunity":
            self.fields["due"] = input_of(visit, due, None)
            self.fields["due"].label = "To be corrected by"
            self.initial["due"] = finding.answer_due

    def said(self) -> dict[str, Any]:
        """What was said, for the service."""
        return {
            "owner": meant(self.visit, field_of(Nonconformity, "owner"), self.cleaned_data["owner"]),
            "due": self.cleaned_data.get("due"),
        }
