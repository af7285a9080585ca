"""People at a glance: what they have to know, what they learned and read, and who leaves with something open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.people.acknowledging import still_to_read
from plumbline.apps.people.competence import matrices, rounds
from plumbline.apps.people.leaving import leavers
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import CompetenceNeed
from plumbline.engine.domain.workforce import by_employment


@page(Permission.PEOPLE_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """Roles and needs, courses, acknowledgements, leavers."""
    isms, visit = request.visit.isms, request.visit
    employed = by_employment(isms)
    roles, courses, reading = matrices(isms), rounds(isms), still_to_read(isms)
    context = {
        "people": sum(employed.values()),
        "employed": tuple(employed.items()),
        "roles": roles,
        "shown": sum(each.shown for each in roles),
        "total": sum(each.total for each in roles),
        "needs": len(isms.live(CompetenceNeed)),
        "courses": courses,
        "trained": sum(each.done for each in courses),
        "to_train": sum(each.total for each in courses),
        "reading": reading,
        "given": sum(each.progress.given for each in reading),
        "asked": sum(each.progress.total for each in reading),
        "leavers": leavers(isms),
        "may_write": visit.may_now(Permission.PEOPLE_WRITE),
    }
    return render(request, "people/overview.html", context)
