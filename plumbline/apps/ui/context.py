"""What every template may use without being told: the visit and the navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from plumbline.apps.accounts.permissions import Permission

NAMES = frozenset({"visit", "navigation", "astray", "theme", "P"})
"""What is given to every template: no view may give something else by one of these names."""


def page(request: HttpRequest) -> dict[str, Any]:
    """`visit`, `navigation` (with the section that is open), `astray`, `theme`, and `P`: permissions by name."""
    visit = getattr(request, "visit", None)
    if visit is None:
        return {"theme": _theme(request)}
    navigation, astray = import_string(settings.PLUMBLINE_NAVIGATION), import_string(settings.PLUMBLINE_ASTRAY)
    return {
        "visit": visit,
        "navigation": navigation(visit, request.path),
        "astray": astray(visit),
        "theme": _theme(request),
        "P": Permission,
    }


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "auto")
    return chosen if chosen in ("light", "dark", "auto") else "auto"
