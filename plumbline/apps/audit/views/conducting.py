"""The page of an audit, its checklist, its working papers, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit import conducting as audits
from plumbline.apps.audit import services
from plumbline.apps.audit.sampling.looking import standing
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.inputs import input_of, meant
from plumbline.engine.domain.kinds import Audit, Record
from plumbline.engine.domain.record import field_of
from plumbline.reports.phrases import counted


def audit_at(request: Request, ref: str) -> Audit:
    """The audit of an address. Raises Http404."""
    found = request.visit.isms.at(Audit, ref)
    if found is None:
        raise Http404(f"There is no audit {ref}.")
    return found


def day_in(request: Request, name: str) -> date | None:
    """A day that a form states; None where it states none. Raises RefusedError for words that are no day."""
    words = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise RefusedError(f"“{words}” is no day. Write it like 2026-03-31.") from error


@page(Permission.AUDIT_READ)
@require_GET
def audit(request: Request, ref: str) -> HttpResponse:
    """An audit on one page: the plan, who is free of what, the papers, findings, samples, the report."""
    return render(request, "audit/audit.html", _context(request, audit_at(request, ref)))


def _context(request: Request, held: Audit) -> dict[str, Any]:
    visit, isms = request.visit, request.visit.isms
    papers = audits.papers(isms, held)
    reported = field_of(Audit, "reported_to")
    return {
        "audit": held,
        "covers": [(each, audits.titled(isms, each)) for each in held.covers],
        "papers": papers,
        "progress": audits.progress(papers),
        "missing": len(audits.drafted(isms, held)),
        "findings": audits.findings(isms, held),
        "samples": [standing(isms, each) for each in audits.samples_of(isms, held)],
        "distance": audits.distance(visit, held),
        "competence": audits.competence(isms, held),
        "seen": visit.present.seen(Audit.KIND, held.ref),
        "open": held.state in services.OPEN_STATES and not held.signed_off_on,
        "mock": held.audit_kind == "mock",
        "leads": visit.actor.answers_for(held.lead),
        "may_write": visit.may_now(Permission.AUDIT_WRITE),
        "may_sign": visit.may_now(Permission.AUDIT_SIGN),
        "may_export": visit.may(Permission.REGISTER_EXPORT),
        "reported_to": input_of(visit, reported, ()).widget.render(
            "reported_to", "; ".join(held.reported_to), {"id": "reported_to", "class": "form-control"}
        ),
        "said": request.POST,
    }


def _acted(request: Request, ref: str, act: Callable[[], Record | tuple[Record, ...]], says: str) -> HttpResponse:
    """Take an act of the page; where it is refused, the page says why and keeps what was typed."""
    held = audit_at(request, ref)
    try:
        made = act()
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context = _context(request, held) | {"problems": problems(error)}
        return render(request, "audit/audit.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    number = len(made) if isinstance(made, tuple) else 1
    papers = counted(number, "working paper is ready", "working papers are ready")
    messages.success(request, says.format(made=made, papers=papers))
    return redirect("audits:audit", ref)


@page(Permission.AUDIT_WRITE)
@require_POST
def make_checklist(request: Request, ref: str) -> HttpResponse:
    """Write a working paper for each item covered."""
    held = audit_at(request, ref)
    seen, drafts = seen_in(request), audits.drafted(request.visit.isms, held)
    says = "{papers}, each with its questions."
    return _acted(request, ref, lambda: services.make_checklist(request.visit.actor, ref, drafts, seen=seen), says)


@page(Permission.AUDIT_WRITE)
@require_POST
def compensate(request: Request, ref: str) -> HttpResponse:
    """Record what makes up for an auditor who is not free of an item."""
    said, seen = request.POST, seen_in(request)
    return _acted(
        request,
        ref,
        lambda: services.compensate(
            request.visit.actor,
            ref,
            seen=seen,
            auditor=said.get("auditor", ""),
            item=said.get("item", ""),
            what=said.get("what", ""),
        ),
        "What makes up for it is on record, beside the conflict.",
    )


@page(Permission.AUDIT_WRITE)
@require_POST
def conclude(request: Request, ref: str) -> HttpResponse:
    """Say what the audit came to."""
    seen, held_on = seen_in(request), day_in(request, "held_on")
    words = request.POST.get("conclusion", "")
    return _acted(
        request,
        ref,
        lambda: services.conclude_audit(request.visit.actor, ref, seen=seen, conclusion=words, held_on=held_on),
        "{made.ref} is concluded. Now whoever leads it signs, and the result goes to the management.",
    )


@page(Permission.AUDIT_WRITE)
@require_POST
def report(request: Request, ref: str) -> HttpResponse:
    """Note to whom the result went."""
    visit, seen, reported_on = request.visit, seen_in(request), day_in(request, "reported_on")
    told = meant(visit, field_of(Audit, "reported_to"), request.POST.get("reported_to", ""))
    return _acted(
        request,
        ref,
        lambda: services.report_audit(visit.actor, ref, seen=seen, reported_to=told or (), reported_on=reported_on),
        "That {made.ref} was reported is on record.",
    )
