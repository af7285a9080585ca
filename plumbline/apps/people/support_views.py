"""Resources and communication: what is lacking, what was decided, what was said to whom."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.people.services import note_message
from plumbline.apps.people.support import needs, rows
from plumbline.apps.people.support_forms import SaidForm
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.engine.domain.kinds import Communication, ResourceNeed


@page(Permission.PEOPLE_READ)
@require_GET
def support(request: Request) -> HttpResponse:
    """Needs and decisions, and the communication plan with one line to note a message."""
    return _shown(request)


@page(Permission.PEOPLE_WRITE)
@require_POST
def said(request: Request, ref: str) -> HttpResponse:
    """Note that something of the plan was said."""
    visit = request.visit
    row = visit.isms.at(Communication, ref)
    if row is None or not row.live:
        raise Http404(f"There is no row {ref} in the communication plan that is in use.")
    form = SaidForm(visit, row, request.POST)
    if not form.is_valid():
        return _shown(request, form)
    message = form.message()
    if message in row.messages:
        messages.info(request, f"{ref} has this message already. Nothing was written twice.")
    else:
        note_message(visit.actor, ref, message, seen=seen_in(request))
        messages.success(request, f"{ref}: said on {message.on}. It is on record.")
    return redirect(f"{reverse('people:support')}#row-{ref}")


def _shown(request: Request, wrong: SaidForm | None = None) -> HttpResponse:
    visit = request.visit
    found, plan = needs(visit.isms), rows(visit.isms)
    lines = [
        {
            "told": each,
            "form": wrong if wrong is not None and wrong.row.ref == each.row.ref else SaidForm(visit, each.row),
            "open": wrong is not None and wrong.row.ref == each.row.ref,
            "seen": visit.present.seen(Communication.KIND, each.row.ref),
        }
        for each in plan
    ]
    context = {
        "needs": found,
        "plan": lines,
        "late_needs": sum(each.late for each in found.open),
        "silent": sum(each.silent for each in found.decided),
        "late": sum(each.late for each in plan),
        "incomplete": sum(bool(each.missing) for each in plan),
        "dropped": len(visit.isms.all(ResourceNeed)) - len(found.open) - len(found.decided),
        "may_write": visit.may_now(Permission.PEOPLE_WRITE),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "people/support.html", context, status=status)
