"""Write a version: begin it, change its text with a preview beside it, and note that one in force still fits."""

from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents import services
from plumbline.apps.documents.differing import text_difference
from plumbline.apps.documents.publishing import review_due
from plumbline.apps.documents.standing import standing_of
from plumbline.apps.documents.views.finding import demand_mine, document_at, version_at
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.beginning.promised import promised_in
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.kinds import Document, DocumentVersion

WRITE = Permission.DOCUMENT_WRITE


@page(WRITE)
def begin(request: Request, ref: str) -> HttpResponse:
    """Begin a version of a document from the one in force."""
    visit = request.visit
    held = document_at(visit, ref)
    demand_mine(visit, held)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "number": request.POST.get("number", "") or _next_number(standing_of(visit, held)["versions"]),
        "change_note": request.POST.get("change_note", ""),
    }
    if request.method != "POST":
        return render(request, "documents/begin.html", context)
    try:
        made = services.begin_version(visit.actor, ref, context["number"], context["change_note"].strip())
    except NotAllowedError:
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/begin.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("documents:write", made.ref)


def _next_number(known: tuple[DocumentVersion, ...]) -> str:
    """The number after the highest: 1.0, then 2.0; another manner of counting is left to the writer."""
    counted = [int(found[1]) for each in known if (found := re.match(r"(\d{1,6})(?:\.\d+)?$", each.number))]
    return f"{max(counted) + 1}.0" if counted else "" if known else "1.0"


@page(WRITE)
def write(request: Request, ref: str) -> HttpResponse:
    """The text of a draft, to be changed; “Preview” shows it without keeping it, with or without scripts."""
    visit = request.visit
    one, held = version_at(visit, ref)
    demand_mine(visit, held)
    said = _said(request, one)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "version": one,
        "said": said,
        "seen": request.POST.get("seen") or visit.present.seen(one.KIND, one.ref),
        **_previewed(visit.isms, held, said["body"]),
    }
    if request.method != "POST" or "preview" in request.POST:
        context["previewing"] = request.method == "POST"
        return render(request, "documents/write.html", context)
    try:
        services.write_draft(visit.actor, ref, seen=seen_in(request), **said)
    except StaleError as error:
        return _stale(request, error, context)
    except NotAllowedError:
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/write.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"Version {said['number'] or ref} is saved.")
    return redirect("documents:review" if "send" in request.POST else "documents:version", ref)


def _said(request: Request, one: DocumentVersion) -> dict[str, str]:
    """What stands in the form: what was typed, else what is on record."""
    if request.method != "POST":
        return {"body": one.body, "number": one.number, "change_note": one.change_note}
    body = request.POST.get("body", "").replace("\r\n", "\n").rstrip()
    return {
        "body": f"{body}\n" if body else "",
        "number": request.POST.get("number", "").strip(),
        "change_note": request.POST.get("change_note", "").replace("\r\n", "\n").strip(),
    }


def _stale(request: Request, error: StaleError, context: dict[str, Any]) -> HttpResponse:
    """Somebody else saved meanwhile: their text beside the one typed, which stays in the form."""
    now = error.now
    if isinstance(now, DocumentVersion):
        context["theirs"] = text_difference(now.body, context["said"]["body"])
        context["seen"] = request.visit.present.seen(now.KIND, now.ref)
    return render(request, "documents/write.html", context, status=HTTPStatus.CONFLICT)


@page(WRITE, any_day=True)
@require_POST
def preview(request: Request, ref: str) -> HttpResponse:
    """The text as it will read, and what it will promise; nothing is kept."""
    _, held = version_at(request.visit, ref)
    body = request.POST.get("body", "")
    return render(request, "documents/_preview.html", _previewed(request.visit.isms, held, body))


def _previewed(isms: Any, held: Document, body: str) -> dict[str, Any]:
    stands = version_in_force(isms, held)
    return {
        "body": body,
        "would_promise": promised_in(held, body),
        "difference": text_difference(stands.body, body) if stands and stands.body else None,
        "stands": stands,
    }


@page(WRITE)
def reviewed(request: Request, ref: str) -> HttpResponse:
    """Note that the version in force was looked at again and stays as it is."""
    visit = request.visit
    held = document_at(visit, ref)
    demand_mine(visit, held)
    stands = version_in_force(visit.isms, held)
    if stands is None:
        raise RefusedError(f"No version of {ref} is in force, so there is nothing to look at again.")
    fresh = review_due(visit.isms, held, DocumentVersion(), visit.today)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "shown": stands,
        "seen": visit.present.seen(stands.KIND, stands.ref),
        "next_review": request.POST.get("next_review", "") or (fresh.isoformat() if fresh else ""),
    }
    if request.method != "POST":
        return render(request, "documents/reviewed.html", context)
    try:
        again = date.fromisoformat(context["next_review"])
        services.confirm_review(visit.actor, stands.ref, seen=seen_in(request), next_review=again)
    except ValueError:
        context["problems"] = ("State the day of the next review, like 2027-03-31.",)
    except (NotAllowedError, StaleError):
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
    else:
        messages.success(request, f"Looked at again: the next review is due on {again.isoformat()}.")
        return redirect("documents:document", ref)
    return render(request, "documents/reviewed.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
