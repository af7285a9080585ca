"""The sampling workbench: freeze, draw, write down what was seen, draw again."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.forms import DrawForm
from plumbline.apps.audit.sampling import drawing, frozen
from plumbline.apps.audit.sampling.looking import frozen_rows, proposals, recipe, ruled_out, samples_of, standing
from plumbline.apps.audit.sampling.services import draw_sample, extend_sample, note_redraw, record_results
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.fresh import fresh
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, AuditItem, Population, Sample
from plumbline.engine.domain.samples import Examined
from plumbline.engine.standard.catalogue import short_key

RESULTS = ("as it should be", "exception", "not testable")
LATEST = 30


def population_at(request: Request, ref: str) -> Population:
    """The population of an address. Raises Http404."""
    found = request.visit.isms.at(Population, ref)
    if found is None:
        raise Http404(f"There is no population {ref}.")
    return found


def sample_at(request: Request, ref: str) -> Sample:
    """The sample of an address. Raises Http404."""
    found = request.visit.isms.at(Sample, ref)
    if found is None:
        raise Http404(f"There is no sample {ref}.")
    return found


@page(Permission.AUDIT_READ)
@require_GET
def workbench(request: Request) -> HttpResponse:
    """What is frozen, what was drawn, and what still has to be looked at."""
    isms = request.visit.isms
    drawn = sorted(isms.live(Sample), key=lambda each: (each.state != "drawn", each.drawn_on is None, each.drawn_on))
    context = {
        "open": [standing(isms, each) for each in drawn if each.state == "drawn"],
        "examined": [standing(isms, each) for each in reversed(drawn) if each.state == "examined"][:LATEST],
        "populations": [(each, samples_of(isms, each)) for each in reversed(isms.live(Population))][:LATEST],
        "may_write": request.visit.may_now(Permission.AUDIT_WRITE),
    }
    return render(request, "audit/workbench.html", context)


@page(Permission.AUDIT_READ)
@require_GET
def population(request: Request, ref: str) -> HttpResponse:
    """The frozen rows, how one knows that they are whole, and what was drawn of them."""
    visit, held = request.visit, population_at(request, ref)
    context = {
        "population": held,
        "frozen": frozen_rows(visit.isms, held),
        "samples": [standing(visit.isms, each) for each in samples_of(visit.isms, held)],
        "may_write": held.live and visit.may_now(Permission.AUDIT_WRITE),
        "may_export": visit.may(Permission.REGISTER_EXPORT),
        "entry": visit.system.seen(Population.KIND, ref),
    }
    return render(request, "audit/population.html", context)


@page(Permission.REGISTER_EXPORT, any_day=True)
@fresh
@require_POST
def rows(request: Request, ref: str) -> HttpResponse:
    """The frozen rows, byte for byte, so that somebody can draw from them without us."""
    if not request.visit.may(Permission.AUDIT_READ):
        raise NotAllowedError("The rows of populations are for those who may read audits. Ask for access to them.")
    held = population_at(request, ref)
    content = frozen.content(held)
    note_export(request.visit.actor)
    answer = HttpResponse(content, content_type="text/tab-separated-values; charset=utf-8")
    name = f"population-{held.ref}.tsv"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@page(Permission.AUDIT_WRITE)
def draw(request: Request, ref: str) -> HttpResponse:
    """Draw a sample of a population."""
    visit, held = request.visit, population_at(request, ref)
    found = frozen_rows(visit.isms, held)
    if found.rows is None or not held.live:
        raise RefusedError(found.problem or f"{ref} is withdrawn. Freeze a new population.")
    sent, key = request.method == "POST", request.POST.get("form-key", "")
    audit = request.GET.get("audit", "") or _under_way(visit)
    form = DrawForm(visit, found.rows, request.POST if sent else None, audit)
    context: dict[str, Any] = {
        "population": held,
        "frozen": found,
        "form": form,
        "form_key": key or fresh_key(),
        "proposals": proposals(found.rows.size),
        "ruled_out": ruled_out(found.rows.size),
    }
    if sent and form.is_valid():
        if key and (made := done_before(visit.actor, key)):
            messages.info(request, f"This form was sent before and drew {made}. Nothing was drawn twice.")
            return redirect("audits:sample", made)
        try:
            with take(visit.actor, key or fresh_key()):
                drawn = draw_sample(visit.actor, ref, form.wanted())
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            remember(visit.actor, key, drawn.ref)
            messages.success(request, f"{drawn.ref}: {drawn.size} of {found.rows.size} rows are drawn.")
            return redirect("audits:sample", drawn.ref)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "audit/draw.html", context, status=status)


def _under_way(visit: Visit) -> str:
    """The audit that the visitor is at: the one under way in which they examine; empty where there are several."""
    mine = [
        each.ref
        for each in visit.isms.live(Audit)
        if each.state == "under way" and any(visit.actor.answers_for(who) for who in (each.lead, *each.auditors) if who)
    ]
    return mine[0] if len(mine) == 1 else ""


@page(Permission.AUDIT_READ, post=Permission.AUDIT_WRITE)
def sample(request: Request, ref: str) -> HttpResponse:
    """The drawn rows, one line each for what was seen; and what they say of the whole."""
    visit, held = request.visit, sample_at(request, ref)
    context: dict[str, Any] = {
        "standing": standing(visit.isms, held),
        "items": held.items,
        "conclusion": held.conclusion,
        "results": RESULTS,
        "papers": _papers(visit.isms, held),
        "redrawn": [_by_name(visit.names, each) for each in held.redrawn],
        "seen": visit.present.seen(Sample.KIND, ref),
        "may_write": held.live and not _signed(visit.isms, held) and visit.may_now(Permission.AUDIT_WRITE),
    }
    if request.method != "POST":
        return render(request, "audit/sample.html", context)
    results, conclusion = _results(request, held), request.POST.get("conclusion", "")
    try:
        made = record_results(visit.actor, ref, seen=seen_in(request), results=results, conclusion=conclusion)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context |= {"problems": problems(error), "conclusion": conclusion}
        context["items"] = tuple(results.get(each.key, each) for each in held.items)
        return render(request, "audit/sample.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    done = sum(bool(each.result) for each in made.items)
    messages.success(request, f"{done} of {len(made.items)} rows have a result.")
    return redirect("audits:sample", ref)


def _signed(isms: Isms, held: Sample) -> bool:
    """Whether the audit that a sample belongs to is signed, so that the sample stands."""
    audit = isms.resolve(held.audit, Audit) if held.audit else None
    return isinstance(audit, Audit) and audit.signed_off_on is not None


def _papers(isms: Isms, held: Sample) -> tuple[AuditItem, ...]:
    """The working papers that a sample is for: those that name it, else those about one of its controls."""
    audit = isms.resolve(held.audit, Audit) if held.audit else None
    papers = isms.of_parent(AuditItem, "audit", audit) if isinstance(audit, Audit) else ()
    named = tuple(each for each in papers if held.ref in each.samples)
    return named or tuple(each for each in papers if short_key(each.item) in held.controls)


def _by_name(names: Mapping[str, str], line: str) -> str:
    """Who drew again, by today's name."""
    who, comma, rest = line.partition(",")
    return f"{names.get(who, who)}{comma}{rest}"


