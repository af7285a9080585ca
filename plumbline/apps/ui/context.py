"""What every template may use without being told: the visit and the navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from plumbline.apps.accounts.permissions import Permission


def page(request: HttpRequest) -> dict[str, Any]:
    """`visit`, `navigation` (with the section that is open), `theme`, and `P`: permissions by name."""
    visit = getattr(request, "visit", None)
    if visit is None:
        return {"theme": _theme(request)}
    navigation = import_string(settings.PLUMBLINE_NAVIGATION)
    return {"visit": visit, "theme": _theme(request), "navigation": navigation(visit, request.path), "P": Permission}


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "auto")
    return chosen if chosen in ("light", "dark", "auto") else "auto"
