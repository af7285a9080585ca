"""Look for documents, read one, compare its versions, take a version home as PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents import library as libraries
from plumbline.apps.documents.demanded import demands
from plumbline.apps.documents.demanded import missing as lacking
from plumbline.apps.documents.differing import text_difference
from plumbline.apps.documents.printing import paper
from plumbline.apps.documents.reading_lists import mine as to_read
from plumbline.apps.documents.rounds import asked_of, rounds, waiting_for
from plumbline.apps.documents.standing import BEING_WRITTEN, before, latest_first, outlook, promises, standing_of
from plumbline.apps.documents.views.finding import document_at, version_at
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.kinds import DocumentVersion
from plumbline.reports.document.paper import render as printed


@page(Permission.DOCUMENT_READ)
@require_GET
def library(request: Request) -> HttpResponse:
    """Every document, by what it is or by what it serves."""
    visit, asked = request.visit, request.GET
    words, state, by = asked.get("q", ""), asked.get("state", ""), asked.get("by", "")
    found = libraries.narrowed(visit, words, state)
    shelves = libraries.by_what_they_serve(visit.isms, found) if by == "serves" else libraries.by_kind(found)
    known = libraries.entries(visit)
    context = {
        "shelves": tuple(shelves),
        "found": found,
        "known": known,
        "counts": _counts(known),
        "words": words,
        "state": state,
        "states": libraries.STATES,
        "by": by,
        "missing": lacking(visit.isms),
        "waiting": len(to_read(visit.isms, visit.actor.person)) + len(waiting_for(visit.isms, visit.actor.person)),
        "may_write": visit.may_now(Permission.DOCUMENT_WRITE),
    }
    return render(request, "documents/library.html", context)


def _counts(known: tuple[libraries.Entry, ...]) -> dict[str, int]:
    live = [each for each in known if each.document.live]
    return {
        "live": len(live),
        "force": sum(each.version is not None for each in live),
        "underway": sum(each.underway is not None for each in live),
        "overdue": sum(each.overdue for each in live),
    }


@page(Permission.DOCUMENT_READ)
@require_GET
def demanded(request: Request) -> HttpResponse:
    """What the standard wants in writing, what shows it here and how to begin what is missing."""
    visit = request.visit
    context = {"parts": demands(visit.isms), "may_write": visit.may_now(Permission.DOCUMENT_WRITE)}
    return render(request, "documents/demanded.html", context)


@page(Permission.DOCUMENT_READ)
@require_GET
def mine(request: Request) -> HttpResponse:
    """What the visitor has still to read and to review."""
    visit = request.visit
    context = {
        "reading": to_read(visit.isms, visit.actor.person),
        "reviewing": tuple(
            (each, asked_of(each, visit.actor.person)) for each in waiting_for(visit.isms, visit.actor.person)
        ),
    }
    return render(request, "documents/mine.html", context)


@page(Permission.DOCUMENT_READ)
@require_GET
def document(request: Request, ref: str) -> HttpResponse:
    """A document: what its version in force says, what it promises, who has read it, every version it had."""
    visit = request.visit
    held = document_at(visit, ref)
    shown = version_in_force(visit.isms, held)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "shown": shown,
        "promises": promises(visit.isms, held, shown) if shown else (),
        "seen": visit.present.seen(DocumentVersion.KIND, shown.ref) if shown else None,
    }
    return render(request, "documents/document.html", context)


@page(Permission.DOCUMENT_READ)
@require_GET
def version(request: Request, ref: str) -> HttpResponse:
    """One version, whatever became of it: its text, its review rounds, what is to be done with it."""
    visit = request.visit
    one, held = version_at(visit, ref)
    context: dict[str, Any] = {
        **standing_of(visit, held),
        "version": one,
        "before": before(visit.isms, held, one),
        "rounds": rounds(one),
        "mine": asked_of(one, visit.actor.person),
        "promises": promises(visit.isms, held, one),
        "seen": visit.present.seen(one.KIND, one.ref),
        "open": one.state in BEING_WRITTEN,
        "outlook": outlook(visit, held, one) if one.state in BEING_WRITTEN else None,
    }
    return render(request, "documents/version.html", context)


@page(Permission.DOCUMENT_READ)
@require_GET
def compare(request: Request, ref: str) -> HttpResponse:
    """What became of the text from one version to another."""
    visit = request.visit
    held = document_at(visit, ref)
    known = {each.ref: each for each in latest_first(visit.isms, held)}
    refs = tuple(known)
    second = known.get(request.GET.get("to", "") or (refs[0] if refs else ""))
    first = known.get(request.GET.get("from", "") or (refs[1] if len(refs) > 1 else ""))
    context = {
        "document": held,
        "versions": tuple(known.values()),
        "first": first,
        "second": second,
        "difference": text_difference(first.body, second.body) if first and second else None,
    }
    return render(request, "documents/compare.html", context)


@page(Permission.DOCUMENT_READ)
@require_GET
def as_pdf(request: Request, ref: str) -> HttpResponse:
    """A version as PDF."""
    one, held = version_at(request.visit, ref)
    answer = HttpResponse(printed(paper(request.visit, held, one)), content_type="application/pdf")
    name = f"{held.ref}-{one.number or one.ref}".replace(" ", "-")
    safe = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-._"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}.pdf"'
    return answer
