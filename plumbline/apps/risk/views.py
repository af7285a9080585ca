"""The matrix, the treatment board, the method with its preview, and assessing a risk."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.risk.assessing import AssessmentForm, begun, record
from plumbline.apps.risk.treating import board as treatment_board
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import demand
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.heat_map import STAGES as MAPS
from plumbline.engine.domain.heat_map import heat_map
from plumbline.engine.domain.kinds import Criteria, Risk
from plumbline.engine.domain.method import STAGES, criteria_in_force
from plumbline.engine.domain.method_change import what_would_change

MOST_MOVED = 200
UNPLACED = 60
"""So many risks without a place are listed."""


@page(Permission.RISK_READ)
@require_GET
def matrix(request: Request) -> HttpResponse:
    """Where the risks stand on the matrix in force."""
    visit, stage = request.visit, request.GET.get("stage", "remaining")
    isms, stage = visit.isms, stage if stage in MAPS else "remaining"
    drawn = isms.memo(("heat map", stage), lambda: heat_map(isms, stage))
    unplaced = drawn.unplaced[:UNPLACED] if drawn else ()
    context = {
        "map": drawn,
        "assessable": {risk.ref for risk, _ in unplaced if visit.may_change(risk, Permission.RISK_WRITE)},
        "unplaced": unplaced,
        "stage": stage,
        "stages": MAPS,
        "risks": len(isms.live(Risk)),
        "may_write": request.visit.may_now(Permission.RISK_WRITE),
    }
    return render(request, "risk/matrix.html", context)


@page(Permission.RISK_READ)
@require_GET
def board(request: Request) -> HttpResponse:
    """Every risk in the column that its treatment has reached."""
    visit = request.visit
    owner = request.GET.get("owner", "")
    columns = treatment_board(visit.isms, owner)
    owners = {each.owner for each in visit.isms.live(Risk) if each.owner}
    named = sorted(
        ((each, visit.names.get(each) or _title(request, each)) for each in owners), key=lambda each: each[1]
    )
    context = {"columns": columns, "owner": owner, "owners": named, "total": sum(each.total for each in columns)}
    return render(request, "risk/board.html", context)


def _title(request: Request, ref: str) -> str:
    found = request.visit.isms.resolve(ref)
    return found.title if found else ref


@page(Permission.RISK_READ)
@require_GET
def method(request: Request) -> HttpResponse:
    """The criteria in force in words, and the versions before and after."""
    isms = request.visit.isms
    context = {
        "criteria": criteria_in_force(isms),
        "versions": sorted(isms.all(Criteria), key=lambda each: each.ref, reverse=True),
        "map": isms.memo(("heat map", "remaining"), lambda: heat_map(isms, "remaining")),
        "may_write": request.visit.may_now(Permission.RISK_WRITE),
    }
    return render(request, "risk/method.html", context)


@page(Permission.RISK_READ)
@require_GET
def preview(request: Request, ref: str) -> HttpResponse:
    """What a version of the criteria would make of every assessment that stands."""
    isms = request.visit.isms
    version = isms.at(Criteria, ref)
    if version is None:
        raise Http404(f"There are no criteria {ref}.")
    change = what_would_change(isms, version)
    context = {
        "version": version,
        "standing": criteria_in_force(isms),
        "change": change,
        "moved": change.moved[:MOST_MOVED],
        "off_scale": change.off_scale[:MOST_MOVED],
        "may_adopt": request.visit.may_now(Permission.RISK_ADOPT) and version.state == "draft",
    }
    return render(request, "risk/preview.html", context)


def _to_assess(visit: Visit, ref: str) -> Risk:
    """The risk; today, refused to whoever writes only their own and does not answer for it."""
    risk = visit.isms.at(Risk, ref)
    if risk is None:
        raise Http404(f"There is no risk {ref}.")
    demand(visit, risk)
    return risk


@page(Permission.RISK_WRITE)
def assess(request: Request, ref: str) -> HttpResponse:
    """Judge a risk by the scales in force."""
    visit = request.visit
    risk, criteria = _to_assess(visit, ref), criteria_in_force(visit.isms)
    if criteria is None or not criteria.likelihood:
        raise RefusedError("No criteria with scales are in force. Write them, have them adopted, then assess.")
    sent = request.method == "POST"
    asked = (request.POST if sent else request.GET).get("stage", "current")
    stage = asked if asked in STAGES else "current"
    form = AssessmentForm(criteria, begun(visit.isms, risk, stage), stage, request.POST if sent else None)
    context: dict[str, Any] = {
        "risk": risk,
        "criteria": criteria,
        "form": form,
        "seen": visit.present.seen(Risk.KIND, ref),
    }
    if not sent:
        return render(request, "risk/assess.html", context)
    if form.is_valid():
        try:
            made = record(
                visit.actor, risk, form.assessment(risk, visit.today, visit.actor.person), seen=seen_in(request)
            )
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            came_to = f"{made.level} ({made.score})" if made.score is not None else made.level or "no level"
            messages.success(request, f"{ref} is assessed, {made.stage}: {came_to}.")
            return redirect(address(risk))
    return render(request, "risk/assess.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