def _results(request: Request, held: Sample) -> dict[str, Examined]:
    """What was typed, by key; rows are told apart by their place, since a key may hold any sign."""
    said = request.POST
    found = {}
    for number, each in enumerate(held.items):
        result = said.get(f"result-{number}", "")
        found[each.key] = Examined(
            key=each.key,
            what=each.what,
            stratum=each.stratum,
            result=result if result in RESULTS else "",  # type: ignore[arg-type]  # one of the words of the field
            remark=said.get(f"remark-{number}", ""),
            evidence=said.get(f"evidence-{number}", ""),
        )
    return found


@page(Permission.AUDIT_WRITE)
@require_POST
def extend(request: Request, ref: str) -> HttpResponse:
    """Draw more rows of the same sample."""
    words = request.POST.get("size", "")
    if not words.isdecimal() or len(words) > 6:
        raise RefusedError("Say how many rows it is to have altogether, as a whole number.")
    made = extend_sample(
        request.visit.actor, ref, seen=seen_in(request), size=int(words), reason=request.POST.get("reason", "")
    )
    messages.success(request, f"{ref} has {made.size} rows now; those drawn before are the first of them.")
    return redirect("audits:sample", ref)


@page(Permission.AUDIT_READ, any_day=True)
def again(request: Request, ref: str) -> HttpResponse:
    """Draw a sample again and hold both side by side; of auditors it is written down that they did."""
    visit, held = request.visit, sample_at(request, ref)
    stands = standing(visit.isms, held)
    context: dict[str, Any] = {"standing": stands, "sample": held, "may_export": visit.may(Permission.REGISTER_EXPORT)}
    if stands.rows is not None and not stands.problem:
        context["recipe"] = recipe(held, stands.rows) if held.method != "judgement" else ""
        if request.method == "POST":
            context["again"] = drawing.again(stands.rows, held)
            context["noted"] = visit.may_now(Permission.AUDIT_WRITE)
            if context["noted"]:
                note_redraw(visit.actor, ref)
    return render(request, "audit/again.html", context)
