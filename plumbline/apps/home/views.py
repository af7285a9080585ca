"""Today, Path, search and the palette."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.judging import judged
from plumbline.apps.home.finding_things import found_records, offered
from plumbline.apps.home.getting_started import begun
from plumbline.apps.home.steps import path, where_we_are
from plumbline.apps.home.waiting import ahead_of, top_risks, waiting_for
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import reading
from plumbline.engine.domain.kinds import KINDS, Asset, Document, Issue, Risk, Scope

AHEAD = timedelta(days=30)
BEGUN = (Risk, Asset, Document, Scope, Issue)
"""A system that holds none of these has not been begun."""
MOST_FOUND = 100


@page(Permission.REGISTER_READ)
@require_GET
def today(request: Request) -> HttpResponse:
    """What waits for me, then how the system stands."""
    visit = request.visit
    standing = judged(visit)
    steps = path(visit.isms, standing.report) if standing.report else ()
    tasks = ahead_of(visit, AHEAD)
    may_begin = visit.may_now(Permission.REGISTER_IMPORT)
    context = {
        "waiting": waiting_for(visit, AHEAD),
        "late": [each for each in tasks if each.day < visit.on],
        "ahead": [each for each in tasks if each.day >= visit.on],
        "standing": standing,
        "report": standing.report,
        "step": where_we_are(steps),
        "steps": steps,
        "top": top_risks(visit.isms),
        "empty": not any(visit.isms.all(kind) for kind in BEGUN),
        "may_begin": may_begin,
        "begun": begun(visit) if may_begin else None,
    }
    return render(request, "home/today.html", context)


@page(Permission.REGISTER_READ)
@require_GET
def the_path(request: Request) -> HttpResponse:
    """The way from nothing to the certificate."""
    standing = judged(request.visit)
    steps = path(request.visit.isms, standing.report) if standing.report else ()
    context = {
        "standing": standing,
        "steps": steps,
        "here": where_we_are(steps),
        "readable": frozenset(kind for kind in KINDS if request.visit.may(reading(kind))),
    }
    return render(request, "home/path.html", context)


@page(Permission.REGISTER_READ)
@require_GET
def search(request: Request) -> HttpResponse:
    """Records by reference or words, and pages by name."""
    words = request.GET.get("q", "").strip()
    context = {"words": words, "hits": found_records(request.visit, words, MOST_FOUND) if words else ()}
    return render(request, "home/search.html", context)


@page(Permission.REGISTER_READ)
@require_GET
def palette(request: Request) -> HttpResponse:
    """What the palette offers for the words typed so far: records first, then pages and acts."""
    return JsonResponse(offered(request.visit, request.GET.get("q", "").strip()), safe=False)
