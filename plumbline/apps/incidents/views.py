"""Reporting, deciding, and the clock of what is open."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.incidents.clock import clock, moment_of, present, waiting, year_before
from plumbline.apps.incidents.forms import DecisionForm, ReportForm
from plumbline.apps.incidents.services import reach, report_event, take_for_incident, take_for_nothing
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Event, Incident, Lesson

GRAVE = ("critical", "high", "medium", "low", "")


@page(Permission.INCIDENT_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """What is open and how long, what waits for a decision, who has to be told."""
    visit, now = request.visit, moment_of(request.visit)
    isms = visit.isms
    live = sorted(isms.live(Incident), key=lambda each: (GRAVE.index(each.severity), each.ref))
    clocks = tuple(clock(isms, each, now) for each in live)
    context = {
        "clocks": clocks,
        "waiting": waiting(isms, now),
        "now": now,
        "since": year_before(visit.on),
        "year": _year(isms, year_before(visit.on)),
        "lessons": isms.live(Lesson),
        "seen": {each.ref: visit.present.seen(Incident.KIND, each.ref) for each in live},
        "may_write": visit.may_now(Permission.INCIDENT_WRITE),
    }
    return render(request, "incidents/overview.html", context)


def _year(isms: Isms, since: Any) -> dict[str, int]:
    """Of the last twelve months: events reported, incidents opened, closed ones, and those with a lesson."""
    found = [each for each in isms.all(Incident) if (day := _day(each)) and day.date() >= since]
    heard = [each for each in isms.all(Event) if (at := each.reported_at or each.seen_at) and at.date() >= since]
    taught = {each.incident for each in isms.all(Lesson)}
    return {
        "events": len(heard),
        "incidents": len(found),
        "closed": sum(not each.live for each in found),
        "taught": sum(bool(each.lessons) or each.ref in taught for each in found),
    }


def _day(incident: Incident) -> datetime | None:
    return incident.detected_at or incident.reported_at or incident.occurred_at


def _reported(request: Request, ref: str) -> HttpResponse:
    """To the event for who may read it; others are thanked where they began."""
    if request.visit.may(Permission.INCIDENT_READ):
        return redirect("records:record", Event.KIND, ref)
    return redirect("home:today")


@page(Permission.INCIDENT_REPORT)
def report(request: Request) -> HttpResponse:
    """Say what you saw. It takes a minute."""
    visit, now = request.visit, present()
    _refuse_past(request)
    sent = request.method == "POST"
    form, key = ReportForm(visit, request.POST if sent else None, now=now), request.POST.get("form-key", "")
    if sent and form.is_valid():
        if key and (made := done_before(visit.actor, key)):
            messages.info(request, f"This report was sent before and is {made}. Nothing was written twice.")
            return _reported(request, made)
        with take(visit.actor, key or fresh_key()):
            event = report_event(visit.actor, form.event())
        remember(visit.actor, key, event.ref)
        messages.success(request, f"Thank you. {event.ref} is on record, and somebody will decide what it is.")
        return _reported(request, event.ref)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "incidents/report.html", {"form": form, "form_key": key or fresh_key()}, status=status)


@page(Permission.INCIDENT_READ, post=Permission.INCIDENT_WRITE)
def decide(request: Request, ref: str) -> HttpResponse:
    """Decide whether an event is an incident; if it is, open it."""
    visit = request.visit
    event = visit.isms.at(Event, ref)
    if event is None:
        raise Http404(f"There is no event {ref}.")
    sent = request.method == "POST"
    form = DecisionForm(visit, event, request.POST if sent else None)
    context: dict[str, Any] = {
        "event": event,
        "form": form,
        "seen": visit.present.seen(Event.KIND, ref),
        "may_write": visit.may_change(event, Permission.INCIDENT_WRITE),
    }
    if not sent:
        return render(request, "incidents/decide.html", context)
    if form.is_valid():
        try:
            return _decided(request, event, form)
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
    return render(request, "incidents/decide.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _decided(request: Request, event: Event, form: DecisionForm) -> HttpResponse:
    actor, seen, reason = request.visit.actor, seen_in(request), form.cleaned_data["reason"]
    if form.cleaned_data["decision"] == "incident":
        made = take_for_incident(actor, event.ref, form.incident(), seen=seen, reason=reason)
        messages.success(request, f"{made.ref} is open, and {event.ref} names it. The clock runs.")
        return redirect(address(made))
    take_for_nothing(actor, event.ref, seen=seen, reason=reason)
    messages.success(request, f"{event.ref} is no incident, and the reason is on record.")
    return redirect("incidents:overview")


@page(Permission.INCIDENT_WRITE)
@require_POST
def reached(request: Request, ref: str, step: str) -> HttpResponse:
    """Contained, or resolved, at this moment."""
    made = reach(request.visit.actor, ref, step, seen=seen_in(request))
    messages.success(request, f"{ref} is {step}. The moment is on record.")
    return redirect(address(made))


def _refuse_past(request: Request) -> None:
    if request.visit.past:
        raise PastError(f"You are looking at {request.visit.as_of}. Go back to today to report something.")
