"""The audit programme: the matrix of the cycle, its gaps, and the proposal from which an audit is planned."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit import services
from plumbline.apps.audit.programming import added, coverage, others, planned_from, programmes, slot_of
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.engine.domain.audit_coverage import programme_in_force
from plumbline.engine.domain.audit_proposal import Slot, proposal
from plumbline.engine.domain.kinds import Audit, AuditProgramme

SHOWN = 12


@page(Permission.AUDIT_READ)
@require_GET
def programme(request: Request) -> HttpResponse:
    """What the audits of the cycle reach, what they leave, and what to audit next."""
    visit, isms = request.visit, request.visit.isms
    found = coverage(isms)
    every, standing = programmes(isms), programme_in_force(isms)
    context = {
        "coverage": found,
        "counted": found.counted,
        "next": next((each.ref for each, day in found.audits if day is not None and day >= visit.on), ""),
        "cycle": found.matrix.cycle,
        "programme": standing,
        "seen": visit.present.seen(AuditProgramme.KIND, standing.ref) if standing else None,
        "drafts": [each for each in every if each.state == "draft"],
        "earlier": [each for each in every if each.state not in ("draft", "in force")],
        "slots": [(number, each, tuple(added(each))) for number, each in enumerate(proposal(isms))],
        "shown": SHOWN,
        "others": others(isms, found.matrix),
        "head": visit.system.head,
        "may_write": visit.may_now(Permission.AUDIT_WRITE),
        "may_approve": visit.may_now(Permission.AUDIT_APPROVE),
    }
    return render(request, "audit/programme.html", context)


@page(Permission.AUDIT_WRITE)
@require_POST
def plan(request: Request) -> HttpResponse:
    """Plan an audit as it is proposed, or add what is proposed to one that is planned."""
    visit, slot = request.visit, _slot(request)
    if slot.audit is None:
        made = services.audits.add(visit.actor, planned_from(visit.isms, slot))
        messages.success(request, f"{made.ref} is planned with {len(made.covers)} items. Say who leads it.")
        return redirect("audits:audit", made.ref)
    seen = visit.present.seen(Audit.KIND, slot.audit.ref)
    more = tuple(added(slot))
    if seen is None or not more:
        raise RefusedError(f"{slot.audit.ref} covers all that is proposed for it already.")
    made = services.audits.change(visit.actor, slot.audit.ref, seen=seen, covers=(*slot.audit.covers, *more))
    messages.success(request, f"{made.ref} covers {len(more)} item{'s' if len(more) > 1 else ''} more.")
    return redirect("audits:audit", made.ref)


def _slot(request: Request) -> Slot:
    """The slot that was looked at. Raises RefusedError where the records moved on since."""
    head, number = request.POST.get("head", ""), request.POST.get("slot", "")
    if head != str(request.visit.present.head):
        raise RefusedError("The records changed since this was proposed. Look at the proposal again, then plan.")
    found = slot_of(request.visit.isms, int(number)) if number.isdecimal() and len(number) < 4 else None
    if found is None:
        raise RefusedError("This is not proposed. Look at the proposal again, then plan.")
    return found


@page(Permission.AUDIT_WRITE)
@require_POST
def revise(request: Request, ref: str) -> HttpResponse:
    """Begin a new version of the programme in force."""
    made = services.revise_programme(request.visit.actor, ref, seen=seen_in(request))
    messages.success(request, f"{made.ref} is a draft of what {ref} says. Change it, then have it approved.")
    return redirect("records:change", AuditProgramme.KIND, made.ref)
