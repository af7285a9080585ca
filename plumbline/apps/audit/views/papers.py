"""A working paper: what to ask, what was seen, the verdict; findings raised from it and what answers them."""

from __future__ import annotations

import dataclasses
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit import conducting as audits
from plumbline.apps.audit import services
from plumbline.apps.audit.paper_forms import AnswerForm, FindingForm, PaperForm
from plumbline.apps.audit.views.conducting import audit_at
from plumbline.apps.evidence.receiving import TooLargeError, guard, received, refuse_stopped
from plumbline.apps.evidence.services import file_evidence
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.kinds import AuditFinding, AuditItem, EvidenceItem, Sample


def paper_at(request: Request, ref: str) -> AuditItem:
    """The working paper of an address. Raises Http404."""
    found = request.visit.isms.at(AuditItem, ref)
    if found is None:
        raise Http404(f"There is no working paper {ref}.")
    return found


@page(Permission.AUDIT_READ, post=Permission.AUDIT_WRITE)
def paper(request: Request, ref: str) -> HttpResponse:
    """One item: its questions, what was seen, the verdict; then on to the next that has none."""
    visit, held = request.visit, paper_at(request, ref)
    sent = request.method == "POST"
    entry = audits.entry_of(visit.isms, held)
    form = PaperForm(visit, held, audits.behind(visit, entry, held), request.POST if sent else None)
    asked = held.questions or tuple(each.text for each in entry.questions)
    context = _around(request, held) | {"entry": entry, "form": form, "questions": asked}
    if not sent:
        return render(request, "audit/paper.html", context)
    if form.is_valid():
        try:
            made = services.examine(visit.actor, ref, seen=seen_in(request), **form.said())
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            messages.success(request, f"{made.item}: {made.verdict or 'noted, without a verdict yet'}.")
            return _onward(request, made, context)
    return render(request, "audit/paper.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _onward(request: Request, made: AuditItem, context: dict[str, Any]) -> HttpResponse:
    """To the finding where the verdict asks for one, to the next paper without a verdict, or back to this one."""
    if "finding" in request.POST:
        return redirect("audits:raise", made.ref)
    if "next" in request.POST:
        others = [each.item for each in context["papers"] if each.item.ref != made.ref]
        place = next((at for at, each in enumerate(context["papers"]) if each.item.ref == made.ref), 0)
        after = next((each for each in (*others[place:], *others[:place]) if not each.verdict), None)
        return redirect("audits:paper", after.ref) if after else redirect("audits:audit", context["audit"].ref)
    return redirect("audits:paper", made.ref)


def _around(request: Request, held: AuditItem) -> dict[str, Any]:
    """The audit of a paper and its other papers."""
    visit = request.visit
    audit = audit_at(request, held.audit)
    papers = audits.papers(visit.isms, audit)
    place = next(at for at, each in enumerate(papers) if each.item.ref == held.ref)
    open_ = audit.state in services.OPEN_STATES and not audit.signed_off_on
    return {
        "audit": audit,
        "item": held,
        "paper": papers[place],
        "papers": papers,
        "number": place + 1,
        "before": papers[place - 1].item if place else None,
        "after": papers[place + 1].item if place + 1 < len(papers) else None,
        "progress": audits.progress(papers),
        "seen": visit.present.seen(AuditItem.KIND, held.ref),
        "open": open_,
        "may_write": open_ and visit.may_now(Permission.AUDIT_WRITE),
        "may_attach": open_ and visit.may_now(Permission.AUDIT_WRITE) and visit.may_now(Permission.EVIDENCE_WRITE),
    }


@csrf_exempt  # so that what is too large is refused before the form is read for its token; `_attached` asks for it
@page(Permission.AUDIT_WRITE)
def attach(request: Request, ref: str) -> HttpResponseBase:
    """Keep a file as evidence and name it in the paper."""
    held = paper_at(request, ref)
    if request.visit.past or request.method != "POST":
        return redirect("audits:paper", ref)
    try:
        guard(request)
    except TooLargeError as error:
        messages.error(request, str(error))
        return redirect("audits:paper", ref)
    answer: HttpResponseBase = csrf_protect(_attached)(request, held)
    return answer


def _attached(request: Request, held: AuditItem) -> HttpResponse:
    visit, seen = request.visit, seen_in(request)
    refuse_stopped(request)
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError("No file came. Choose one, then attach it.")
    title = request.POST.get("title", "").strip() or f"Seen in {held.audit}: {held.item}"
    key = control_key(visit.isms, held.item)
    (item,) = file_evidence(
        visit.actor,
        EvidenceItem(
            title=title,
            shows=f"Seen while {held.item} was examined in {held.audit}.",
            controls=(key,) if key else (),
            records=(held.audit,),
            method="observation",
            evidence_kind="point",
            observed_on=visit.today,
            collected_on=visit.today,
            collected_by=visit.actor.person,
            blob=received(file),
        ),
    )
    services.examine(visit.actor, held.ref, seen=seen, evidence=(*held.evidence, item.ref))
    messages.success(request, f"{item.ref} is kept and named in this paper.")
    return redirect("audits:paper", held.ref)


@page(Permission.AUDIT_WRITE)
def raise_(request: Request, ref: str) -> HttpResponse:
    """Raise a finding from a paper: what is required, what was seen, the gap."""
    visit, held = request.visit, paper_at(request, ref)
    context = _around(request, held)
    sent = request.method == "POST"
    entry = audits.entry_of(visit.isms, held)
    labels = "; ".join(f"{key} {label}" for key, label in entry.requirements) or f"{held.item} {entry.title}"
    samples = tuple(dict.fromkeys((*held.samples, *_sample_asked(request))))
    begun = AuditFinding(
        grade=held.verdict if held.verdict in audits.GRADES else "",  # type: ignore[arg-type]  # one of its words
        requirement=labels,
        evidence=held.notes,
        records=audits.exceptions(visit.isms, samples) or held.looked_at,
        samples=samples,
    )
    form = FindingForm(visit, begun, request.POST if sent else None)
    context |= {"entry": entry, "form": form}
    if sent and form.is_valid():
        key = control_key(visit.isms, held.item)
        finding = dataclasses.replace(form.finding(), controls=(key,) if key else ())
        try:
            made = services.raise_finding(visit.actor, ref, finding, seen=seen_in(request))
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            messages.success(request, f"{made.ref} is raised: {made.grade}.")
            return redirect("audits:paper", ref)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "audit/raise.html", context, status=status)


def _sample_asked(request: Request) -> tuple[str, ...]:
    """The sample that leads to the finding, where the address names one."""
    found = request.visit.isms.at(Sample, request.GET.get("sample", ""))
    return (found.ref,) if found else ()


@page(Permission.AUDIT_WRITE)
def answer(request: Request, ref: str) -> HttpResponse:
    """Open the nonconformity, or the improvement, that answers a finding."""
    visit = request.visit
    finding = visit.isms.at(AuditFinding, ref)
    if finding is None:
        raise Http404(f"There is no finding {ref}.")
    sent = request.method == "POST"
    form = AnswerForm(visit, finding, request.POST if sent else None)
    context: dict[str, Any] = {
        "finding": finding,
        "form": form,
        "seen": visit.present.seen(AuditFinding.KIND, ref),
        "opens": "improvement" if finding.grade == "opportunity" else "nonconformity",
    }
    if sent and form.is_valid():
        try:
            made = services.open_nonconformity(visit.actor, ref, seen=seen_in(request), **form.said())
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
        else:
            messages.success(request, f"{made.ref} is open, and {ref} names it.")
            return redirect(address(made))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "audit/answer.html", context, status=status)
