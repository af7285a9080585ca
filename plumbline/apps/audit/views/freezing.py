"""Freezing a population: from a register as it is looked at, or from a list that somebody brings."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.forms import ColumnsForm, ListForm, RegisterForm
from plumbline.apps.audit.sampling import frozen
from plumbline.apps.audit.sampling.services import freeze_population
from plumbline.apps.audit.sampling.taking import Listing, kept_listings, listings, of_listing, of_records
from plumbline.apps.evidence.receiving import TooLargeError, guard, received, refuse_stopped
from plumbline.apps.evidence.services import file_evidence
from plumbline.apps.journal import blobs
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.editing import problems
from plumbline.apps.ui.registers.filtering import filters_of
from plumbline.apps.ui.registers.listing import register_named
from plumbline.apps.ui.registers.looking import look, records
from plumbline.apps.ui.registers.once import done_before, fresh_key, remember, take
from plumbline.engine.domain.kinds import KINDS, EvidenceItem, Population
from plumbline.engine.evidence.populations import Row

PREVIEW = 12
TABLES = (".csv", ".xlsx")


@page(Permission.AUDIT_WRITE)
@require_GET
def choose(request: Request) -> HttpResponse:
    """From where the rows are taken."""
    visit = request.visit
    registers = [
        (kind, one.REGISTER, len(visit.isms.live(one)))
        for kind, one in KINDS.items()
        if visit.isms.live(one) and visit.may(reading(kind))
    ]
    files = [
        each
        for each in reversed(visit.isms.live(EvidenceItem))
        if each.blob and each.blob.name.lower().endswith(TABLES) and visit.may(Permission.EVIDENCE_READ)
    ]
    context = {"registers": sorted(registers, key=lambda each: each[1]), "files": files[:PREVIEW]}
    return render(request, "audit/choose.html", context)


@page(Permission.AUDIT_WRITE, any_day=True)
def from_register(request: Request, kind: str) -> HttpResponse:
    """Narrow a register, as it is or as it stood on the day that is shown, look at what is left, and freeze that."""
    visit, register = request.visit, register_named(kind)
    if not visit.may(reading(kind)):
        raise NotAllowedError(f"You may not read “{register.title}”, so you cannot draw from it.")
    wanted = look(register, request.GET)
    found = records(visit, register, wanted)
    sent = request.method == "POST"
    title = f"{register.title} on {visit.as_of}" if visit.past else register.title
    form = RegisterForm(register.kind, request.POST if sent else None, title)
    context: dict[str, Any] = {
        "register": register,
        "look": wanted,
        "filters": filters_of(visit, register, wanted),
        "first": [(each, called(visit, each)) for each in found[:PREVIEW]],
        "size": len(found),
        "form": form,
        "form_key": request.POST.get("form-key") or fresh_key(),
    }
    if sent and form.is_valid():
        rows = of_records(visit.isms, found, form.cleaned_data["stratum"])
        described = form.described() | {
            "source": "register",
            "register": kind,
            "selection": wanted.query,
            "head": visit.system.head,
            "stratum": form.cleaned_data["stratum"],
            "note": f"As the register stood at the end of {visit.as_of}." if visit.past else "",
        }
        if answer := _freeze(request, rows, described, context):
            return answer
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "audit/from_register.html", context, status=status)


@csrf_exempt  # so that what is too large is refused before the form is read for its token; `_brought` asks for it
@page(Permission.AUDIT_WRITE)
def bring(request: Request) -> HttpResponseBase:
    """Bring a list: it is kept as evidence, and its columns are chosen on the next page."""
    _refuse_past(request)
    try:
        guard(request)
    except TooLargeError as error:
        context = {"form": ListForm(), "problems": (str(error),)}
        return render(request, "audit/bring.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    answer: HttpResponseBase = csrf_protect(_brought)(request)
    return answer


def _brought(request: Request) -> HttpResponse:
    visit = request.visit
    if request.method != "POST":
        return render(request, "audit/bring.html", {"form": ListForm(initial={"observed_on": visit.today})})
    form = ListForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            refuse_stopped(request)
            return _kept(request, form)
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            context["problems"] = problems(error)
    return render(request, "audit/bring.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _kept(request: Request, form: ListForm) -> HttpResponse:
    said, visit = form.cleaned_data, request.visit
    file: UploadedFile[Any] = said["file"]
    if said["observed_on"] > visit.today:
        raise RefusedError(f"{said['observed_on']} has not come yet, so nothing can have been taken on it.")
    blob = received(file)
    listings(blobs.place(blob.sha256), blob.name)
    (item,) = file_evidence(
        visit.actor,
        EvidenceItem(
            title=said["title"].strip(),
            shows=said["shows"].strip(),
            method="export",
            evidence_kind="point",
            observed_on=said["observed_on"],
            collected_on=visit.today,
            collected_by=visit.actor.person,
            blob=blob,
        ),
    )
    return redirect(f"{reverse('audits:columns', args=[item.ref])}?brought=1")


@page(Permission.AUDIT_WRITE)
def columns(request: Request, ref: str) -> HttpResponse:
    """Say which column tells the rows of a list apart, and freeze them."""
    _refuse_past(request)
    visit = request.visit
    item = visit.isms.at(EvidenceItem, ref)
    if item is None:
        raise Http404(f"There is no evidence {ref}.")
    if not visit.may(Permission.EVIDENCE_READ):
        raise NotAllowedError("You may not read evidence, so you cannot draw from it.")
    tables = kept_listings(item.blob, ref)
    at = _which(request.GET.get("sheet", ""), tables)
    sent = request.method == "POST"
    form = ColumnsForm(tables, at, request.POST if sent else None, item.title)
    context: dict[str, Any] = {"item": item, "tables": tables, "at": at, "table": tables[at], "form": form}
    context["form_key"] = request.POST.get("form-key") or fresh_key()
    if sent and form.is_valid():
        said = form.cleaned_data
        rows = of_listing(tables[at], said["key"], said["stratum"], said["shown"])
        chosen = [f"key: {said['key']}", *([f"words: {', '.join(said['shown'])}"] if said["shown"] else [])]
        described = form.described() | {
            "source": "import" if request.GET.get("brought") else "evidence",
            "evidence": ref,
            "selection": "; ".join([*tables[at].told(item.blob.name if item.blob else ""), *chosen]),
            "stratum": said["stratum"],
        }
        if answer := _freeze(request, rows, described, context):
            return answer
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return render(request, "audit/columns.html", context, status=status)


def _which(words: str, tables: tuple[Listing, ...]) -> int:
    return int(words) if words.isdecimal() and len(words) < 4 and int(words) < len(tables) else 0


def _freeze(
    request: Request, rows: Iterable[Row], described: dict[str, Any], context: dict[str, Any]
) -> HttpResponse | None:
    """Freeze and lead on to the population; None, with the problems in the context, where it is refused."""
    actor, key = request.visit.actor, request.POST.get("form-key") or fresh_key()
    if ref := done_before(actor, key):
        return redirect("audits:workbench") if request.visit.past else redirect("audits:population", ref)
    try:
        made = frozen.made(rows)
        value = Population(digest=made.digest, rows=frozen.keep(made, "population"), size=made.size, **described)
        with take(actor, key):
            held = freeze_population(actor, value)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return None
    remember(actor, key, held.ref)
    if request.visit.past:
        messages.success(request, f"{held.ref} is frozen: {held.size} rows. Go back to today to draw from it.")
        return redirect("audits:workbench")
    messages.success(request, f"{held.ref} is frozen: {held.size} rows. Draw from it whenever you like.")
    return redirect("audits:population", held.ref)


def _refuse_past(request: Request) -> None:
    if request.visit.past:
        raise PastError(f"You are looking at {request.visit.as_of}. Go back to today to freeze what there is now.")
