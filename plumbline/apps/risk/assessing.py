"""Assessing one risk: the steps of the scales in words, and what they come to under the criteria in force."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from django import forms
from django.http import QueryDict

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.risk.services import assess
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, Criteria, Impact, Risk, ScaleLevel
from plumbline.engine.domain.method import STAGES, computed, standing

BLANK = ("", "not assessed")


class AssessmentForm(forms.Form):
    """Stage, likelihood, and an impact for each dimension, chosen from the scales."""

    use_required_attribute = False
    stage = forms.ChoiceField(label="Stage", choices=[(each, each) for each in STAGES])
    reason = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, criteria: Criteria, begun: Assessment | None, stage: str, data: QueryDict | None) -> None:
        super().__init__(data, initial={"stage": stage, "reason": begun.reason if begun else ""})
        self.criteria = criteria
        held = {each.dimension: each.number for each in begun.impacts} if begun else {}
        self.fields["likelihood"] = _steps("Likelihood", criteria.likelihood, begun.likelihood if begun else None)
        for each in criteria.dimensions:
            made = _steps(each.title or each.key, each.levels, held.get(each.key))
            made.required = False
            self.fields[f"impact-{each.key}"] = made
        self.order_fields(["stage", "likelihood", *(f"impact-{each.key}" for each in criteria.dimensions), "reason"])

    def steps(self) -> Iterator[forms.BoundField]:
        """The inputs that choose a step of a scale."""
        yield self["likelihood"]
        yield from (self[f"impact-{each.key}"] for each in self.criteria.dimensions)

    def assessment(self, risk: Risk, day: date, by: str) -> Assessment:
        """What was chosen, with what it comes to."""
        said = self.cleaned_data
        impacts = tuple(
            Impact(dimension=each.key, number=int(number))
            for each in self.criteria.dimensions
            if (number := said.get(f"impact-{each.key}"))
        )
        made = Assessment(
            risk=risk.ref,
            stage=said["stage"],
            criteria=self.criteria.ref,
            likelihood=int(said["likelihood"]),
            impacts=impacts,
            assessed_on=day,
            by=by,
            reason=said["reason"].strip(),
        )
        came_to = computed(self.criteria, made)
        return dataclasses.replace(made, combined=came_to.combined, score=came_to.score, level=came_to.level)


def _steps(label: str, scale: tuple[ScaleLevel, ...], held: int | None) -> forms.ChoiceField:
    choices = [(str(each.number), _worded(each)) for each in sorted(scale, key=lambda each: each.number)]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        initial=str(held) if held is not None else None,
        error_messages={"required": "Choose a step."},
    )


def _worded(step: ScaleLevel) -> str:
    said = f"{step.number} {step.label}".strip()
    return f"{said}: {step.meaning}" if step.meaning else said


def begun(isms: Isms, risk: Risk, stage: str) -> Assessment | None:
    """What the form begins with: the assessment that stands at the stage, else at any other."""
    found = (standing(isms, risk, each) for each in (stage, *STAGES))
    return next((each for each in found if each), None)


def record(actor: Actor, risk: Risk, made: Assessment, *, seen: int) -> Assessment:
    """Write the assessment down; the one that stood at its stage is superseded."""
    return assess(actor, risk.ref, seen=seen, value=made)
