"""Suppliers at a glance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.suppliers.standing import groups, standings
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import Supplier

SHOWN = {"": "all that serve us", "open": "something missing, late or open", "overdue": "look overdue"}


@page(Permission.SUPPLIER_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """By how much hangs on them: what binds, when somebody looked, what is due."""
    visit, show = request.visit, request.GET.get("show", "")
    every = standings(visit.isms)
    fits = {"open": lambda each: each.needs_somebody, "overdue": lambda each: each.overdue}
    found = tuple(filter(fits.get(show), every)) if show in fits else every
    context = {
        "groups": groups(found),
        "total": len(every),
        "shown_number": len(found),
        "bound": sum(each.in_force for each in every),
        "looked": sum(each.last is not None for each in every),
        "overdue": sum(each.overdue for each in every),
        "data": sum(each.data_agreement != "" for each in every),
        "data_missing": sum(each.data_agreement == "missing" for each in every),
        "others": len(visit.isms.all(Supplier)) - len(every),
        "show": show if show in SHOWN else "",
        "shown": SHOWN,
        "may_write": visit.may_now(Permission.SUPPLIER_WRITE),
    }
    return render(request, "suppliers/overview.html", context)
