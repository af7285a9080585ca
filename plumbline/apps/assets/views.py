"""The map of assets."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.assets.drawing import MOST_DRAWN, crowded, picture
from plumbline.apps.assets.mapping import SHOWN, asset_map
from plumbline.apps.ui.pages import Request, page
from plumbline.engine.domain.kinds import Asset

MOST_ROWS = 200


@page(Permission.ASSET_READ)
@require_GET
def overview(request: Request) -> HttpResponse:
    """What holds and carries what, and what each asset needs because of it."""
    isms, asked = request.visit.isms, request.GET
    show, kind = asked.get("show", ""), asked.get("kind", "")
    found = asset_map(isms, show, kind)
    context = {
        "map": found,
        "picture": picture(isms, found),
        "crowded": crowded(isms, found),
        "rows": found.places[:MOST_ROWS],
        "left_out": max(0, len(found.places) - MOST_ROWS),
        "most_drawn": MOST_DRAWN,
        "show": show if show in SHOWN else "",
        "shown": SHOWN,
        "kind": kind,
        "kinds": sorted({each.asset_kind for each in isms.live(Asset) if each.asset_kind}),
        "live": len(isms.live(Asset)),
        "may_write": request.visit.may_now(Permission.ASSET_WRITE),
    }
    return render(request, "assets/map.html", context)
