"""The library as somebody looks at it: each document, its version that counts, what is under way, who has read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.apps.documents.reading_lists import Progress, progress
from plumbline.apps.records.searching import plain
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.documentation import version_in_force, versions
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, DocumentVersion

KINDS: Mapping[str, str] = {
    "policy": "Policies",
    "procedure": "Procedures",
    "plan": "Plans",
    "standard": "Standards",
    "guideline": "Guidelines",
    "form": "Forms",
    "record": "Records",
    "external": "From outside",
    "other": "Other documents",
    "": "Without a kind",
}
STATES: Mapping[str, str] = {
    "": "in use",
    "force": "in force",
    "draft": "being written",
    "review": "in review",
    "overdue": "review overdue",
    "unread": "not read by all",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library; `underway` is a version being written, `coming` one that is effective later."""

    document: Document
    version: DocumentVersion | None
    underway: DocumentVersion | None
    coming: DocumentVersion | None
    progress: Progress | None
    today: date

    @property
    def state(self) -> str:
        """In a word how it stands."""
        if not self.document.live:
            return "withdrawn"
        if self.version:
            return "in force"
        if self.coming:
            return "not yet effective"
        return self.underway.state if self.underway else "nothing in force"

    @property
    def next_review(self) -> date | None:
        """When the version in force is to be looked at again."""
        return self.version.next_review if self.version else None

    @property
    def overdue(self) -> bool:
        """Whether that day has passed."""
        return self.next_review is not None and self.next_review < self.today


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents under a heading."""

    title: str
    hint: str
    entries: tuple[Entry, ...]


def entry(isms: Isms, document: Document) -> Entry:
    """How a document stands."""
    known = versions(isms, document)
    stands = version_in_force(isms, document)
    return Entry(
        document=document,
        version=stands,
        underway=next((each for each in reversed(known) if each.state in ("draft", "in review")), None),
        coming=next((e for e in known if e.state == "in force" and e.effective and e.effective > isms.on), None),
        progress=progress(isms, document, stands) if stands else None,
        today=isms.on,
    )


def entries(visit: Visit) -> tuple[Entry, ...]:
    """Every document, by title."""

    def collect() -> tuple[Entry, ...]:
        found = (entry(visit.isms, each) for each in visit.isms.all(Document))
        return tuple(sorted(found, key=lambda each: (plain(each.document.title), each.document.ref)))

    return visit.isms.memo("the library", collect)


def narrowed(visit: Visit, words: str, state: str) -> tuple[Entry, ...]:
    """The documents that say the words, in title, reference or text, and stand so."""
    wanted = plain(words).split()
    return tuple(each for each in entries(visit) if _stands(each, state) and all(w in _said(each) for w in wanted))


def _said(one: Entry) -> str:
    text = one.version or one.underway
    return plain(f"{one.document.ref} {one.document.title} {text.body if text else ''}")


def _stands(one: Entry, state: str) -> bool:
    if state == "withdrawn" or not one.document.live:
        return state == "withdrawn" and not one.document.live
    underway = one.underway.state if one.underway else ""
    fits = {
        "force": one.state == "in force",
        "draft": underway == "draft",
        "review": underway == "in review",
        "overdue": one.overdue,
        "unread": one.progress is not None and bool(one.progress.open),
    }
    return fits.get(state, True)


def by_kind(found: Iterable[Entry]) -> Iterator[Shelf]:
    """The documents by what they are."""
    held: dict[str, list[Entry]] = defaultdict(list)
    for each in found:
        held[each.document.document_kind].append(each)
    return (Shelf(title, "", tuple(held[kind])) for kind, title in KINDS.items() if held[kind])


def by_what_they_serve(isms: Isms, found: Iterable[Entry]) -> Iterator[Shelf]:
    """The documents under each clause and control they serve, in the order of the standard."""
    held: dict[str, list[Entry]] = defaultdict(list)
    for each in found:
        for key in each.document.serves or ("",):
            held[key].append(each)
    standard = isms.standard
    known = sorted((each for each in held if standard.exists(each)), key=standard.position)
    for key in known:
        yield Shelf(key, standard.label(key), tuple(held[key]))
    for key in sorted(held.keys() - {*known}):
        yield Shelf(key or "Serves no clause or control yet", "", tuple(held[key]))
