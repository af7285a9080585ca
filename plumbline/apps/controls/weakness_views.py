"""Weaknesses and keys at a glance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.weaknesses import AGES, by_age_and_severity, keys, open_weaknesses
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import CryptoKey, Vulnerability


@page(Permission.VULNERABILITY_READ)
@require_GET
def weaknesses(request: Request) -> HttpResponse:
    """What is open, how old, how grave, and against which promise; and which keys run out next."""
    visit = request.visit
    found = open_weaknesses(visit.isms)
    held = keys(visit.isms) if visit.may(Permission.CONTROL_READ) else ()
    context = {
        "found": found,
        "table": by_age_and_severity(visit.isms, found),
        "ages": [name for name, _ in AGES],
        "late": sum(each.late > 0 for each in found),
        "exploited": sum(each.exploited for each in found),
        "excused": sum(each.excused is not None for each in found),
        "unjudged": sum(each.limit is None for each in found),
        "closed": len(visit.isms.all(Vulnerability)) - len(found),
        "keys": held,
        "lapsed": sum(each.late for each in held),
        "replaced": len(visit.isms.all(CryptoKey)) - len(held),
        "may_write": visit.may_now(Permission.VULNERABILITY_WRITE),
        "may_write_keys": visit.may_now(Permission.CONTROL_WRITE),
    }
    return render(request, "controls/weaknesses.html", context)
