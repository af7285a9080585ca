"""One page for every decision."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.deciding import Step, steps_of
from plumbline.apps.administration.decisions.forms import DecisionForm
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.declaration import register_of
from plumbline.apps.ui.registers.details import groups
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.values import titled
from plumbline.engine.domain.kinds import Record


def needed(kind: str, name: str, **_: Any) -> Permission:
    """The permission that a decision asks for."""
    step = next((each for each in steps_of(kind) if each.name == name), None)
    return step.permission if step else Permission.REGISTER_READ


@page(needed)
def decide(request: Request, kind: str, ref: str, name: str) -> HttpResponse:
    """What is to be decided, what it means, on what terms; then the decision."""
    step = next((each for each in steps_of(kind) if each.name == name), None)
    held = request.visit.system.get(kind, ref) if step else None
    if step is None or held is None:
        raise Http404(f"There is nothing to decide about {ref}.")
    form = DecisionForm(request.visit, step, held, request.POST if request.method == "POST" else None)
    context = _context(request, step, held, form)
    if request.method != "POST":
        return render(request, "administration/decide.html", context)
    if not form.is_valid():
        return render(request, "administration/decide.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = step.decide(request.visit.actor, ref, seen=seen_in(request), **form.stated())
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "administration/decide.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    who = request.visit.names.get(request.visit.actor.person, request.visit.actor.person)
    messages.success(request, step.says.format(made=made, who=who))
    return redirect(address(made))


def _context(request: Request, step: Step, held: Record, form: DecisionForm) -> dict[str, Any]:
    visit = request.visit
    return {
        "step": step,
        "record": held,
        "register": register_of(held.KIND),
        "title": titled(held, visit.names),
        "form": form,
        "open": step.open_for(held),
        "wait": step.after(visit.isms, held),
        "groups": tuple(groups(visit, register_of(held.KIND), held)),
        "seen": visit.present.seen(held.KIND, held.ref),
    }
