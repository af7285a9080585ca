"""Acknowledge a document in one's own name; ask others to, see how far it is, remind them."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents import reading_lists, services
from plumbline.apps.documents.choosing import holders, people
from plumbline.apps.documents.standing import standing_of
from plumbline.apps.documents.views.finding import document_at
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.editing import problems
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.kinds import Document, Role


@page(Permission.DOCUMENT_READ, post=Permission.DOCUMENT_ACKNOWLEDGE)
def acknowledge(request: Request, ref: str) -> HttpResponse:
    """Read the version in force and say that one will follow it."""
    visit = request.visit
    held = document_at(visit, ref)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "shown": version_in_force(visit.isms, held),
        "difference": None,
    }
    if request.method != "POST":
        return render(request, "documents/acknowledge.html", context)
    if request.POST.get("read") != "yes":
        context["problems"] = ("Tick that you have read it: only you can say so.",)
        return render(request, "documents/acknowledge.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = services.acknowledge(visit.actor, ref, number=request.POST.get("number", ""))
    messages.success(request, f"Thank you: you acknowledged version {given.number} of “{held.title}”.")
    return redirect("documents:mine")


@page(Permission.DOCUMENT_READ, post=Permission.DOCUMENT_WRITE)
def campaign(request: Request, ref: str) -> HttpResponse:
    """Who has acknowledged the version in force and who has not; ask more people.

    Names are for those who may read about people and for whoever writes the document; everybody sees the numbers.
    """
    visit = request.visit
    held = document_at(visit, ref)
    shown = version_in_force(visit.isms, held)
    context: dict[str, Any] = {**standing_of(visit, held), "shown": shown, "said": request.POST}
    context["by_name"] = visit.may(Permission.PEOPLE_READ) or context["may_write"]
    if shown is not None:
        rows = reading_lists.progress(visit.isms, held, shown).rows
        context["rows"] = [each for each in rows if context["by_name"] or each.person == visit.actor.person]
        context |= _asking(request, held)
    if request.method != "POST":
        return render(request, "documents/campaign.html", context)
    try:
        made = services.ask_acknowledgement(visit.actor, ref, persons=_whom(request, held), due=_due(request))
    except NotAllowedError:
        raise
    except RefusedError as error:
        context["problems"] = problems(error)
        return render(request, "documents/campaign.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(
        request, f"{len(made)} asked, until {made[0].due.isoformat() if made[0].due else 'further notice'}."
    )
    return redirect("documents:campaign", ref)


def _asking(request: Request, held: Document) -> dict[str, Any]:
    visit = request.visit
    stands = version_in_force(visit.isms, held)
    asked = {each.person for each in reading_lists.progress(visit.isms, held, stands).rows} if stands else set()
    return {
        "people": people(visit, request.POST.getlist("person"), leave_out=asked),
        "roles": tuple(each for each in visit.isms.live(Role) if visit.isms.holders(each)),
        "due": request.POST.get("due", "") or reading_lists.due(visit.isms, held, visit.on).isoformat(),
        "demanded": reading_lists.demanded(visit.isms, held),
    }


def _whom(request: Request, held: Document) -> frozenset[str]:
    """The people that were chosen: everyone, the holders of roles, those the document names, or one by one."""
    isms, who = request.visit.isms, request.POST.get("who", "")
    match who:
        case "everyone":
            found = reading_lists.everyone(isms)
        case "roles":
            found = holders(isms, request.POST.getlist("role"))
        case "named":
            found = reading_lists.demanded(isms, held)
        case _:
            return frozenset(request.POST.getlist("person"))
    return frozenset(each.ref for each in found)


def _due(request: Request) -> date | None:
    words = request.POST.get("due", "").strip()
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise RefusedError("This is no day. Write it like 2026-03-31.") from error


@page(Permission.DOCUMENT_WRITE)
@require_POST
def remind(request: Request, ref: str) -> HttpResponse:
    """Remind everyone who has still to acknowledge the version in force."""
    words = request.POST.get("reminded", "")
    count = services.remind(request.visit.actor, ref, reminded=int(words) if words.isdecimal() else -1)
    messages.success(request, f"{count} reminded: it stands on their page and in their next digest.")
    return redirect("documents:campaign", ref)
