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
from plumbline.apps.ui.registers.editing import OFFERED, offered_as, seen_in
from plumbline.apps.ui.registers.listing import held
from plumbline.engine.domain.kinds import Record, fields_of


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


def undo_offered(request: Request, record: Record) -> int | None:
    """The version that the visitor may go back to, while nobody has written a later one."""
    before, made = request.session.get(OFFERED, {}).get(offered_as(request, record), (None, None))
    fresh = made is not None and made == request.visit.present.seen(record.KIND, record.ref)
    return before if fresh and not request.visit.past else None


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
