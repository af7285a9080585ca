"""The pages of every register and record: list, one, new, change, end, remove."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.links import add_alias
from plumbline.apps.records.saved_views import views_of
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.panels import offers_of, panels_of
from plumbline.apps.ui.registers import acts, editing
from plumbline.apps.ui.registers.cells import address, called
from plumbline.apps.ui.registers.chain import chain
from plumbline.apps.ui.registers.comparing import differing
from plumbline.apps.ui.registers.details import files, groups, head, kept, reckoned
from plumbline.apps.ui.registers.listing import held, listing, register_named
from plumbline.apps.ui.registers.standing import Doors
from plumbline.apps.ui.registers.undoing import REMOVED, offer_return, return_offered, undo_offered
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record


def read(kind: str, **_: Any) -> Permission:
    """The permission to read a register."""
    return acts.reading(kind)


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


@page(read)
def register(request: Request, kind: str) -> HttpResponse:
    """A register: what it holds, as the address asks for it; without a question, as the visitor likes to see it."""
    shown = register_named(kind)
    if not request.GET and (mine := _first_view(request, kind)):
        return redirect(f"{request.path}?{mine}")
    context = listing(request, shown, request.GET) | {"returning": return_offered(request, kind)}
    if not request.htmx or request.htmx.boosted:
        return render(request, "ui/registers/register.html", context)
    answer = render(request, "ui/registers/_found.html", context)
    answer.headers["HX-Push-Url"] = f"{request.path}?{context['page'].address}"
    return answer


def _first_view(request: Request, kind: str) -> str:
    views = views_of(request.visit.actor, kind)
    return next((each.query for each in views if each.first and each.person == request.visit.actor.person), "")


@page(read)
def record(request: Request, kind: str, ref: str) -> HttpResponse:
    """A record: its fields, its chain of proof, the findings about it, its history."""
    shown, visit = register_named(kind), request.visit
    one = held(visit, kind, ref)
    before = visit.system_on(visit.compared_to).get(kind, ref) if visit.compared_to else None
    writes, doors = acts.may_change(visit, one), Doors(visit, type(one), [one])
    context = {
        "register": shown,
        "record": one,
        "title": called(visit, one),
        "head": head(visit, one),
        "reckoned": reckoned(visit, shown, one),
        "groups": tuple(groups(visit, shown, one)),
        "kept": kept(one),
        "files": files(visit, one),
        "then": before,
        "differences": tuple(differing(visit, before, one)) if before else (),
        "chain": chain(visit, one),
        "undo": undo_offered(request, one),
        "panels": panels_of(visit, one),
        "offers": tuple(offers_of(visit, one)),
        "seen": visit.system.seen(kind, ref),
        "may_write": writes,
        "shut": doors.shut(one) if writes else "",
        "fixed": doors.fixed(one) if writes else (),
        "ways": doors.ways(one) if writes else None,
        "may_link": visit.may_now(Permission.REGISTER_LINK),
    }
    return render(request, "ui/registers/record.html", context)


@page(write)
def new(request: Request, kind: str) -> HttpResponse:
    """Add a record."""
    return editing.add(request, register_named(kind))


@page(write)
def change(request: Request, kind: str, ref: str) -> HttpResponse:
    """Change a record; a stale form shows both versions and keeps what was typed."""
    one = held(request.visit, kind, ref)
    if not request.visit.past:
        acts.demand(request.visit, one)
    return editing.change(request, register_named(kind), one)


@page(write)
def end(request: Request, kind: str, ref: str) -> HttpResponse:
    """Close, retire, withdraw a record, with a reason; or take away one that should not have been written."""
    shown, visit = register_named(kind), request.visit
    one = held(visit, kind, ref)
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. The past is not changed: go back to today first.")
    acts.demand(visit, one)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            return _ended(request, one)
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            problems = editing.problems(error)
    ways = Doors(visit, type(one), [one]).ways(one)
    context = {
        "register": shown,
        "record": one,
        "title": called(visit, one),
        "ways": ways,
        "pointing": _pointing(visit, one),
        "seen": visit.system.seen(kind, ref),
        "problems": problems,
        "typed": request.POST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "ui/registers/end.html", context, status=status)


def _pointing(visit: Visit, one: Record) -> tuple[tuple[Record, str, str], ...]:
    """What names a record: the other one, its title, and the field."""
    found = visit.system.pointing_at(one)
    readable = [each for each in found if each.record and visit.may(acts.reading(each.record.KIND))]
    return tuple((each.record, called(visit, each.record), each.field) for each in readable if each.record)


def _ended(request: Request, one: Record) -> HttpResponse:
    door, seen, actor = writer_of(type(one)), editing.seen_in(request), request.visit.actor
    reason, state = request.POST.get("reason", ""), request.POST.get("state", "")
    if request.POST.get("how") == "remove":
        door.remove(actor, one.ref, seen=seen, reason=reason)
        offer_return(request, one, seen)
        messages.success(request, f"{one.ref} is taken away. What it said, and why it is gone, stays in the journal.")
        return redirect(f"{reverse('records:register', args=[one.KIND])}?view=&{REMOVED}={quote(one.ref)}")
    ended = door.end(actor, one.ref, seen=seen, reason=reason, state=state)
    editing.offer_undo(request, one, seen)
    messages.success(request, f"{one.ref} is {getattr(ended, 'state', 'ended')}.")
    return redirect(address(one))


@page(Permission.REGISTER_LINK)
@require_POST
def also_called(request: Request, kind: str, ref: str) -> HttpResponse:
    """Let another word stand for the record from now on, or no longer."""
    one, actor = held(request.visit, kind, ref), request.visit.actor
    seen, alias, gone = editing.seen_in(request), request.POST.get("alias", ""), request.POST.get("drop", "")
    if gone:
        left = tuple(each for each in one.aliases if each != gone)
        writer_of(type(one)).change(actor, ref, seen=seen, aliases=left)
        messages.success(request, f"{ref} is no longer called “{gone}”.")
    else:
        add_alias(actor, kind, ref, alias, seen=seen)
        messages.success(request, f"{ref} is also called “{alias.strip()}” now.")
    return redirect(address(one))


@page(Permission.REGISTER_READ)
def go(request: Request, ref: str) -> HttpResponse:
    """The record that a reference names, wherever it is kept."""
    known = request.visit.system.named(ref)
    if not known:
        raise Http404(f"There is no record {ref} here.")
    return redirect(address(known[0]))
