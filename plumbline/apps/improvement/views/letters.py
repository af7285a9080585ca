"""The answer to an outside body: which findings, what it still lacks, and the file."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.journal import ports
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import Nonconformity
from plumbline.reports.response_letter.letter import Letter, letter_of
from plumbline.reports.response_letter.render import FORMATS, TYPES
from plumbline.reports.response_letter.render import render as written


@page(Permission.REGISTER_EXPORT)
@require_GET
def letter(request: Request) -> HttpResponse:
    """Choose the findings that are answered; what the records do not say yet is told before the letter is."""
    _demand_reading(request)
    isms, chosen = request.visit.isms, _chosen(request)
    from_outside = [each for each in isms.all(Nonconformity) if each.raised_by_body]
    from_outside.sort(key=lambda each: (not each.live, each.raised_by_body, each.answer_due or date.max, each.ref))
    context = {
        "found": [*from_outside, *(each for each in chosen if each not in from_outside)],
        "chosen": [each.ref for each in chosen],
        "made": _letter(request, chosen) if chosen else None,
        "forms": tuple(FORMATS),
    }
    return render(request, "improvement/letter.html", context)


@page(Permission.REGISTER_EXPORT)
@require_GET
def letter_file(request: Request, form: str) -> HttpResponse:
    """The letter as a file."""
    _demand_reading(request)
    if form not in FORMATS:
        raise Http404(f"There is no letter as {form}.")
    chosen = _chosen(request)
    if not chosen:
        raise RefusedError("The letter answers no finding. Choose those it is about.")
    note_export(request.visit.actor)
    answer = HttpResponse(written(_letter(request, chosen), form), content_type=TYPES[form])
    name = f"response-{request.visit.on.isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _demand_reading(request: Request) -> None:
    """Raise NotAllowedError for a visitor whose visit does not open nonconformities: a letter tells all of them."""
    if not request.visit.may(Permission.IMPROVEMENT_READ):
        raise NotAllowedError("The letter is for those who may read nonconformities. Ask for access to them.")


def _chosen(request: Request) -> list[Nonconformity]:
    """The nonconformities that the address names; what it names besides is left out."""
    named = (request.visit.isms.at(Nonconformity, ref) for ref in dict.fromkeys(request.GET.getlist("ref")))
    return [each for each in named if each is not None]


def _letter(request: Request, chosen: list[Nonconformity]) -> Letter:
    visit = request.visit
    return letter_of(visit.isms, chosen, names=visit.names, signed_by=visit.actor.person, made_at=ports.now())
