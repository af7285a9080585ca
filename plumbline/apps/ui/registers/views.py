"""The pages of every register and record: list, one, new, change, end, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writers import gather, writer_of
from plumbline.apps.records.writing import WRITERS
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.panels import offers_of, panels_of
from plumbline.apps.ui.registers import editing
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.declaration import Register, register_of
from plumbline.apps.ui.registers.looking import SIZES, look, paged, records
from plumbline.apps.ui.registers.tables import filter_choices, groups, table
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS, Record


def read(kind: str, **_: Any) -> Permission:
    """The permission to read a register; an unknown kind is asked for like any register and then not found."""
    return Permission(f"{KINDS[kind].SUBJECT}:read") if kind in KINDS else Permission.REGISTER_READ


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand: that of its writer."""
    if kind in KINDS:
        gather(KINDS[kind])
    return WRITERS[kind].permission if kind in WRITERS else read(kind)


@page(read)
def register(request: Request, kind: str) -> HttpResponse:
    """A register: what it holds, as the address asks for it."""
    shown, visit = _register(kind), request.visit
    wanted = look(shown, request.GET)
    found = paged(records(visit, shown, wanted), wanted)
    context = {
        "register": shown,
        "look": wanted,
        "page": found,
        "table": table(visit, shown, wanted, found.records),
        "filters": filter_choices(visit, shown, wanted),
        "sizes": SIZES,
        "nothing_at_all": not visit.isms.all(shown.kind),
        "guidance": visit.isms.standard.all_guidance.get(shown.clause),
        "may_write": _may_write(visit, kind),
    }
    template = "ui/registers/_table.html" if request.htmx and not request.htmx.boosted else "ui/registers/register.html"
    return render(request, template, context)


@page(read)
def record(request: Request, kind: str, ref: str) -> HttpResponse:
    """A record: its fields, its chain of proof, the findings about it, its history."""
    shown, visit = _register(kind), request.visit
    held = _held(visit, kind, ref)
    context = {
        "register": shown,
        "record": held,
        "title": titled(held, visit.names),
        "groups": tuple(groups(visit, shown, held)),
        "panels": panels_of(visit, held),
        "offers": tuple(offers_of(visit, held)),
        "seen": visit.system.seen(kind, ref),
        "may_write": _may_write(visit, kind),
    }
    return render(request, "ui/registers/record.html", context)


@page(write)
def new(request: Request, kind: str) -> HttpResponse:
    """Add a record."""
    return editing.add(request, _register(kind))


@page(write)
def change(request: Request, kind: str, ref: str) -> HttpResponse:
    """Change a record; a stale form shows both versions and keeps what was typed."""
    return editing.change(request, _register(kind), _held(request.visit, kind, ref))


@page(write)
def end(request: Request, kind: str, ref: str) -> HttpResponse:
    """Close, retire, withdraw a record, with a reason; or take away one that should not have been written."""
    shown, visit = _register(kind), request.visit
    held = _held(visit, kind, ref)
    if request.method == "POST":
        return _ended(request, held)
    context = {
        "register": shown,
        "record": held,
        "title": titled(held, visit.names),
        "states": sorted(shown.kind.ENDED),
        "pointing": visit.system.pointing_at(held),
        "seen": visit.system.seen(kind, ref),
    }
    return render(request, "ui/registers/end.html", context)


def _ended(request: Request, held: Record) -> HttpResponse:
    door, seen, actor = writer_of(type(held)), editing.seen_in(request), request.visit.actor
    if request.POST.get("how") == "remove":
        door.remove(actor, held.ref, seen=seen)
        messages.success(request, f"{held.ref} is taken away. What it said stays in the journal.")
        return redirect("records:register", held.KIND)
    reason, state = request.POST.get("reason", ""), request.POST.get("state", "")
    ended = door.end(actor, held.ref, seen=seen, reason=reason, state=state)
    messages.success(request, f"{held.ref} is {getattr(ended, 'state', 'ended')}.")
    return redirect(address(held))


@page(Permission.REGISTER_READ)
def go(request: Request, ref: str) -> HttpResponse:
    """The record that a reference names, wherever it is kept."""
    known = request.visit.system.named(ref)
    if not known:
        raise Http404(f"There is no record {ref} here.")
    return redirect(address(known[0]))


def _register(kind: str) -> Register:
    if kind not in KINDS:
        raise Http404(f"There is no register “{kind}”.")
    return register_of(kind)


def _held(visit: Visit, kind: str, ref: str) -> Record:
    held = visit.system.get(kind, ref)
    if held is None:
        when = f" on {visit.as_of}" if visit.past else ""
        raise Http404(f"{KINDS[kind].REGISTER}: there is no {ref}{when}.")
    return held


def _may_write(visit: Visit, kind: str) -> bool:
    gather(KINDS[kind])
    return kind in WRITERS and visit.may_now(WRITERS[kind].permission)
