"""Taking back the change one has just made: the version before is written again, unless somebody changed it since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.versions import version
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import OFFERED, OFFERS, offered_as, seen_in
from plumbline.apps.ui.registers.listing import held, register_named
from plumbline.apps.ui.registers.standing import Doors
from plumbline.engine.domain.kinds import Record, fields_of

REMOVED = "removed"
"""What a session calls the records it removed, and an address the one it removed just now."""


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


def undo_offered(request: Request, record: Record) -> int | None:
    """The version that the visitor may go back to, while nobody has written a later one."""
    before, made = request.session.get(OFFERED, {}).get(offered_as(request, record), (None, None))
    fresh = made is not None and made == request.visit.present.seen(record.KIND, record.ref)
    if not fresh or before is None or request.visit.past:
        return None
    back = version(type(record), record.ref, before)
    refused = back is not None and Doors(request.visit, type(record), [record]).refusal(record, back)
    return None if refused else before


def offer_return(request: Request, record: Record, before: int) -> None:
    """Remember that this session removed a record that read as version `before` said."""
    held, name = dict(request.session.get(REMOVED, {})), offered_as(request, record)
    held.pop(name, None)
    request.session[REMOVED] = dict(list((held | {name: before}).items())[-OFFERS:])


def return_offered(request: Request, kind: str) -> str:
    """The reference of the record that was removed just now, as the address says; empty where it stands again."""
    ref, visit = request.GET.get(REMOVED, ""), request.visit
    removed = f"{visit.organization_id}/{kind}/{ref}" in request.session.get(REMOVED, {})
    return ref if ref and removed and not visit.past and visit.present.get(kind, ref) is None else ""


@page(write)
@require_POST
def put_back(request: Request, kind: str, ref: str) -> HttpResponse:
    """Write a record again that this session removed, as it was before."""
    register = register_named(kind)
    name = f"{request.visit.organization_id}/{kind}/{ref}"
    before = request.session.get(REMOVED, {}).get(name)
    if before is None:
        raise RefusedError(f"{ref} was removed by somebody else, or is back already. Look at its history.")
    again = writer_of(register.kind).restore(request.visit.actor, ref, to=before)
    request.session[REMOVED] = {key: each for key, each in request.session[REMOVED].items() if key != name}
    messages.success(request, f"{ref} is on record again, as it was before.")
    return redirect(address(again))


@page(write)
@require_POST
def undo(request: Request, kind: str, ref: str) -> HttpResponse:
    """Write the fields of the version before as a new one. Refused where somebody changed the record since."""
    record, seen = held(request.visit, kind, ref), seen_in(request)
    to = undo_offered(request, record)
    before = version(type(record), ref, to) if to is not None else None
    if before is None:
        raise RefusedError(f"{ref} was written again since, or by somebody else. Look at its history.")
    fields = {
        each.name: getattr(before, each.name)
        for each in fields_of(type(record))
        if getattr(before, each.name) != getattr(record, each.name)
    }
    writer_of(type(record)).change(request.visit.actor, ref, seen=seen, **fields)
    messages.success(request, f"{ref} says again what it said before.")
    return redirect(address(record))
