"""What is written into a review from its page or in the meeting: reported, said, decided, attended, concluded."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.review.forms import AttendForm, ConcludeForm, DecideForm, SayForm, TellForm
from plumbline.apps.review.services import decisions, follow, reviews, tell
from plumbline.apps.review.showing import parts
from plumbline.apps.review.views import back, shown_meeting, shown_review, the_review
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.kinds import Decision, ManagementReview, ReviewInput
from plumbline.engine.domain.reviews import TOPICS

FOLLOWS = ("action", "change", "resource_need", "improvement")
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@page(Permission.REVIEW_WRITE)
@require_POST
def tell_input(request: Request, ref: str, topic: str) -> HttpResponse:
    """Write down what was reported and said on an input."""
    visit, review = request.visit, the_review(request, ref)
    part = next((each for each in parts(visit, review) if each.topic == topic), None)
    if part is None:
        raise Http404(f"{topic} is no input of a review.")
    spoken = request.POST.get("at") == "meeting"
    form = (
        SayForm(visit, part.record or ReviewInput(), request.POST)
        if spoken
        else TellForm.of(visit, part.record, topic, request.POST)
    )
    if not form.is_valid():
        if spoken:
            return shown_meeting(request, review, topic, {"say": form}, WRONG)
        return shown_review(request, review, {topic: form}, WRONG)
    tell(visit.actor, ref, topic, seen=seen_in(request), words=form.stated())
    messages.success(request, f"{part.letter}: written down.")
    if not spoken:
        return redirect(back(review, part.anchor))
    following = TOPICS[min(TOPICS.index(topic) + 1, len(TOPICS) - 1)]
    return redirect("review:meeting", ref, following if "next" in request.POST else topic)


@page(Permission.REVIEW_WRITE)
@require_POST
def decide(request: Request, ref: str) -> HttpResponse:
    """Write down a decision; sent twice it is one."""
    visit, review = request.visit, the_review(request, ref)
    topic, form = request.POST.get("topic", ""), DecideForm.blank(visit, request.POST)
    if not form.is_valid():
        if topic in TOPICS:
            return shown_meeting(request, review, topic, {"decide": form}, WRONG)
        return shown_review(request, review, {"decide": form}, WRONG)
    key = request.POST.get("form-key") or fresh_key()
    if not done_before(visit.actor, key):
        with take(visit.actor, key):
            made = decisions.add(visit.actor, _decision(review, form.stated(), visit.today))
        remember(visit.actor, key, made.ref)
        messages.success(request, f"{made.ref}: decided.")
    if topic in TOPICS:
        return redirect("review:meeting", ref, topic)
    return redirect(back(review, "decisions"))


def _decision(review: ManagementReview, stated: dict[str, Any], today: Any) -> Decision:
    return Decision(review=review.ref, decided_on=review.held_on or today, **stated)


@page(Permission.REVIEW_WRITE)
@require_POST
def follow_up(request: Request, ref: str) -> HttpResponse:
    """Open what a decision leads to."""
    visit = request.visit
    found = visit.isms.at(Decision, ref)
    kind = request.POST.get("kind", "")
    if found is None or kind not in FOLLOWS:
        raise Http404(f"There is no decision {ref} that leads to such a record.")
    made = follow(visit.actor, ref, seen=seen_in(request), kind=kind)  # type: ignore[arg-type]  # one of FOLLOWS
    messages.success(request, f"{made.ref} is opened for {ref}. Complete what it still lacks.")
    return redirect(address(made))


@page(Permission.REVIEW_WRITE)
@require_POST
def attend(request: Request, ref: str) -> HttpResponse:
    """Write down when it was held and who was there: from then on it can be approved."""
    visit, review = request.visit, the_review(request, ref)
    form = AttendForm(visit, review, request.POST, prefix_id="attend-")
    if not form.is_valid():
        return shown_review(request, review, {"attend": form}, WRONG)
    reviews.change(visit.actor, ref, seen=seen_in(request), state="held", **form.stated())
    messages.success(request, f"{ref} was held on {form.cleaned_data['held_on']}.")
    return redirect(back(review, "attendance"))


@page(Permission.REVIEW_WRITE)
@require_POST
def conclude(request: Request, ref: str) -> HttpResponse:
    """Write down what the review concludes."""
    visit, review = request.visit, the_review(request, ref)
    form = ConcludeForm(visit, review, request.POST, prefix_id="conclude-")
    if not form.is_valid():
        return shown_review(request, review, {"conclude": form}, WRONG)
    reviews.change(visit.actor, ref, seen=seen_in(request), **form.stated())
    messages.success(request, "The conclusion is written down.")
    return redirect(f"{reverse('review:review', args=[ref])}#conclusion")
