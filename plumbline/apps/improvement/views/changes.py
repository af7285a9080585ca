"""Open changes on a board; one change at work, with what it touches and its next step."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.errors import InvalidError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.improvement.impact import ahead, impact, lanes
from plumbline.apps.improvement.services import go_live, look_back, refresh_impact, settle_impact, start_change
from plumbline.apps.improvement.standing import must_look_back
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.engine.domain.kinds import Change
from plumbline.engine.domain.record import field_of

PLAN = (
    *("purpose", "consequences", "integrity", "resources", "responsibilities"),
    *("security_decision", "tested", "fallback", "review_result"),
)


@page(Permission.IMPROVEMENT_READ)
@require_GET
def board(request: Request) -> HttpResponse:
    """Every open change, where it stands."""
    found = lanes(request.visit)
    context = {
        "lanes": found,
        "total": sum(len(cases) for _, cases in found),
        "may_write": request.visit.may_now(Permission.IMPROVEMENT_WRITE),
    }
    return render(request, "improvement/changes.html", context)


@page(Permission.IMPROVEMENT_READ)
@require_GET
def change(request: Request, ref: str) -> HttpResponse:
    """One change: what it is for, what it touches, and what stands before its next step."""
    return _shown(request, _held(request, ref))


@page(Permission.IMPROVEMENT_WRITE)
@require_POST
def act(request: Request, ref: str, step: str) -> HttpResponse:
    """Refresh the list, go through it, begin, go live, look back."""
    held, acting = _held(request, ref), ACTS.get(step)
    if acting is None:
        raise Http404(f"There is no step “{step}” of a change.")
    try:
        said = acting(request, held)
    except InvalidError as error:
        return _shown(request, held, status=HTTPStatus.UNPROCESSABLE_ENTITY, problems=problems(error))
    messages.success(request, said)
    return redirect("improvement:change", ref)


def _held(request: Request, ref: str) -> Change:
    held = request.visit.system.get(Change.KIND, ref)
    if not isinstance(held, Change):
        raise Http404(f"There is no change {ref}.")
    return held


def _shown(request: Request, held: Change, status: HTTPStatus = HTTPStatus.OK, **more: Any) -> HttpResponse:
    visit = request.visit
    may_write = held.live and visit.may_change(held, Permission.IMPROVEMENT_WRITE)
    context = {
        "record": held,
        "impact": impact(visit, held),
        "ahead": ahead(held),
        "plan": [(field_of(Change, name).label, getattr(held, name)) for name in PLAN if getattr(held, name)],
        "seen": visit.present.seen(held.KIND, held.ref),
        "may_write": may_write,
        "may_approve": held.state == "proposed" and visit.may_now(Permission.IMPROVEMENT_APPROVE),
        "may_close": held.state == "done" and visit.may_now(Permission.IMPROVEMENT_CLOSE),
        "may_start": may_write and held.state == "approved",
        "may_go_live": may_write
        and held.live_on is None
        and (held.state in ("approved", "under way") or (held.state == "proposed" and bool(held.emergency))),
        "may_look_back": may_write and (held.live_on is not None or bool(held.unintended)) and not held.reviewed_on,
        "must_look_back": must_look_back(held),
        "said": request.POST,
        **more,
    }
    return render(request, "improvement/change.html", context, status=status)


# --- what is sent ----------------------------------------------------------------------------------------------------


def _refresh(request: Request, held: Change) -> str:
    made = refresh_impact(request.visit.actor, held.ref, seen=seen_in(request))
    return f"{made.ref} touches {len(made.impact)} record{'' if len(made.impact) == 1 else 's'} as things stand."


def _settle(request: Request, held: Change) -> str:
    chosen = request.POST.getlist("record")
    state = "waived" if request.POST.get("state") == "waived" else "updated"
    reason = request.POST.get("reason", "")
    settle_impact(
        request.visit.actor,
        held.ref,
        seen=seen_in(request),
        records=chosen,
        state="waived" if state == "waived" else "updated",
        reason=reason,
    )
    return f"{', '.join(chosen)}: {'waived' if state == 'waived' else 'up to date'}."


def _start(request: Request, held: Change) -> str:
    start_change(request.visit.actor, held.ref, seen=seen_in(request))
    return f"{held.ref} is under way, and you are one of those who carry it out."


def _live(request: Request, held: Change) -> str:
    said = request.POST
    made = go_live(
        request.visit.actor,
        held.ref,
        seen=seen_in(request),
        tested=said.get("tested", ""),
        fallback=said.get("fallback", ""),
    )
    return f"{held.ref} is in effect since today." + (
        " It still has to be approved." if made.state == "proposed" else " Go through what it touches, then close it."
    )


def _back(request: Request, held: Change) -> str:
    said = request.POST
    look_back(
        request.visit.actor,
        held.ref,
        seen=seen_in(request),
        result=said.get("result", ""),
        compensation=said.get("compensation", ""),
    )
    return f"What {held.ref} did is on record."


ACTS: dict[str, Callable[[Request, Change], str]] = {
    "refresh": _refresh,
    "settle": _settle,
    "start": _start,
    "live": _live,
    "look-back": _back,
}
