"""The control calendar, a run written down in a minute, what follows from a failure, a task out of a promise."""

from __future__ import annotations

import dataclasses
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.answering import answering
from plumbline.apps.controls.forms import BindForm, RunForm
from plumbline.apps.controls.services import SPOKEN, Proof, bind_to_new_activity, carry_out, follow_run
from plumbline.apps.controls.year import line, year
from plumbline.apps.evidence.receiving import TooLargeError, guard, received, refuse_stopped
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.apps.ui.visit import EARLIEST
from plumbline.engine.domain.calendar_of_controls import next_turn
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.kinds import Activity, ActivityRun, Commitment
from plumbline.engine.rules.controls.failures import FAILED

BACK, YEAR, LATEST = Interval(months=-8), Interval(months=12), date(2200, 1, 1)


@page(Permission.CONTROL_READ)
@require_GET
def calendar(request: Request) -> HttpResponse:
    """Which task was due in which month, what became of it, and what is to be done now."""
    visit = request.visit
    first = _month(request.GET.get("from", ""), BACK.after(visit.on))
    found = year(visit.isms, first)
    context = {
        "year": found,
        "first": found.months[0].first,
        "before": max(YEAR.before(found.months[0].first), EARLIEST),
        "after": min(YEAR.after(found.months[0].first), LATEST),
        "late": sum(each.late(visit.on) for each in found.now),
        "slower": [each for each in found.lines if each.slower],
        "may_add": visit.may_now(Permission.CONTROL_WRITE),
        "mine": {e.activity.ref for e in found.lines if visit.may_change(e.activity, Permission.CONTROL_WRITE)},
    }
    return render(request, "controls/calendar.html", context)


def _month(words: str, otherwise: date) -> date:
    try:
        return min(max(date.fromisoformat(words), EARLIEST), LATEST)
    except ValueError:
        return otherwise


# --- a run -----------------------------------------------------------------------------------------------------------


@csrf_exempt  # so that what is too large is refused before the form is read for its token; `_told` asks for the token
@page(Permission.CONTROL_WRITE)
def done(request: Request, ref: str) -> HttpResponseBase:
    """Say that a task was done, done in part, failed or left out. htmx gets the form, then the line that is left."""
    visit = request.visit
    activity = visit.isms.at(Activity, ref)
    if activity is None or not activity.live:
        raise Http404(f"There is no recurring task {ref} that is still done.")
    if visit.past:
        raise RefusedError(f"You are looking at {visit.as_of}. Go back to today to write down what was done.")
    try:
        guard(request)
    except TooLargeError as error:
        form = RunForm(visit, activity)
        return _asked(request, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems=(str(error),))
    answer: HttpResponseBase = csrf_protect(_told)(request, activity)
    return answer


def _told(request: Request, activity: Activity) -> HttpResponse:
    visit, key = request.visit, request.POST.get("form-key", "")
    if request.method != "POST":
        return _asked(request, RunForm(visit, activity))
    form = RunForm(visit, activity, request.POST, request.FILES)
    if key and (made := done_before(visit.actor, key)):
        messages.info(request, f"This form was sent before and made {made}. Nothing was written twice.")
        return _left(request, made, "done")
    if not form.is_valid():
        return _asked(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refuse_stopped(request)
        run = _written(request, form, key or fresh_key())
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        return _asked(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, problems=problems(error))
    proof = f", and {', '.join(run.evidence)} shows it" if run.evidence else ""
    messages.success(request, f"{run.ref}: {activity.ref} {SPOKEN[run.result]} on {run.done_on}{proof}.")
    return _left(request, run.ref, run.result)


def _written(request: Request, form: RunForm, key: str) -> ActivityRun:
    visit, activity = request.visit, form.activity
    turn = next_turn(visit.isms, activity)
    run = form.run()
    with take(visit.actor, key):
        proof = Proof(tuple(received(each) for each in form.uploads), form.cleaned_data["place"].strip())
        made = carry_out(visit.actor, activity.ref, _due(run, turn.day if turn else None), proof=proof)
    remember(visit.actor, key, made.ref)
    return made


def _due(run: ActivityRun, day: date | None) -> ActivityRun:
    """The run with the day it was due on, which is the task's next one."""
    return dataclasses.replace(run, due=day)


def _left(request: Request, ref: str, result: str) -> HttpResponse:
    """Where to go after a run: what follows where it failed, else the calendar; htmx goes there by a header."""
    where = reverse("controls:follow", args=[ref]) if result in FAILED else reverse("controls:calendar")
    if request.htmx:
        answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
        answer["HX-Redirect"] = where
        return answer
    return redirect(where)


def _asked(request: Request, form: RunForm, status: HTTPStatus = HTTPStatus.OK, **more: Any) -> HttpResponse:
    context = {"form": form, "line": line(request.visit.isms, form.activity), "form_key": fresh_key(), **more}
    template = "controls/_run.html" if request.htmx else "controls/done.html"
    return render(request, template, context, status=HTTPStatus.OK if request.htmx else status)


# --- what follows, and promises --------------------------------------------------------------------------------------


@page(Permission.CONTROL_READ, post=Permission.CONTROL_WRITE)
def follow(request: Request, ref: str) -> HttpResponse:
    """What follows from a run that failed: an action, a nonconformity, or what is on record already."""
    run = request.visit.isms.at(ActivityRun, ref)
    if run is None or run.result not in FAILED:
        raise Http404(f"There is no failed run {ref}.")
    return answering(request, run, follow_run, back=reverse("controls:calendar"))


@page(Permission.CONTROL_WRITE)
def bind(request: Request, ref: str) -> HttpResponse:
    """Make a task out of a promise of a policy, in one step."""
    visit = request.visit
    promise = visit.isms.at(Commitment, ref)
    if promise is None or not promise.live:
        raise Http404(f"There is no commitment {ref} in force.")
    form = BindForm(visit, promise, request.POST if request.method == "POST" else None)
    wrong: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = bind_to_new_activity(visit.actor, ref, form.activity(), seen=seen_in(request))
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            wrong = tuple(problems(error))
        else:
            messages.success(request, f"{made.ref} keeps {ref} from now on.")
            return redirect(address(made))
    context = {
        "form": form,
        "promise": promise,
        "seen": visit.present.seen(Commitment.KIND, ref),
        "problems": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong or form.errors else HTTPStatus.OK
    return render(request, "controls/bind.html", context, status=status)
