"""Search and the palette: records by reference or words, then pages and acts by name."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from plumbline.apps.records.searching import Hit, plain
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS

MOST_RECORDS = 8
MOST_PAGES = 8
Suggestion = dict[str, str]


def found_records(visit: Visit, words: str, limit: int) -> tuple[Hit, ...]:
    """The records that say all of the words, of the kinds that the visitor may read."""
    readable = frozenset(kind for kind in KINDS if visit.may(reading(kind)))
    return visit.system.search(words, limit, visit.names, readable)


def offered(visit: Visit, words: str) -> list[Suggestion]:
    """What the palette lists for the words: label, hint and address."""
    records = [_of_record(visit, each) for each in found_records(visit, words, MOST_RECORDS)] if words else []
    asked = plain(words).split()
    fitting = [each for each in _places(visit) if all(term in plain(each["label"]) for term in asked)]
    return [*records, *fitting[:MOST_PAGES]]


def _of_record(visit: Visit, hit: Hit) -> Suggestion:
    title = titled(hit.record, visit.names)
    label = f"{hit.record.ref} {title}".strip()
    return {"label": label, "hint": hit.record.REGISTER, "url": address(hit.record)}


def _places(visit: Visit) -> Iterator[Suggestion]:
    """Every page of the navigation, and for who may write: adding to each register."""
    navigation = import_string(settings.PLUMBLINE_NAVIGATION)
    for section in navigation(visit, ""):
        for each in section.entries:
            yield {"label": each.label, "hint": section.label, "url": each.url}
    gather()
    for kind, writer in WRITERS.items():
        if visit.may_now(writer.permission):
            yield {
                "label": f"Add to {KINDS[kind].REGISTER}",
                "hint": "Act",
                "url": reverse("records:new", args=[kind]),
            }
