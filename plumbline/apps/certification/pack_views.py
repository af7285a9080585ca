"""The auditor's pack in the browser: ask for one, see how far it is, fetch it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.certification.choosing import opened_by
from plumbline.apps.certification.pack_forms import PackForm
from plumbline.apps.certification.pack_jobs import KEPT, PACK, packs_of, place_of
from plumbline.apps.jobs import queue
from plumbline.apps.jobs.selectors import JobView
from plumbline.apps.journal import signer
from plumbline.apps.ui.fresh import fresh
from plumbline.apps.ui.pages import Answer, Request, page

MAY = Permission.PACK_MAKE
LATEST = 8
ZIP = "application/zip"


@page(MAY, any_day=True)
def pack(request: Request) -> Answer:
    """Ask for a pack, and see what became of the last ones."""
    return _asked(request) if request.method == "POST" else _shown(request, _begun(request))


def _begun(request: Request) -> PackForm:
    """The form for everything, or for what a visit opens where one is named in the address."""
    ref = request.GET.get("visit", "")
    return PackForm(request.visit, only=opened_by(request.visit.isms, ref) if ref else ())


@fresh
def _asked(request: Request) -> HttpResponse:
    """Have the pack made that the form describes."""
    visit = request.visit
    form = PackForm(visit, request.POST)
    if not form.is_valid():
        return _shown(request, form)
    said = form.cleaned_data
    day = said["as_of"].isoformat() if said["as_of"] else ""
    asked = {"as_of": day, "only": list(said["only"]), "named": said["named"]}
    queue.enqueue(visit.actor, PACK, f"{PACK}@{uuid4()}", asked)
    return redirect("certification:pack")


def _shown(request: Request, form: PackForm) -> HttpResponse:
    visit = request.visit
    made = packs_of(visit.organization_id, visit.actor.person)[:LATEST]
    context = {
        "form": form,
        "under_way": next((each for each in made if each.open), None),
        "made": [(each, place_of(visit.organization_id, each.id).is_file()) for each in made if not each.open],
        "vkey": signer.verifier_key(visit.organization_id).vkey(),
        "days": KEPT.days,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "certification/pack.html", context, status=status)


@page(MAY, any_day=True)
@require_GET
def progress(request: Request, job_id: UUID) -> JsonResponse:
    """How far a pack is, for the script of the page."""
    found = _own(request, job_id)
    if not found.open:
        return JsonResponse({"state": "done", "url": reverse("certification:pack"), "words": "Done."})
    words = found.error or found.words or "It waits for its turn."
    return JsonResponse({"state": "running", "done": found.done, "total": found.total, "unit": "files", "words": words})


@page(MAY, any_day=True)
@fresh
@require_GET
def fetch(request: Request, job_id: UUID) -> Answer:
    """The pack as a file, for whoever had it made."""
    found, visit = _own(request, job_id), request.visit
    place = place_of(visit.organization_id, found.id)
    if found.open or not place.is_file():
        raise Http404(f"That pack is not here any more: packs wait {KEPT.days} days. Make it again.")
    day = (found.result or {}).get("as_of") or found.created.date().isoformat()
    return FileResponse(place.open("rb"), as_attachment=True, filename=f"auditors-pack-{day}.zip", content_type=ZIP)


def _own(request: Request, job_id: UUID) -> JobView:
    visit = request.visit
    own = packs_of(visit.organization_id, visit.actor.person)
    found = next((each for each in own if each.id == job_id), None)
    if found is None:
        raise Http404("There is no such pack of yours.")
    return found
