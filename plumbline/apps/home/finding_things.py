"""Search and the palette: what a reference names, then pages by name, records by their words, and acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from plumbline.apps.records.searching import LONGEST, Hit, Rank, plain
from plumbline.apps.records.writers import gather
from plumbline.apps.records.writing import WRITERS
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.values import titled
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS, OwnRule

MOST_RECORDS = 8
MOST_PAGES = 8
Suggestion = dict[str, str]


def found_records(visit: Visit, words: str, limit: int) -> tuple[Hit, ...]:
    """The records that say all of the words, of the kinds that the visitor may read."""
    readable = frozenset(kind for kind in KINDS if visit.may(reading(kind)))
    return visit.system.search(words, limit, visit.names, readable)


def offered(visit: Visit, words: str) -> list[Suggestion]:
    """What the palette lists for the words: label, hint and address."""
    hits = found_records(visit, words, MOST_RECORDS) if words else ()
    named = [_of_record(visit, each) for each in hits if each.rank <= Rank.REFERENCE_BEGINS]
    told = [_of_record(visit, each) for each in hits if each.rank > Rank.REFERENCE_BEGINS]
    asked = plain(words[:LONGEST]).split()

    def fitting(places: Iterable[Suggestion]) -> list[Suggestion]:
        return [each for each in places if all(term in plain(each["label"]) for term in asked)]

    pages = fitting(_pages(visit))[:MOST_PAGES]
    return [*named, *pages, *told, *fitting(_acts(visit))[: MOST_PAGES - len(pages)]]


def _of_record(visit: Visit, hit: Hit) -> Suggestion:
    title = _rule(hit.record) if isinstance(hit.record, OwnRule) else titled(hit.record, visit.names)
    label = f"{hit.record.ref} {title}".strip()
    return {"label": label, "hint": hit.record.REGISTER, "url": address(hit.record)}


def _rule(rule: OwnRule) -> str:
    """An own rule in words: its name, what it is for and its value, as several may bear one name."""
    about = ", ".join(filter(None, (rule.title.replace("_", " "), rule.applies_to)))
    return f"{about[:1].upper()}{about[1:]}: {rule.setting}"


def _pages(visit: Visit) -> Iterator[Suggestion]:
    """Every page of the navigation."""
    navigation = import_string(settings.PLUMBLINE_NAVIGATION)
    for section in navigation(visit, ""):
        for each in section.entries:
            yield {"label": each.label, "hint": section.label, "url": each.url}


def _acts(visit: Visit) -> Iterator[Suggestion]:
    """For who may write: adding to each register."""
    gather()
    for kind, writer in WRITERS.items():
        if visit.may_now(writer.permission):
            yield {
                "label": f"Add to {KINDS[kind].REGISTER}",
                "hint": "Act",
                "url": reverse("records:new", args=[kind]),
            }
