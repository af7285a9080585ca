"""The journal: its entries, one of them with its proof, what was signed, and whether all of it holds."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names_by_id
from plumbline.apps.administration.journal_pages import verifying
from plumbline.apps.administration.journal_pages.telling import SHOWN, changed, leaf, sought_in, who
from plumbline.apps.journal import browsing, checkpoints, signer
from plumbline.apps.journal.headers import HeaderError, read_header
from plumbline.apps.journal.signer import ForkError, KeyTroubleError
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.histories import DOORS
from plumbline.engine.domain.kinds import KINDS

CHECKPOINTS = 100
PLAIN = "text/plain; charset=utf-8"


@page(Permission.LOG_READ)
@require_GET
def entries(request: Request) -> HttpResponse:
    """The entries, the latest first, narrowed by action, person, kind and day."""
    visit = request.visit
    sought = sought_in(visit, request.GET)
    found = leaf(visit, sought, before=_whole(request, "before"), after=_whole(request, "after"))
    known = names_by_id(visit.organization_id)
    people = sorted(((each, known.get(each, each)) for each in browsing.actors(visit.organization_id)), key=_by_name)
    context = {
        "leaf": found,
        "sought": sought,
        "narrowed": bool(sought.action or sought.actor or sought.kind or sought.day),
        "actions": browsing.actions(visit.organization_id),
        "people": people,
        "kinds": sorted(((kind, made.REGISTER) for kind, made in KINDS.items()), key=_by_name),
        "query": _query(request),
    }
    return render(request, "journal_pages/entries.html", context)


@page(Permission.LOG_READ)
@require_GET
def entry(request: Request, index: int) -> HttpResponse:
    """One entry: who, when, through which door, what it changed, and the proof that the journal holds it."""
    visit = request.visit
    found = browsing.stored(visit.organization_id, index)
    if found is None or index >= visit.system.head:
        raise Http404(f"The journal has no entry {index} on the day that is shown.")
    try:
        view = read_header(found[0])
    except HeaderError as error:
        raise RefusedError(f"Entry {index} cannot be read: {error}. Verify the journal.") from None
    context = {
        "entry": view,
        "who": who(view, names_by_id(visit.organization_id)),
        "door": DOORS.get(view.via, view.via),
        "changed": tuple(changed(visit, view)),
        "unshown": max(0, len(view.changes) - SHOWN),
        "leaf_hash": found[1].hex(),
        "older": index - 1 if index else None,
        "newer": index + 1 if index + 1 < visit.system.head else None,
    }
    return render(request, "journal_pages/entry.html", context)


@page(Permission.LOG_READ)
@require_GET
def proof(request: Request, index: int) -> HttpResponse:
    """The inclusion proof of an entry, for any tool that reads the C2SP format."""
    try:
        found = browsing.inclusion(request.visit.organization_id, index)
    except (ForkError, KeyTroubleError) as error:
        raise RefusedError(str(error)) from None
    if found is None:
        raise Http404(f"The journal has no entry {index}.")
    return _file(found.as_tlog_proof().encode(), f"entry-{index}.tlog-proof", PLAIN)


@page(Permission.LOG_READ)
@require_GET
def header(request: Request, index: int) -> HttpResponse:
    """The very bytes of an entry that were hashed: with the proof, all that a stranger needs."""
    found = browsing.stored(request.visit.organization_id, index)
    if found is None:
        raise Http404(f"The journal has no entry {index}.")
    return _file(found[0], f"entry-{index}.json", "application/json")


@page(Permission.LOG_READ)
@require_GET
def checkpoints_kept(request: Request) -> HttpResponse:
    """What was signed and when, the key that signed it, and what all of it proves."""
    of = request.visit.organization_id
    context = {
        "kept": browsing.kept(of, CHECKPOINTS),
        "most": CHECKPOINTS,
        "vkey": _vkey(request),
        "anchored": browsing.anchored(of),
        "head": request.visit.present.head,
    }
    return render(request, "journal_pages/checkpoints.html", context)


@page(Permission.LOG_READ)
@require_GET
def note(request: Request, size: int) -> HttpResponse:
    """A signed note, as it was signed."""
    found = browsing.kept_at(request.visit.organization_id, size)
    if found is None:
        raise Http404(f"No checkpoint was signed at {size} entries.")
    return _file(found.note.encode(), f"checkpoint-{size}.txt", PLAIN)


@page(Permission.LOG_READ)
@require_GET
def public_key(request: Request) -> HttpResponse:
    """The key that confirms what the journal signs."""
    return _file(f"{_vkey(request)}\n".encode(), "journal.vkey", PLAIN)


@page(Permission.LOG_VERIFY)
def verification(request: Request) -> HttpResponse:
    """Whether the journal holds: asked for here, worked out in the background, told with what it proves."""
    visit = request.visit
    if request.method == "POST":
        verifying.ask(visit.actor)
        return redirect("journal:verify")
    context: dict[str, Any] = {
        "asked": verifying.asked(visit.organization_id, visit.actor.person),
        "night": verifying.last_night(visit.organization_id),
        "last": checkpoints.latest(visit.organization_id),
        "anchored": browsing.anchored(visit.organization_id),
        "head": visit.present.head,
    }
    return render(request, "journal_pages/verify.html", context)


@page(Permission.LOG_VERIFY)
@require_GET
def progress(request: Request) -> JsonResponse:
    """How far the verification is, for the script of the page."""
    asked = verifying.asked(request.visit.organization_id, request.visit.actor.person)
    if asked is None or not asked.open:
        return JsonResponse({"state": "done", "url": reverse("journal:verify"), "words": "Done."})
    words = asked.error or asked.words or "It waits for its turn."
    return JsonResponse(
        {"state": "running", "done": asked.done, "total": asked.total, "unit": "entries", "words": words}
    )


def _vkey(request: Request) -> str:
    try:
        return signer.verifier_key(request.visit.organization_id).vkey()
    except KeyTroubleError as error:
        raise RefusedError(str(error)) from None


def _file(content: bytes, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _query(request: Request) -> str:
    """What is asked for, without the place in the list."""
    asked = request.GET.copy()
    for name in ("before", "after"):
        asked.pop(name, None)
    return asked.urlencode()


def _whole(request: Request, name: str) -> int | None:
    words = request.GET.get(name, "")
    return int(words) if words.isdecimal() and len(words) < 16 else None


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
