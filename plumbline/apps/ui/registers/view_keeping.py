"""Keeping a way of looking at a register, and letting go of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.saved_views import drop_view, keep_view
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.listing import register_named
from plumbline.apps.ui.registers.looking import look


def read(kind: str, **_: Any) -> Permission:
    """The permission to read a register."""
    return acts.reading(kind)


@page(read, any_day=True)
@require_POST
def keep(request: Request, kind: str) -> HttpResponse:
    """Keep the look that was shown under a name, or remove one of one's own."""
    register = register_named(kind)
    if dropped := request.POST.get("drop"):
        name = drop_view(request.visit.actor, _id(dropped))
        messages.success(request, f"The view “{name}” is removed." if name else "That view is gone already.")
        return redirect(f"/registers/{kind}/?view=")
    query = look(register, QueryDict(request.POST.get("query", ""))).query
    name, ticked = request.POST.get("name", ""), request.POST
    keep_view(request.visit.actor, kind, name, query, shared="shared" in ticked, first="first" in ticked)
    messages.success(request, f"“{' '.join(name.split())}” is kept.")
    return redirect(f"/registers/{kind}/?{query or 'view='}")


def _id(words: str) -> UUID:
    try:
        return UUID(words)
    except ValueError:
        raise Http404("There is no such view.") from None
