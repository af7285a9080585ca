"""Continuity at a glance, a new draft of a plan, and what follows from a trial that failed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.continuity.glance import copies, plans, services, unanswered
from plumbline.apps.continuity.services import follow_trial, revise_plan
from plumbline.apps.controls.answering import answering
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.engine.domain.kinds import Exercise, RestoreTest
from plumbline.engine.rules.controls.failures import FAILED


@page(Permission.CONTINUITY_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """What must be back how soon, what that rests on, and whether it was ever tried."""
    visit = request.visit
    found, held, backups = services(visit.isms), plans(visit.isms), copies(visit.isms)
    context = {
        "services": found,
        "planned": sum(bool(each.plans) for each in found),
        "weak": sum(bool(each.weak) for each in found),
        "plans": held,
        "in_force": sum(each.plan.state == "in force" for each in held),
        "untried": sum(each.late for each in held),
        "copies": backups,
        "untested": sum(each.late for each in backups),
        "unanswered": unanswered(visit.isms),
        "may_write": visit.may_now(Permission.CONTINUITY_WRITE),
    }
    return render(request, "continuity/overview.html", context)


@page(Permission.CONTINUITY_WRITE)
@require_POST
def revise(request: Request, ref: str) -> HttpResponse:
    """Begin a new draft of a plan in force."""
    made = revise_plan(request.visit.actor, ref, seen=seen_in(request))
    messages.success(request, f"{made.ref} is a draft of {ref}. Change it, and have it approved by somebody else.")
    return redirect(address(made))


@page(Permission.CONTINUITY_READ, post=Permission.CONTINUITY_WRITE)
def follow(request: Request, ref: str) -> HttpResponse:
    """What follows from an exercise that missed its targets, or a restore that failed."""
    isms = request.visit.isms
    tried = isms.at(Exercise, ref) or isms.at(RestoreTest, ref)
    if tried is None or tried.result not in FAILED:
        raise Http404(f"There is no exercise or restore test {ref} that failed.")
    return answering(request, tried, follow_trial, back=reverse("continuity:overview"))
