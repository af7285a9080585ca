"""Taking back a change of many records: each says again what it said before, unless somebody wrote it since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.records import living
from plumbline.apps.records.versions import version
from plumbline.apps.records.writers import writer_of
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.laid_aside import laid_aside, lay_aside, let_go
from plumbline.apps.ui.registers.listing import register_named
from plumbline.apps.ui.visit import Visit
from plumbline.reports.phrases import counted


def write(kind: str, **_: Any) -> Permission:
    """The permission to write a register by hand."""
    return acts.writing(kind)


def offer_many(visit: Visit, kind: str, field: str, before: Mapping[str, int], back: str) -> str:
    """Remember that a field of these records was changed, each from the version given; returns the key to it."""
    if not before:
        return ""
    now = living.system(visit.organization_id)
    versions = {ref: (index, now.seen(kind, ref)) for ref, index in before.items()}
    return lay_aside(visit.actor, kind, {"field": field, "versions": versions, "back": back})


@page(write)
@require_POST
def undo_many(request: Request, kind: str) -> HttpResponse:
    """Write what the records said before a change of many. What somebody wrote since is left alone and told."""
    register, visit, key = register_named(kind), request.visit, request.POST.get("undo", "")
    held = laid_aside(visit.actor, kind, key) if key else None
    if held is None or "versions" not in held:
        raise RefusedError("This was taken back already, or it is more than a day ago. Look at the records' history.")
    name, fields, seen = held["field"], dict[str, dict[str, object]](), dict[str, int]()
    with within(visit.organization_id):
        for ref, (before, made) in held["versions"].items():
            was = version(register.kind, ref, before)
            if was is not None and made is not None:
                fields[ref], seen[ref] = {name: getattr(was, name)}, made
    outcome = writer_of(register.kind).change_each(visit.actor, fields, seen)
    let_go(visit.actor, kind, key)
    messages.success(request, f"{counted(len(outcome.changed), 'record')} say again what they said before.")
    if left := (*outcome.stale, *outcome.refused):
        messages.warning(request, f"Left as they are, because somebody wrote them since: {', '.join(left)}.")
    return redirect(f"{reverse('records:register', args=[kind])}?{held['back']}")
