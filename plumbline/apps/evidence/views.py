"""The calendar of evidence, sending and replacing it, and handing its files out."""

from __future__ import annotations

import dataclasses
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.evidence.calendar import SHOWN, calendar, months_until, to_renew
from plumbline.apps.evidence.forms import EvidenceForm
from plumbline.apps.evidence.handing_out import attached, inline, seen_on_page
from plumbline.apps.evidence.receiving import MOST_FILES, TooLargeError, guard, received, refuse_stopped
from plumbline.apps.evidence.services import file_evidence, replace_evidence, withdraw_evidence
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.apps.ui.visit import EARLIEST
from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.evidence import items
from plumbline.engine.domain.intervals import Interval
from plumbline.engine.domain.kinds import EvidenceItem

YEAR = Interval(months=12)
THEMES = (("", "every theme"), ("A.5", "organisational"), ("A.6", "people"), ("A.7", "physical"), ("A.8", "technical"))


@page(Permission.EVIDENCE_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """What is covered, period by period, and what nobody has renewed."""
    visit, asked = request.visit, request.GET
    until, show, of_theme = _day(asked.get("until", ""), visit.on), asked.get("show", ""), asked.get("theme", "")
    found = calendar(visit.isms, until, show, of_theme)
    first = found.months[0].first
    later = YEAR.after(found.months[-1].first)
    context = {
        "calendar": found,
        "show": show if show in SHOWN else "",
        "shown": SHOWN,
        "of_theme": of_theme,
        "themes": THEMES,
        "renew": to_renew(visit.isms),
        "before": months_until(first, 2)[0].last,
        "after": min(later, visit.on) if found.months[-1].last < visit.on else None,
        "until": until,
        "items": len(visit.isms.live(EvidenceItem)),
        "may_write": visit.may_now(Permission.EVIDENCE_WRITE),
    }
    return render(request, "evidence/calendar.html", context)


def _day(words: str, otherwise: date) -> date:
    try:
        return min(max(date.fromisoformat(words), EARLIEST), otherwise)
    except ValueError:
        return otherwise


@csrf_exempt  # so that what is too large is refused before the form is read for its token; `_new` asks for the token
@page(Permission.EVIDENCE_WRITE)
def new(request: Request) -> HttpResponseBase:
    """Send evidence: files, what they show, and of which day."""
    return _guarded(request, "")


@csrf_exempt  # as above
@page(Permission.EVIDENCE_WRITE)
def replace(request: Request, ref: str) -> HttpResponseBase:
    """Send what takes the place of an item."""
    return _guarded(request, ref)


def _guarded(request: Request, ref: str) -> HttpResponseBase:
    if request.visit.past:
        raise RefusedError(f"You are looking at {request.visit.as_of}. Go back to today to send evidence.")
    old = _held(request, ref) if ref else None
    try:
        guard(request)
    except TooLargeError as error:
        form = EvidenceForm(request.visit, _begun(request, old))
        return _form(request, form, old, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems=(str(error),))
    answer: HttpResponseBase = csrf_protect(_sent)(request, old)
    return answer


def _sent(request: Request, old: EvidenceItem | None) -> HttpResponse:
    visit, key = request.visit, request.POST.get("form-key", "")
    if request.method != "POST":
        return _form(request, EvidenceForm(visit, _begun(request, old)), old)
    form = EvidenceForm(visit, _begun(request, old), request.POST, request.FILES)
    if key and (made := done_before(visit.actor, key)):
        messages.info(request, f"This form was sent before and made {made}. Nothing was written twice.")
        return redirect("records:record", EvidenceItem.KIND, made)
    if not form.is_valid():
        return _form(request, form, old, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refuse_stopped(request)
        made_now = _written(request, form, old, key or fresh_key())
    except (NotAllowedError, StaleError):
        raise
    except TooLargeError as error:
        return _form(request, form, old, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems=problems(error))
    except RefusedError as error:
        return _form(request, form, old, HTTPStatus.UNPROCESSABLE_ENTITY, problems=problems(error))
    several = len(made_now) > 1
    messages.success(request, f"{', '.join(each.ref for each in made_now)} {'are' if several else 'is'} on record.")
    return redirect("evidence:overview") if several else redirect(address(made_now[0]))


def _written(request: Request, form: EvidenceForm, old: EvidenceItem | None, key: str) -> tuple[EvidenceItem, ...]:
    actor, item, uploads = request.visit.actor, form.item(), form.uploads
    if not uploads and not item.location:
        raise RefusedError("There is no file. Choose one, or say at which place the evidence is kept.")
    most = 1 if old else MOST_FILES
    if len(uploads) > most:
        raise RefusedError(f"These are {len(uploads)} files. Send {'one' if old else f'at most {most}'} at a time.")
    with take(actor, key):
        kept = [received(each) for each in uploads]
        several = tuple(_with(item, each, len(kept) > 1) for each in kept) or (item,)
        made = (
            (replace_evidence(actor, old.ref, several[0], seen=seen_in(request)),)
            if old
            else file_evidence(actor, *several)
        )
    remember(actor, key, made[0].ref)
    return made


def _with(item: EvidenceItem, blob: Blob, several: bool) -> EvidenceItem:
    title = f"{item.title}: {blob.name}" if several else item.title
    return dataclasses.replace(item, title=title, blob=blob)


def _begun(request: Request, old: EvidenceItem | None) -> EvidenceItem:
    """What the form begins with: the item that is replaced; else the newest of a control, as a series goes on."""
    if old is not None:
        return dataclasses.replace(old, observed_on=None, covers_from=None, covers_to=None, result="", location="")
    key = control_key(request.visit.isms, request.GET.get("control", ""))
    held = items(request.visit.isms, key) if key else ()
    if held and held[-1].title:
        last = held[-1]
        return EvidenceItem(
            title=last.title,
            shows=last.shows,
            controls=last.controls,
            method=last.method,
            evidence_kind=last.evidence_kind or "point",
        )
    return EvidenceItem(controls=(key,) if key else (), evidence_kind="point")


def _form(
    request: Request, form: EvidenceForm, old: EvidenceItem | None, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    wrong = [
        (form[name].id_for_label, form[name].label, " ".join(map(str, errors))) for name, errors in form.errors.items()
    ]
    context = {
        "form": form,
        "old": old,
        "seen": request.visit.present.seen(EvidenceItem.KIND, old.ref) if old else None,
        "form_key": fresh_key(),
        "wrong": wrong,
        **more,
    }
    return render(request, "evidence/send.html", context, status=status)


def _held(request: Request, ref: str) -> EvidenceItem:
    found = request.visit.isms.at(EvidenceItem, ref)
    if found is None:
        raise Http404(f"There is no evidence {ref}.")
    return found


@page(Permission.EVIDENCE_READ, post=Permission.EVIDENCE_WRITE)
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Say that an item shows nothing after all."""
    item = _held(request, ref)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        withdraw_evidence(request.visit.actor, ref, seen=seen_in(request), reason=reason)
        messages.success(request, f"{ref} is withdrawn. Its file stays, and it counts for nothing.")
        return redirect(address(item))
    context = {
        "item": item,
        "seen": request.visit.present.seen(EvidenceItem.KIND, ref),
        "alone": [key for key in item.controls if items(request.visit.isms, key) == (item,)],
    }
    return render(request, "evidence/withdraw.html", context)


@page(Permission.EVIDENCE_READ)
@require_GET
def file(request: Request, ref: str) -> FileResponse:
    """The file of an item, to be kept; never opened in the browser."""
    return attached(_held(request, ref).blob, ref)


@page(Permission.EVIDENCE_READ)
@require_GET
def picture(request: Request, ref: str) -> HttpResponse:
    """The picture of an item, for its page."""
    return inline(_held(request, ref).blob, ref)


@page(Permission.EVIDENCE_READ)
@require_GET
def look(request: Request, ref: str) -> HttpResponse:
    """What is in the file, as far as it can be shown without opening it."""
    item = _held(request, ref)
    return render(request, "evidence/look.html", {"item": item, "file": seen_on_page(item.blob, ref)})
