"""Metrics at a glance and one by one: what is due, a reading in one line, what it means, and those ready to adopt."""

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
from plumbline.apps.performance.forms import AdoptForm, EvaluationForm, ReadingForm
from plumbline.apps.performance.measuring import MetricStanding, standing, standings
from plumbline.apps.performance.services import evaluate, metrics, readings, take_readings
from plumbline.apps.performance.views import same
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.kinds import Metric, Reading, Record
from plumbline.engine.domain.measuring import day_of, keeps_limit, readings_of
from plumbline.engine.domain.ready_metrics import adopted, ready_metrics


@page(Permission.PERFORMANCE_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """Each metric: its last reading, its limit, what is due, and what the registers say today."""
    return _overview(request)


@page(Permission.PERFORMANCE_READ)
@require_GET
def metric(request: Request, ref: str) -> HttpResponse:
    """One metric: how it is taken, its readings with the days they were recorded on, and what was said of them."""
    return _one(request, _metric(request, ref))


@page(Permission.PERFORMANCE_WRITE)
@require_POST
def add_reading(request: Request, ref: str) -> HttpResponse:
    """Write down what was measured. A reading is added, never written over."""
    visit, found = request.visit, _metric(request, ref)
    if not found.live:
        raise Http404(f"{ref} is not measured any more.")
    form = ReadingForm(visit, found, request.POST)
    if not form.is_valid():
        return _one(request, found, form) if request.POST.get("at") == "page" else _overview(request, form)
    made = form.reading()
    if any(same(each, made) for each in readings_of(visit.isms, found)):
        messages.info(request, f"{ref} has this reading already. Nothing was written twice.")
    else:
        kept = readings.add(visit.actor, made)
        messages.success(request, f"{kept.ref}: {told(kept)}{unit_of(found)} is on record for {ref}.")
    if request.POST.get("at") == "page":
        return redirect("performance:metric", ref)
    return redirect(f"{reverse('performance:metrics')}#metric-{ref}")


@page(Permission.PERFORMANCE_WRITE)
@require_POST
def take_due(request: Request) -> HttpResponse:
    """Take every reading that is owed and that the registers can give."""
    found = take_readings(request.visit.actor)
    for each in found:
        if each.reading:
            said = f"{told(each.reading)}{unit_of(each.metric)}, {each.reading.value_text}"
            messages.success(request, f"{each.reading.ref} for {each.metric.ref} {each.metric.title}: {said}.")
        else:
            messages.warning(request, f"{each.metric.ref} {each.metric.title} has no reading: {each.why}.")
    if not found:
        messages.info(request, "No metric that computes itself is owed a reading today.")
    return redirect("performance:metrics")


@page(Permission.PERFORMANCE_WRITE)
@require_POST
def evaluate_reading(request: Request, ref: str) -> HttpResponse:
    """Say what a reading means, and what follows from it."""
    visit = request.visit
    reading = visit.isms.at(Reading, ref)
    found = visit.isms.find(reading.measures) if reading else None
    if reading is None or not isinstance(found, Metric):
        raise Http404(f"There is no reading {ref} of a metric.")
    form = EvaluationForm(reading, request.POST)
    if not form.is_valid():
        return _one(request, found, wrong=form)
    conclusion = form.cleaned_data["conclusion"]
    evaluate(visit.actor, ref, seen=seen_in(request), conclusion=conclusion, answered_by=form.answers())
    messages.success(request, f"What {ref} means is on record.")
    return redirect("performance:metric", found.ref)


@page(Permission.PERFORMANCE_READ, post=Permission.PERFORMANCE_WRITE)
def ready(request: Request) -> HttpResponse:
    """Metrics that compute themselves from the registers: adopt one in a line."""
    visit = request.visit
    chosen = next((each for each in ready_metrics() if each.derivation == request.POST.get("adopt")), None)
    form = AdoptForm(visit, chosen, request.POST) if chosen else None
    if form is not None and form.is_valid():
        key = request.POST.get("form-key") or fresh_key()
        if done_before(visit.actor, key):
            return redirect("performance:metrics")
        with take(visit.actor, key):
            made = metrics.add(visit.actor, form.metric())
        remember(visit.actor, key, made.ref)
        messages.success(request, f"{made.ref} {made.title} is adopted. Take its first reading now or when it is due.")
        return redirect("performance:metric", made.ref)
    rows = [
        {
            "ready": each,
            "adopted": adopted(visit.isms, each),
            "form": form if form and each is chosen else AdoptForm(visit, each),
            "open": form is not None and each is chosen,
            "key": fresh_key(),
        }
        for each in ready_metrics()
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    context = {"rows": rows, "may_write": visit.may_now(Permission.PERFORMANCE_WRITE)}
    return render(request, "performance/ready.html", context, status=status)


def _metric(request: Request, ref: str) -> Metric:
    found = request.visit.isms.at(Metric, ref)
    if found is None:
        raise Http404(f"There is no metric {ref}.")
    return found


def _overview(request: Request, wrong: ReadingForm | None = None) -> HttpResponse:
    visit = request.visit
    found = standings(visit.isms)
    context = {
        "cards": [_card(request, each, wrong) for each in found],
        "due": [each for each in found if each.due],
        "computable": sum(each.due and derivation(each.metric.derivation) is not None for each in found),
        "beyond": sum(each.kept is False for each in found),
        "unanswered": sum(each.unanswered for each in found),
        "unread": sum(bool(each.waiting) for each in found),
        "ended": len(visit.isms.all(Metric)) - len(found),
        "may_write": visit.may_now(Permission.PERFORMANCE_WRITE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "performance/metrics.html", context, status=status)


def _card(request: Request, each: MetricStanding, wrong: ReadingForm | None = None) -> dict[str, Any]:
    visit = request.visit
    mine = wrong if wrong is not None and wrong.measured.ref == each.metric.ref else None
    unit, derived = unit_of(each.metric), each.derived
    return {
        "standing": each,
        "metric": each.metric,
        "form": mine or ReadingForm(visit, each.metric),
        "may_add": each.metric.live and visit.may_change(each.metric, Permission.PERFORMANCE_WRITE),
        "chart": chart(each.metric, each.readings),
        "told": f"{told(each.last)}{unit}" if each.last else "",
        "of": day_of(each.last) if each.last else None,
        "derived": f"{rounded(derived.value)}{unit}" if derived and derived.value is not None else "",
        "rows": [(day_of(one), told(one)) for one in reversed(each.readings)],
        "columns": ("Of", each.metric.unit or "Value"),
    }


def _one(
    request: Request, found: Metric, adding: ReadingForm | None = None, wrong: EvaluationForm | None = None
) -> HttpResponse:
    visit = request.visit
    each = standing(visit.isms, found)
    context = {
        **_card(request, each, adding),
        "lines": [_line(request, found, one, wrong) for one in reversed(each.readings)],
        "behind": each.derived.records if each.derived else (),
        "may_write": visit.may_change(found, Permission.PERFORMANCE_WRITE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if adding or wrong else HTTPStatus.OK
    return render(request, "performance/metric.html", context, status=status)


def _line(request: Request, found: Metric, reading: Reading, wrong: EvaluationForm | None) -> dict[str, Any]:
    """A reading with the day on which the journal really got it, and the records it was counted from."""
    visit = request.visit
    life = visit.isms.lives.get((Reading.KIND, reading.ref))
    mine = wrong if wrong is not None and wrong.reading.ref == reading.ref else None
    return {
        "reading": reading,
        "of": day_of(reading),
        "told": f"{told(reading)}{unit_of(found)}",
        "kept": keeps_limit(found, reading.value),
        "recorded": life.first if life else None,
        "rewritten": life.last if life and life.last != life.first else None,
        "counted": _found(request, reading.counted),
        "answers": _found(request, reading.answered_by),
        "form": mine or EvaluationForm(reading),
        "open": mine is not None or not reading.evaluated_on,
        "seen": visit.present.seen(Reading.KIND, reading.ref),
    }


def _found(request: Request, references: tuple[str, ...]) -> tuple[Record | str, ...]:
    return tuple(request.visit.isms.find(each) or each for each in references)
