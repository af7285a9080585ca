"""Review rounds: ask reviewers, and say as one of them what one thinks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents import rounds, services
from plumbline.apps.documents.choosing import people
from plumbline.apps.documents.differing import text_difference
from plumbline.apps.documents.standing import standing_of
from plumbline.apps.documents.views.finding import demand_mine, version_at
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in


@page(Permission.DOCUMENT_WRITE)
def ask(request: Request, ref: str) -> HttpResponse:
    """Send a draft to review, or to another round."""
    visit = request.visit
    one, held = version_at(visit, ref)
    demand_mine(visit, held)
    earlier = {each.by for each in one.reviews}
    chosen = request.POST.getlist("reviewer") if request.method == "POST" else sorted(earlier)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "version": one,
        "round": rounds.last_round(one) + 1,
        "people": people(visit, chosen, leave_out=(one.author,)),
        "seen": visit.present.seen(one.KIND, one.ref),
    }
    if request.method != "POST":
        return render(request, "documents/ask_review.html", context)
    try:
        made = services.ask_review(visit.actor, ref, seen=seen_in(request), reviewers=chosen)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/ask_review.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    count = len(rounds.rounds(made)[0].reviews)
    messages.success(request, f"Round {rounds.last_round(made)} has begun: {count} asked.")
    return redirect("documents:version", ref)


@page(Permission.DOCUMENT_REVIEW)
def verdict(request: Request, ref: str) -> HttpResponse:
    """Read what changed since one's last round, then agree or ask for changes."""
    visit = request.visit
    one, held = version_at(visit, ref)
    then = rounds.read_by(one, visit.actor.person) if not visit.past else None
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "version": one,
        "mine": rounds.asked_of(one, visit.actor.person),
        "rounds": rounds.rounds(one),
        "then": then,
        "difference": text_difference(then.body, one.body) if then else None,
        "verdicts": rounds.VERDICTS,
        "said": request.POST,
        "seen": visit.present.seen(one.KIND, one.ref),
    }
    if request.method != "POST":
        return render(request, "documents/verdict.html", context)
    said, remark = request.POST.get("verdict", ""), request.POST.get("remark", "")
    try:
        services.give_review(visit.actor, ref, seen=seen_in(request), verdict=said, remark=remark)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/verdict.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "Your word is on record.")
    return redirect("documents:version", ref)
