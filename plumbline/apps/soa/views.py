"""The Statement of Applicability: look, narrow, decide a row, approve, compare, hand out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.soa import statement as statements
from plumbline.apps.soa.looking import NARROWINGS, compared, themes
from plumbline.apps.soa.services import soa_overrides
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.sighting import out_of_sight, sight_of
from plumbline.engine.domain import soa
from plumbline.engine.domain.evidence import items
from plumbline.engine.domain.kinds import ControlState, OwnControl, SoaOverride, SoaVersion
from plumbline.engine.domain.soa import SoaRow
from plumbline.reports.soa.render import FORMATS
from plumbline.reports.soa.render import render as written
from plumbline.reports.soa.rows import SoaReport, soa_report

DECIDED: dict[str, Literal["yes", "no"]] = {"yes": "yes", "no": "no"}
AGAINST_FACTS = "excluded against facts"
"""The contradiction of a row that is left out though registers show what it protects."""
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
}


def _report(request: Request) -> SoaReport:
    visit, sight = request.visit, sight_of(request.visit)
    return visit.isms.memo(
        ("the statement", out_of_sight(visit), sight.away if sight else ""),
        lambda: soa_report(visit.isms, made_at=ports.now(), names=visit.names, sight=sight),
    )


@page(Permission.SOA_READ)
@require_GET
def statement(request: Request) -> HttpResponse:
    """Every control by theme, as computed from what asks for it."""
    visit, report = request.visit, _report(request)
    found = themes(report, request.GET)
    context = {
        "report": report,
        "themes": found,
        "shown": sum(len(each.rows) for each in found),
        "narrowings": NARROWINGS,
        "show": request.GET.get("show", ""),
        "words": request.GET.get("q", ""),
        "version": soa.approved(visit.isms),
        "drift": soa.drift(visit.isms),
        "files": tuple(each for each in FORMATS if each in TYPES) if visit.may(Permission.REGISTER_EXPORT) else (),
        "may_approve": visit.may_now(Permission.SOA_APPROVE),
    }
    return render(request, "soa/statement.html", context)


@page(Permission.SOA_READ, post=Permission.SOA_WRITE)
def row(request: Request, key: str) -> HttpResponse:
    """One control: what asks for it, how far it is done, what shows it; and a decision that overrules the row."""
    visit = request.visit
    found = soa.row(visit.isms, key)
    if found is None:
        raise Http404(f"There is no control {key}.")
    state = visit.isms.at(OwnControl if found.theme == soa.OWN else ControlState, key)
    operates = visit.may_change(state, Permission.CONTROL_WRITE) if state else visit.may_now(Permission.CONTROL_WRITE)
    context: dict[str, Any] = {
        "row": found,
        "printed": next(each for each in _report(request).rows if each.key == key),
        "against": _against(request, found),
        "unseen": _unseen(request, [each.ref for each in found.drivers]),
        "guidance": visit.isms.standard.all_guidance.get(key),
        "state": state,
        "items": items(visit.isms, key) if visit.may(Permission.EVIDENCE_READ) else (),
        "seen": visit.present.seen(SoaOverride.KIND, key),
        "chosen": request.POST.get("applicable", found.override.applicable if found.override else "yes"),
        "reason": request.POST.get("reason", ""),
        "may_write": visit.may_now(Permission.SOA_WRITE),
        "may_operate": operates,
    }
    if request.method != "POST":
        return render(request, "soa/row.html", context)
    try:
        _overrule(request, key, found.override)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "soa/row.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"{key}: the decision is on record.")
    return redirect("soa:row", key)


def _against(request: Request, found: SoaRow) -> list[str]:
    """What speaks against leaving a control out, as far as the visitor may read it; the rest is counted."""
    names = [name for each in found.contradictions if each.kind == AGAINST_FACTS for name in each.records]
    sight = sight_of(request.visit)
    if sight is None:
        return names
    kept, others = sight.parted(names)
    return [*kept, sight.others(others)] if others else list(kept)


def _unseen(request: Request, refs: list[str]) -> str:
    """The records among these that the visitor may not read, in words; empty where there are none."""
    sight = sight_of(request.visit)
    return sight.others(sight.parted(refs)[1]) if sight else ""


def _overrule(request: Request, key: str, standing: SoaOverride | None) -> None:
    """Decide about a row against what is computed, or let the computed row stand again."""
    visit, reason = request.visit, request.POST.get("reason", "").strip()
    if not reason:
        raise RefusedError("A decision about a row needs its reason: an auditor asks for it first.")
    wish = request.POST.get("applicable", "")
    if wish not in DECIDED:
        if standing is None:
            raise RefusedError("Nothing overrules this row. It stands as computed already.")
        soa_overrides.end(visit.actor, key, seen=seen_in(request), reason=reason)
        return
    decided = SoaOverride(
        ref=key,
        applicable=DECIDED[wish],
        reason=reason,
        decided_by=visit.actor.person,
        decided_on=visit.today,
    )
    if visit.present.get(SoaOverride.KIND, key) is None:
        soa_overrides.add(visit.actor, decided)
    else:
        fields = {
            name: getattr(decided, name) for name in ("applicable", "reason", "decided_by", "decided_on", "state")
        }
        soa_overrides.change(visit.actor, key, seen=seen_in(request), **fields)


@page(Permission.SOA_READ, post=Permission.SOA_APPROVE)
def approve(request: Request) -> HttpResponse:
    """Approve the statement as it is computed now; its rows, PDF and JSON are kept for ever."""
    visit = request.visit
    report = _report(request)
    context: dict[str, Any] = {
        "report": report,
        "version": soa.approved(visit.isms),
        "drift": soa.drift(visit.isms),
        "changed": compared(visit.isms, soa.approved(visit.isms), None, sight_of(visit)),
        "number": request.POST.get("number", "") or statements.next_number(visit.isms),
        "compensation": request.POST.get("compensation", ""),
        "head": visit.system.head,
        "may_approve": visit.may_now(Permission.SOA_APPROVE),
    }
    if request.method != "POST":
        return render(request, "soa/approve.html", context)
    try:
        if not statements.still_stands(visit.present, request.POST.get("head", "")):
            raise RefusedError("The records changed since you opened this page. Look at the rows again, then approve.")
        made = statements.approve(
            visit.actor,
            visit.isms,
            request.POST.get("number", "").strip(),
            made_at=ports.now().replace(microsecond=0),
            names=visit.names,
            compensation=request.POST.get("compensation", ""),
        )
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "soa/approve.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"Version {made.number} is approved and kept: {len(made.rows)} rows.")
    return redirect("soa:statement")


@page(Permission.SOA_READ)
@require_GET
def compare(request: Request) -> HttpResponse:
    """Two versions side by side; without one it is the statement as computed."""
    isms = request.visit.isms
    versions = [each for each in isms.all(SoaVersion) if each.rows]
    by_ref = {each.ref: each for each in versions}
    standing = soa.approved(isms)
    first = request.GET.get("from", standing.ref if standing else "")
    second = request.GET.get("to", "")
    context = {
        "versions": versions,
        "first": first,
        "second": second,
        "changed": compared(isms, by_ref.get(first), by_ref.get(second), sight_of(request.visit))
        if first != second
        else (),
    }
    return render(request, "soa/compare.html", context)


@page(Permission.REGISTER_EXPORT)
@require_GET
def file(request: Request, form: str) -> HttpResponse:
    """The statement as computed, as a file."""
    if form not in FORMATS:
        raise Http404(f"There is no statement as {form}.")
    note_export(request.visit.actor)
    name = f"statement-of-applicability-{request.visit.on.isoformat()}.{'txt' if form == 'text' else form}"
    return _attached(written(_report(request), form), form, name)


@page(Permission.SOA_READ)
@require_GET
def kept(request: Request, ref: str, form: str) -> HttpResponse:
    """A document of an approved version, byte for byte."""
    version = request.visit.isms.at(SoaVersion, ref)
    if version is None:
        raise Http404(f"There is no version {ref}.")
    name = f"statement-of-applicability-{version.number}.{form}"
    return _attached(statements.kept(version, form), form, name)


def _attached(content: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
