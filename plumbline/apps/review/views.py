"""Management reviews: at a glance, one with its ten inputs, the records behind a figure, the meeting, the minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.review.approving import missing_for_approval
from plumbline.apps.review.forms import AttendForm, ConcludeForm, DecideForm, PlanForm, SayForm, TellForm
from plumbline.apps.review.services import reviews
from plumbline.apps.review.showing import Part, decisions_shown, is_open, parts, round_of
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.kinds import ManagementReview, Record, ReviewInput
from plumbline.engine.domain.reviews import TOPICS, period_of, review_before
from plumbline.reports.minutes.render import render as written
from plumbline.reports.minutes.rows import minutes_report

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page(Permission.REVIEW_READ, post=Permission.REVIEW_WRITE)
def overview(request: Request) -> HttpResponse:
    """The review at work, the last ones, what is still open of them; and the next one planned in a line."""
    visit = request.visit
    form = PlanForm.blank(visit, request.POST if request.method == "POST" else None)
    key = request.POST.get("form-key") or fresh_key()
    if request.method == "POST" and form.is_valid():
        ref = done_before(visit.actor, key)
        if not ref:
            with take(visit.actor, key):
                ref = reviews.add(visit.actor, ManagementReview(**form.stated())).ref
            remember(visit.actor, key, ref)
            messages.success(request, f"{ref} is planned. Its inputs are compiled from now on.")
        return redirect("review:review", ref)
    context = {
        "round": round_of(visit.isms),
        "form": form,
        "form_key": key,
        "may_write": visit.may_now(Permission.REVIEW_WRITE),
    }
    return render(request, "review/overview.html", context, status=422 if form.errors else 200)


@page(Permission.REVIEW_READ)
@require_GET
def review(request: Request, ref: str) -> HttpResponse:
    """One review: what it is told on each of the ten inputs, who is there, what is decided and concluded."""
    return shown_review(request, the_review(request, ref))


def shown_review(
    request: Request, found: ManagementReview, wrong: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a review; wrong: forms that were refused, by name or by topic."""
    visit, wrong = request.visit, wrong or {}
    may_write = visit.may_now(Permission.REVIEW_WRITE) and is_open(found)
    shown = parts(visit, found)
    context = {
        "review": found,
        "parts": [(each, wrong.get(each.topic) or TellForm.of(visit, each.record, each.topic)) for each in shown],
        "silent": [each for each in shown if not each.supplied],
        "differing": sum(bool(figure.now) for each in shown for figure in each.figures),
        "period": period_of(visit.isms, found),
        "before": review_before(visit.isms, found),
        "decisions": decisions_shown(visit, found),
        "frozen": found.state == "approved",
        "seen": visit.present.seen(found.KIND, found.ref),
        "lacks": missing_for_approval(visit.isms, found) if found.state == "held" else (),
        "may_write": may_write,
        "may_follow": visit.may_now(Permission.REVIEW_WRITE),
        "may_approve": visit.may_now(Permission.REVIEW_APPROVE) and found.state == "held",
        "may_export": visit.may(Permission.REGISTER_EXPORT),
        "attend": wrong.get("attend") or AttendForm(visit, found, prefix_id="attend-"),
        "decide": wrong.get("decide") or DecideForm.blank(visit),
        "conclude": wrong.get("conclude") or ConcludeForm(visit, found, prefix_id="conclude-"),
        "form_key": request.POST.get("form-key") or fresh_key(),
        "wrong": tuple(wrong),
    }
    return render(request, "review/review.html", context, status=status)


@page(Permission.REVIEW_READ)
@require_GET
def figure(request: Request, ref: str) -> HttpResponse:
    """The records behind one figure of a review: as it was frozen, or as it is counted now."""
    found = the_review(request, ref)
    wanted = request.GET.get("key", "")
    for each in parts(request.visit, found):
        for one in each.figures:
            if one.figure.key == wanted:
                records = [_readable(request, name) for name in one.figure.records]
                context = {"review": found, "part": each, "shown": one, "records": records}
                return render(request, "review/figure.html", context)
    raise Http404(f"{ref} has no figure “{wanted}”.")


def _readable(request: Request, name: str) -> Record | str:
    """The record behind a figure; its reference alone where the visitor may not read its register."""
    found = request.visit.isms.find(name)
    return found if found is not None and request.visit.may(reading(found.KIND)) else name


@page(Permission.REVIEW_READ)
@require_GET
def meeting(request: Request, ref: str, topic: str) -> HttpResponse:
    """One input in large figures for the wall, with a place for what is said and for what is decided."""
    return shown_meeting(request, the_review(request, ref), topic)


def shown_meeting(
    request: Request, found: ManagementReview, topic: str, wrong: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of one input in the meeting."""
    visit, wrong = request.visit, wrong or {}
    shown = parts(visit, found)
    place = _place(shown, topic)
    part = shown[place]
    context = {
        "review": found,
        "part": part,
        "number": place + 1,
        "all": shown,
        "earlier": shown[place - 1] if place else None,
        "next": shown[place + 1] if place + 1 < len(shown) else None,
        "decisions": decisions_shown(visit, found),
        "say": wrong.get("say") or SayForm(visit, part.record or ReviewInput()),
        "decide": wrong.get("decide") or DecideForm.blank(visit),
        "may_write": visit.may_now(Permission.REVIEW_WRITE) and is_open(found),
        "form_key": request.POST.get("form-key") or fresh_key(),
    }
    return render(request, "review/meeting.html", context, status=status)


def _place(shown: tuple[Part, ...], topic: str) -> int:
    if topic not in TOPICS:
        raise Http404(f"{topic} is no input of a review.")
    return next(number for number, each in enumerate(shown) if each.topic == topic)


@page(Permission.REGISTER_EXPORT)
@require_GET
def minutes(request: Request, ref: str, form: str) -> HttpResponse:
    """The minutes as a file: frozen figures once the review is approved, a draft before."""
    visit, found = request.visit, the_review(request, ref)
    if form not in TYPES or not visit.may(Permission.REVIEW_READ):
        raise Http404(f"There are no minutes as {form}.")
    note_export(visit.actor)
    report = minutes_report(visit.isms, found, made_at=ports.now().replace(microsecond=0), names=visit.names)
    answer = HttpResponse(written(report, form), content_type=TYPES[form])
    name = f"minutes-{found.ref}-{(found.held_on or visit.on).isoformat()}.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def the_review(request: Request, ref: str) -> ManagementReview:
    """The review that an address names. Raises Http404."""
    found = request.visit.isms.at(ManagementReview, ref)
    if found is None:
        raise Http404(f"There is no review {ref}.")
    return found


def back(review: ManagementReview, place: str = "") -> str:
    """The address of a review's page, at one of its places."""
    return reverse("review:review", args=[review.ref]) + (f"#{place}" if place else "")
