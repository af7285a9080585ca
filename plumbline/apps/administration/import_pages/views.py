"""The pages of an import: bring files, look at what they would do, say what columns mean, apply."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.import_pages import staging
from plumbline.apps.administration.import_pages.mapping import ORDERS, said_in, sheets_in
from plumbline.apps.administration.import_pages.maps import as_toml, column_map, joined, keep_map, kept_map, map_in
from plumbline.apps.administration.import_pages.sheets import register_choices
from plumbline.apps.administration.import_pages.showing import TABS, Standing, lines, standing, tabs
from plumbline.apps.administration.import_pages.staging import Batch
from plumbline.apps.administration.import_pages.working import APPLY, PLAN
from plumbline.apps.jobs import queue
from plumbline.apps.jobs.selectors import JobView
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.engine.domain.kinds import ImportRun

MAY = Permission.REGISTER_IMPORT
LATEST = 8


@page(MAY)
def start(request: Request) -> HttpResponse:
    """Choose files; they are kept, and what they would do is worked out in the background."""
    visit = request.visit
    if request.method == "POST":
        try:
            batch = _received(request)
        except RefusedError as error:
            return _start(request, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        _plan(request, batch)
        return redirect("imports:shown", batch.token)
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. The past is not changed: go back to today first.")
    return _start(request)


def _start(request: Request, problem: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    visit = request.visit
    waiting = staging.batches(visit.organization_id, visit.actor.person)[:LATEST]
    context = {
        "problem": problem,
        "waiting": [standing(visit, each) for each in waiting],
        "runs": tuple(reversed(visit.isms.all(ImportRun)))[:LATEST],
        "most": staging.MOST_BYTES // 2**20,
        "together": staging.MOST_TOGETHER // 2**20,
        "most_files": staging.MOST_FILES,
        "remembered": kept_map(visit.actor),
    }
    return render(request, "import_pages/start.html", context, status=status)


def _received(request: Request) -> Batch:
    files = [each for each in request.FILES.getlist("files") if isinstance(each, UploadedFile)]
    said = kept_map(request.visit.actor)
    brought = request.FILES.get("map")
    if isinstance(brought, UploadedFile) and brought.size:
        said = joined(said, map_in(brought.read(), brought.name or "The column map"))
    return staging.receive(request.visit.actor, files, said)


def _plan(request: Request, batch: Batch) -> None:
    queue.enqueue(request.visit.actor, PLAN, batch.plan_key, {"token": str(batch.token), "number": batch.number})


def _waiting(request: Request, token: UUID) -> Batch:
    return staging.waiting(request.visit.organization_id, token, request.visit.actor.person)


@page(MAY)
def shown(request: Request, token: UUID) -> HttpResponse:
    """How far the import is; what it would do, record by record; and whether to apply it."""
    batch = _waiting(request, token)
    now = standing(request.visit, batch)
    if request.method == "POST":
        return _acted(request, now)
    show = request.GET.get("show", "files")
    show = show if show in TABS else "files"
    context: dict[str, Any] = {"standing": now, "batch": batch, "show": show}
    if now.summary is not None:
        context |= {"tabs": tabs(now.summary, show), "page": lines(now, show, request.GET.get("page", "1"))}
    return render(request, "import_pages/import.html", context)


def _acted(request: Request, now: Standing) -> HttpResponse:
    batch, act = now.batch, request.POST.get("act")
    if act == "forget" and not now.under_way:
        batch.let_go()
        done = "What was written stays." if now.done is not None else "Nothing was written."
        messages.info(request, f"The files are forgotten. {done}")
        return redirect("imports:start")
    if act == "again" and not now.under_way:
        _plan(request, staging.anew(request.visit.organization_id, batch, batch.said))
    elif act == "apply":
        _apply(request, now)
    return redirect("imports:shown", batch.token)


def _apply(request: Request, now: Standing) -> None:
    """Start writing what was looked at. A second press finds the job of the first."""
    looked_at = request.POST.get("reviewed", "")
    if now.summary is None or looked_at != now.summary["digest"]:
        messages.warning(request, "Nothing was written: the difference was worked out anew since. Look at it again.")
        return
    told = {"token": str(now.batch.token), "digest": looked_at}
    queue.enqueue(request.visit.actor, APPLY, now.batch.apply_key(looked_at), told)


@page(MAY)
def columns(request: Request, token: UUID) -> HttpResponse:
    """What each sheet is and what its columns mean; sent, it is remembered, and the import planned again by it."""
    visit, batch = request.visit, _waiting(request, token)
    now = standing(visit, batch)
    if now.summary is None or now.under_way or now.done is not None:
        return redirect("imports:shown", token)
    sheets = sheets_in(now.summary)
    if request.method == "POST":
        said = said_in(request.POST, sheets)
        column_map(joined(batch.said, said))  # refuses what no import could read before it is remembered
        keep_map(visit.actor, said)
        _plan(request, staging.anew(visit.organization_id, batch, joined(batch.said, said)))
        return redirect("imports:shown", token)
    context = {"batch": batch, "sheets": sheets, "registers": register_choices(), "orders": ORDERS}
    return render(request, "import_pages/columns.html", context)


@page(MAY)
@require_GET
def map_file(request: Request, token: UUID) -> HttpResponse:
    """The column map of these files, to be kept or given to the command line."""
    answer = HttpResponse(as_toml(_waiting(request, token).said), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="columns.toml"'
    return answer


@page(MAY)
@require_GET
def aside(request: Request, token: UUID, index: int) -> HttpResponse:
    """The rows of a file that were not taken in, each with its reason, to be corrected and brought again."""
    batch = _waiting(request, token)
    now = standing(request.visit, batch)
    named = (now.summary or {}).get("aside", ())
    if index >= len(named):
        raise Http404("No rows were set aside there.")
    answer = HttpResponse((batch.planned / f"aside-{index}.csv").read_bytes(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="set-aside-{index + 1}.csv"'
    return answer


@page(MAY)
@require_GET
def progress(request: Request, token: UUID) -> JsonResponse:
    """How far the work is, for the script of the page."""
    now = standing(request.visit, _waiting(request, token))
    working = now.under_way
    url = reverse("imports:shown", args=[token])
    if working is None:
        return JsonResponse({"state": "done", "url": url, "words": "Done."})
    return JsonResponse(_told(working))


def _told(working: JobView) -> dict[str, object]:
    words = working.error or working.words or "It waits for its turn."
    return {"state": "running", "done": working.done, "total": working.total, "unit": "parts", "words": words}
