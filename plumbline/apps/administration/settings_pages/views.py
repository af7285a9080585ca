"""What is set: who the organisation is, what it promised itself, who has no access, and where the rest is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.access.listing import everybody
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import may_change
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import OwnRule, Person
from plumbline.engine.domain.promises import catalogue, promise

LISTED = 25


@page(Permission.ORGANIZATION_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """The organisation and what is set for it."""
    visit = request.visit
    outside = _without_access(visit) if visit.may(Permission.ACCESS_READ) else ()
    context = {
        "organization": visit.isms.organization,
        "may_change": may_change(visit, visit.isms.organization),
        "stated": _stated(visit.isms),
        "promises": sum(1 for each in catalogue().values() if not each.is_setting),
        "own_rules": len(visit.isms.live(OwnRule)),
        "outside": outside[:LISTED],
        "outside_in_all": len(outside),
        "may_see_people": visit.may(Permission.ACCESS_READ),
        "may_invite": visit.may_now(Permission.ACCESS_GRANT),
        "may_run": visit.may(Permission.INSTALLATION_RUN),
        "may_erase": visit.may_now(Permission.PEOPLE_ERASE),
        "may_read_journal": visit.may(Permission.LOG_READ),
    }
    return render(request, "settings_pages/overview.html", context)


def _stated(isms: Isms) -> int:
    return sum(1 for each in catalogue().values() if not each.is_setting and promise(isms, each.name) is not None)


def _without_access(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Current people who hold no access role, by name."""
    inside = {each.person for each in everybody(visit) if each.grants}
    outside = (each.ref for each in visit.isms.all(Person) if each.state == "current" and each.ref not in inside)
    named = ((ref, visit.names.get(ref, ref)) for ref in outside)
    return tuple(sorted(named, key=lambda each: each[1].casefold()))
