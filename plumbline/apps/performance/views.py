"""Objectives at a glance, and one line to add what was measured."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.performance.drawing import chart, rounded, told, unit_of
from plumbline.apps.performance.forms import ReadingForm
from plumbline.apps.performance.progress import Standing, standings
from plumbline.apps.performance.services import readings
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import Objective, Reading
from plumbline.engine.domain.measuring import day_of, readings_of


@page(Permission.PERFORMANCE_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """Each objective: from where to where, what was measured, and what that comes to."""
    return _shown(request)


@page(Permission.PERFORMANCE_WRITE)
@require_POST
def add_reading(request: Request, ref: str) -> HttpResponse:
    """Write down what was measured. A reading is added, never written over."""
    visit = request.visit
    objective = visit.isms.at(Objective, ref)
    if objective is None or not objective.live:
        raise Http404(f"There is no objective {ref} that is still measured.")
    form = ReadingForm(visit, objective, request.POST)
    if not form.is_valid():
        return _shown(request, form)
    made = form.reading()
    if any(same(each, made) for each in readings_of(visit.isms, objective)):
        messages.info(request, f"{ref} has this reading already. Nothing was written twice.")
    else:
        kept = readings.add(visit.actor, made)
        messages.success(request, f"{kept.ref}: {told(kept)} {objective.unit}".strip() + f" is on record for {ref}.")
    return redirect(f"{reverse('performance:overview')}#objective-{ref}")


def same(one: Reading, other: Reading) -> bool:
    """Whether two readings say the same of the same day."""
    return (one.period_end, one.value, one.value_text) == (other.period_end, other.value, other.value_text)


def _shown(request: Request, wrong: ReadingForm | None = None) -> HttpResponse:
    visit = request.visit
    found = standings(visit.isms)
    context = {
        "cards": [_card(request, each, wrong) for each in found],
        "meeting": sum(each.reached is True for each in found),
        "missing": sum(each.reached is False for each in found),
        "unmeasured": sum(each.last is None for each in found),
        "late": sum(each.late for each in found),
        "ended": len(visit.isms.all(Objective)) - len(found),
        "may_write": visit.may_now(Permission.PERFORMANCE_WRITE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "performance/overview.html", context, status=status)


def _card(request: Request, each: Standing, wrong: ReadingForm | None) -> dict[str, Any]:
    mine = wrong if wrong is not None and wrong.measured.ref == each.objective.ref else None
    unit = unit_of(each.objective)
    return {
        "standing": each,
        "objective": each.objective,
        "may_write": request.visit.may_change(each.objective, Permission.PERFORMANCE_WRITE),
        "form": mine or ReadingForm(request.visit, each.objective),
        "chart": chart(each.objective, each.readings),
        "told": f"{told(each.last)}{unit}" if each.last else "",
        "of": day_of(each.last) if each.last else None,
        "derived": f"{rounded(each.derived.value)}{unit}" if each.derived and each.derived.value is not None else "",
        "rows": [(day_of(one), told(one)) for one in reversed(each.readings)],
        "columns": ("Of", each.objective.unit or "Value"),
    }
