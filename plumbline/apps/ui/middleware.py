"""Puts the visit on the request: which organisation, who acts there, which day is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

from plumbline.apps.accounts.selectors import actor_of, seats
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.records import living
from plumbline.apps.ui.visit import EARLIEST, Visit
from plumbline.engine.proof.entry import Via

Answer = Callable[[HttpRequest], HttpResponse]


class VisitMiddleware:
    """For somebody signed in who has a seat: `request.visit`, and the tables of that organisation alone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the organisation of the visit, or without one."""
        found = visit_of(request)
        if found is None:
            return self.get_response(request)
        request.visit = found  # type: ignore[attr-defined]  # typed as ui.pages.Request in the views
        with within(found.organization_id):
            return self.get_response(request)


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of who is signed in; None for strangers and for accounts without a seat."""
    if not request.user.is_authenticated:
        return None
    sat = seats(request.user.email)
    if not sat:
        return None
    chosen = request.session.get("organization", "")
    organization_id = UUID(chosen) if chosen and UUID(chosen) in sat else min(sat)
    present = living.system(organization_id)
    person = sat[organization_id]
    actor = actor_of(organization_id, person, via=Via.WEB, request=str(uuid4()), stands=present.standing)
    days = {name: _day(request, name) for name in ("as_of", "compared_to")}
    found = Visit(actor, as_of=days["as_of"], compared_to=days["compared_to"], several=len(sat) > 1)
    found.present = present
    return found


def _day(request: HttpRequest, name: str) -> date | None:
    kept = request.session.get(name)
    day = date.fromisoformat(kept) if kept else None
    return day if day and day >= EARLIEST else None
