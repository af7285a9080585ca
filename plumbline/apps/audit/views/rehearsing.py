"""Rehearsing an audit."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.conducting import drafted
from plumbline.apps.audit.rehearsing.services import rehearse
from plumbline.apps.audit.rehearsing.sets import PARTS, Draw, Part, drawable, prepared
from plumbline.apps.audit.sampling.services import SEED_BYTES
from plumbline.apps.journal import ports
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS


@page(Permission.AUDIT_WRITE)
def mock(request: Request) -> HttpResponse:
    """Choose what to rehearse; one press draws the samples and writes the papers."""
    visit = request.visit
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. Go back to today to rehearse.")
    chosen = tuple(each for each in request.POST.getlist("part") if each in PARTS)
    if request.method != "POST" or not chosen:
        context = {
            "parts": [(key, part, _held(visit.isms, part)) for key, part in PARTS.items()],
            "form_key": fresh_key(),
            "problems": ("Choose at least one part of the system.",) if request.method == "POST" else (),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return render(request, "audit/mock.html", context, status=status)
    key = request.POST.get("form-key") or fresh_key()
    if made := done_before(visit.actor, key):
        return redirect("audits:audit", made)
    seed = ports.salt()[:SEED_BYTES].hex()
    ready = prepared(visit.isms, chosen, seed, visit.today, visit.actor.person)
    papers = drafted(visit.isms, ready.audit)
    if not papers:
        raise RefusedError("There is nothing to ask about these parts. Choose others.")
    with take(visit.actor, key):
        held = rehearse(visit.actor, ready, papers)
    remember(visit.actor, key, held.ref)
    messages.success(request, f"{held.ref}: {len(papers)} papers and {len(ready.drawn)} samples are ready.")
    return redirect("audits:audit", held.ref)


def _held(isms: Isms, part: Part) -> list[tuple[Draw, int, str]]:
    """What would be drawn, and of how many."""
    return [(each, len(drawable(isms, each)), KINDS[each.kind].REGISTER) for each in part.draws]
