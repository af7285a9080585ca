"""Access at a glance; a review begun, decided line by line, carried out and finished."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.access.forms import BeginForm
from plumbline.apps.access.looking import lines, systems
from plumbline.apps.access.services import begin_review, carry_out, decide_entries, finish_review
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.kinds import AccessEntry, AccessReview
from plumbline.engine.domain.moves import joiners, leavers, movers, no_longer_listed, nobodys

PER_PAGE = 50


@page(Permission.ACCOUNT_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """Systems with their reviews, and joiners, movers and leavers held against the accounts."""
    visit = request.visit
    isms = visit.isms
    context = {
        "systems": systems(isms),
        "leavers": leavers(isms),
        "movers": movers(isms),
        "joiners": joiners(isms),
        "nobodys": nobodys(isms),
        "unlisted": no_longer_listed(isms),
        "may_write": visit.may_now(Permission.ACCOUNT_WRITE),
        "may_import": visit.may_now(Permission.REGISTER_IMPORT),
    }
    return render(request, "access/overview.html", context)


@page(Permission.ACCOUNT_WRITE)
def begin(request: Request) -> HttpResponse:
    """Choose systems, who decides and by when; the list follows from the accounts on record."""
    visit, sent = request.visit, request.method == "POST"
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. Go back to today to begin a review.")
    chosen = tuple(request.GET.getlist("system"))
    form, key = BeginForm(visit, request.POST if sent else None, chosen=chosen), request.POST.get("form-key", "")
    if sent and form.is_valid():
        if key and (made := done_before(visit.actor, key)):
            messages.info(request, f"This was sent before and is {made}. Nothing was written twice.")
            return redirect("access_rights:review", made)
        with take(visit.actor, key or fresh_key()):
            review = begin_review(visit.actor, form.review())
        remember(visit.actor, key, review.ref)
        messages.success(request, f"{review.ref} is under way and lists {review.listed}.")
        return redirect("access_rights:review", review.ref)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    context = {"form": form, "form_key": key or fresh_key(), "nothing_listed": not form.offered}
    return render(request, "access/begin.html", context, status=status)


@page(Permission.ACCOUNT_READ)
@require_GET
def review(request: Request, ref: str) -> HttpResponse:
    """The lines of a review, the undecided first: what speaks against each, what was decided, what has still to go."""
    visit, held = request.visit, _held(request, ref)
    entries = visit.isms.of_parent(AccessEntry, "access_review", held)
    seen = {each.ref: visit.present.seen(AccessEntry.KIND, each.ref) for each in entries}
    shown = lines(visit.isms, held, seen)
    running = held.state in ("planned", "under way")
    context = {
        "review": held,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "listed": len(shown),
        "undecided": sum(not each.entry.decision for each in shown),
        "decided": sum(bool(each.entry.decision) for each in shown),
        "to_go": [e for e in shown if e.entry.decision in ("change", "remove") and not e.gone],
        "running": running,
        "seen": visit.present.seen(AccessReview.KIND, ref),
        "may_decide": running
        and visit.may_change(held, Permission.ACCOUNT_WRITE)
        and (not held.reviewer or visit.actor.answers_for(held.reviewer)),
        "may_write": visit.may_now(Permission.ACCOUNT_WRITE),
    }
    return render(request, "access/review.html", context)


@page(Permission.ACCOUNT_READ, post=Permission.ACCOUNT_WRITE)
@require_POST
def decide(request: Request, ref: str) -> HttpResponse:
    """Keep, change or remove: what was chosen for each line, or the same for all that are undecided."""
    _held(request, ref)
    said = {name.removeprefix("entry-"): word for name, word in request.POST.items() if name.startswith("entry-")}
    decisions = {name: str(word) for name, word in said.items() if word}
    seen = {name: int(text) for name in decisions if (text := request.POST.get(f"seen-{name}", "")).isdigit()}
    count = decide_entries(request.visit.actor, ref, decisions, seen=seen, reason=request.POST.get("reason", ""))
    messages.success(
        request, f"{count} {'entry is' if count == 1 else 'entries are'} decided, with your name and today's date."
    )
    return redirect("access_rights:review", ref)


@page(Permission.ACCOUNT_READ, post=Permission.ACCOUNT_WRITE)
@require_POST
def carried_out(request: Request, ref: str) -> HttpResponse:
    """It is gone: the account is disabled or the right removed, from today."""
    made = carry_out(request.visit.actor, ref, seen=seen_in(request))
    messages.success(request, f"{made.ref} is carried out, and the account or right says so too.")
    return redirect("access_rights:review", made.access_review)


@page(Permission.ACCOUNT_READ, post=Permission.ACCOUNT_WRITE)
@require_POST
def finish(request: Request, ref: str) -> HttpResponse:
    """Every line is decided: the review is over."""
    made = finish_review(request.visit.actor, ref, seen=seen_in(request), conclusion=request.POST.get("conclusion", ""))
    messages.success(request, f"{made.ref} is finished.")
    return redirect("access_rights:review", ref)


def _held(request: Request, ref: str) -> AccessReview:
    held = request.visit.isms.at(AccessReview, ref)
    if held is None:
        raise Http404(f"There is no access review {ref}.")
    return held
