"""What is open and how far it is; opening a nonconformity; its five steps."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.improvement import steps
from plumbline.apps.improvement.forms import DeclaredForm, PlanForm, RaiseForm, SearchForm, WhyForm
from plumbline.apps.improvement.raising import begun
from plumbline.apps.improvement.searching import search
from plumbline.apps.improvement.services import (
    nonconformities,
    plan_action,
    raise_nonconformity,
    record_search,
    set_criterion,
)
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.corrections import actions_of
from plumbline.engine.domain.kinds import Nonconformity
from plumbline.reports.response_letter.letter import named

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
GRADES = ("major", "minor", "")
CRITERION = ("effect_criterion", "effect_due")


@page(Permission.IMPROVEMENT_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """Every open nonconformity with its five steps, the graver and older first."""
    isms = request.visit.isms
    live = sorted(isms.live(Nonconformity), key=lambda e: (GRADES.index(e.grade), e.raised_on or isms.on, e.ref))
    cases = [(each, steps.standings(isms, each), steps.next_step(isms, each)) for each in live]
    context = {
        "cases": cases,
        "bodies": [each for each in live if each.raised_by_body and not each.answered_on],
        "may_write": request.visit.may_now(Permission.IMPROVEMENT_WRITE),
        "may_export": request.visit.may(Permission.REGISTER_EXPORT),
    }
    return render(request, "improvement/overview.html", context)


@page(Permission.IMPROVEMENT_WRITE)
def open_one(request: Request) -> HttpResponse:
    """Open a nonconformity: from the finding of a rule, an incident, an outside body, or from nothing."""
    visit, sent = request.visit, request.method == "POST"
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. Go back to today to open something.")
    first = begun(visit, request.GET.dict(), request.GET.getlist("record"))
    form, key = RaiseForm(visit, first, request.POST if sent else None), request.POST.get("form-key", "")
    context: dict[str, Any] = {"form": form, "form_key": key or fresh_key(), "source": first.source}
    if sent and form.is_valid():
        if key and (made := done_before(visit.actor, key)):
            messages.info(request, f"This form was sent before and made {made}. Nothing was written twice.")
            return redirect("improvement:step", made, "right")
        try:
            with take(visit.actor, key or fresh_key()):
                opened = raise_nonconformity(visit.actor, form.value())
        except NotAllowedError:
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            remember(visit.actor, key, opened.ref)
            messages.success(request, f"{opened.ref} is open. Begin with what was put right.")
            return redirect("improvement:step", opened.ref, "right")
    context["before"] = steps.recurrences(visit.isms, form.value() if sent and form.is_valid() else first)
    return render(request, "improvement/open.html", context, status=REFUSED if sent else HTTPStatus.OK)


@page(Permission.IMPROVEMENT_READ, post=Permission.IMPROVEMENT_WRITE)
def step(request: Request, ref: str, step: str) -> HttpResponse:
    """One of the five steps of a nonconformity."""
    held, chosen = request.visit.system.get(Nonconformity.KIND, ref), steps.BY_SLUG.get(step)
    if not isinstance(held, Nonconformity) or chosen is None:
        raise Http404(f"There is no step “{step}” of a nonconformity {ref}.")
    made = STEPS[chosen.slug](request, held, chosen)
    if request.method != "POST":
        return _shown(request, held, chosen, made)
    wish = request.POST.get("do", "save")
    act = ACTS.get((chosen.slug, wish))
    if act is None:
        raise RefusedError("This step is not written like that. Open it again and use its buttons.")
    form = made["plan"] if wish == "plan" else made["form"]
    if not form.is_valid():
        return _shown(request, held, chosen, made, status=REFUSED)
    try:
        told = act(request, held, form)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        return _shown(request, held, chosen, {**made, "problems": problems(error)}, status=REFUSED)
    messages.success(request, told)
    following = chosen.slug if wish == "plan" else _following(chosen.slug)
    return redirect("improvement:step", ref, following)


def _following(slug: str) -> str:
    slugs = list(steps.BY_SLUG)
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def _shown(
    request: Request,
    held: Nonconformity,
    chosen: steps.Step,
    made: dict[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    visit = request.visit
    context = {
        "record": held,
        "step": chosen,
        "part": f"improvement/_{chosen.slug}.html",
        "standings": steps.standings(visit.isms, held),
        "before": steps.recurrences(visit.isms, held),
        "left": steps.before_judging(visit.isms, held),
        "late": steps.late_criterion(visit.isms, held),
        "actions": actions_of(visit.isms, held),
        "seen": visit.present.seen(held.KIND, held.ref),
        "told": [(each.label, words) for each in made.get("form", ()) if (words := each.value())],
        "may_export": visit.may(Permission.REGISTER_EXPORT),
        "may_write": held.live and visit.may_change(held, Permission.IMPROVEMENT_WRITE),
        "may_judge": held.live and visit.may_now(Permission.IMPROVEMENT_CLOSE),
        **made,
    }
    return render(request, "improvement/step.html", context, status=status)


# --- the forms of the steps ------------------------------------------------------------------------------------------


def _plain(request: Request, held: Nonconformity, chosen: steps.Step) -> dict[str, Any]:
    return {
        "form": DeclaredForm(request.visit, held, chosen.fields, request.POST if request.method == "POST" else None)
    }


def _whys(request: Request, held: Nonconformity, _chosen: steps.Step) -> dict[str, Any]:
    return {"form": WhyForm(request.visit, held, request.POST if request.method == "POST" else None)}


def _search(request: Request, held: Nonconformity, _chosen: steps.Step) -> dict[str, Any]:
    found = search(request.visit, held)
    first = {"where": "\n".join(found.where)}
    extent = named(held.extent, request.visit.names)
    return {
        "found": found,
        "extent": extent,
        "form": SearchForm(request.POST if request.method == "POST" else None, initial=first),
    }


def _planning(request: Request, held: Nonconformity, chosen: steps.Step) -> dict[str, Any]:
    """Two forms on one page: only the one that was sent is read."""
    wish = request.POST.get("do", "")
    return {
        "form": DeclaredForm(request.visit, held, chosen.fields, request.POST if wish == "save" else None),
        "plan": PlanForm(request.visit, request.POST if wish == "plan" else None),
    }


def _nothing(_request: Request, _held: Nonconformity, _chosen: steps.Step) -> dict[str, Any]:
    return {}


STEPS: dict[str, Callable[[Request, Nonconformity, steps.Step], dict[str, Any]]] = {
    "right": _plain,
    "why": _whys,
    "where": _search,
    "away": _planning,
    "worked": _nothing,
}


# --- what is sent ----------------------------------------------------------------------------------------------------


def _save(request: Request, held: Nonconformity, form: DeclaredForm) -> str:
    fields = form.changed()
    if fields.get("cause") and held.cause_found_on is None:
        fields["cause_found_on"] = request.visit.today
    if not fields:
        return f"{held.ref} reads so already. Nothing was changed."
    nonconformities.change(request.visit.actor, held.ref, seen=seen_in(request), **fields)
    return f"{held.ref} is changed."


def _save_plan(request: Request, held: Nonconformity, form: DeclaredForm) -> str:
    """The criterion goes through its own service, which says on which day it was set."""
    fields, seen = form.changed(), seen_in(request)
    rest = {name: value for name, value in fields.items() if name not in CRITERION}
    if not fields:
        return f"{held.ref} reads so already. Nothing was changed."
    if len(rest) < len(fields):
        said = form.said()
        criterion, due = said.get("effect_criterion", held.effect_criterion), said.get("effect_due", held.effect_due)
        set_criterion(request.visit.actor, held.ref, seen=seen, criterion=criterion, due=due, also=rest)
    else:
        nonconformities.change(request.visit.actor, held.ref, seen=seen, **rest)
    return f"{held.ref} is changed."


def _plan(request: Request, held: Nonconformity, form: PlanForm) -> str:
    made = plan_action(request.visit.actor, held.ref, form.value(), seen=seen_in(request))
    return f"{made.actions[-1]} is planned and answers {held.ref}."


def _record(request: Request, held: Nonconformity, form: SearchForm) -> str:
    wanted = form.search(request.POST.getlist("same"))
    made, *opened = record_search(request.visit.actor, held.ref, wanted, seen=seen_in(request))
    if opened:
        return f"The search is on record, and {', '.join(each.ref for each in opened)} is open."
    joined = f" {', '.join(wanted.same)} joined the records at fault." if wanted.same else ""
    return f"The search of {made.ref} is on record.{joined}"


ACTS: dict[tuple[str, str], Callable[..., str]] = {
    ("right", "save"): _save,
    ("why", "save"): _save,
    ("where", "save"): _record,
    ("away", "save"): _save_plan,
    ("away", "plan"): _plan,
}
