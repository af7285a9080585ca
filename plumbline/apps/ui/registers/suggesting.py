"""What a field may refer to, for the words typed so far: `/suggest/?kinds=asset,process&q=server`."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import KINDS

MOST = 20


@page(Permission.REGISTER_READ)
@require_GET
def suggest(request: Request) -> JsonResponse:
    """Up to twenty records or controls that say the words, as `[{value, label}]`."""
    kinds = [each for each in request.GET.get("kinds", "").split(",") if each] or list(KINDS)
    words = request.GET.get("q", "").strip()
    found = [{"value": value, "label": label} for value, label in _found(request.visit, kinds, words)]
    return JsonResponse({"found": found})


def _found(visit: Visit, kinds: list[str], words: str) -> Iterator[tuple[str, str]]:
    left = MOST
    for kind in kinds:
        several = _keys(visit, kind, words) if kind in ("control", "clause") else _records(visit, kind, words)
        for value, label in several:
            if not left:
                return
            left -= 1
            yield value, label


def _keys(visit: Visit, kind: str, words: str) -> Iterator[tuple[str, str]]:
    """Controls or clauses of the standard."""
    wanted, standard = folded(words), visit.isms.standard
    for key in standard.controls if kind == "control" else standard.clauses:
        label = standard.label(key)
        if wanted in folded(f"{key} {label}"):
            yield key, label


def _records(visit: Visit, kind: str, words: str) -> Iterator[tuple[str, str]]:
    if kind not in KINDS or not visit.may(reading(kind)):
        return
    hits = visit.system.matching(kind, words, visit.names) if words else None
    for each in visit.isms.live(KINDS[kind]):
        if hits is None or each.ref in hits:
            yield each.ref, called(visit, each)
