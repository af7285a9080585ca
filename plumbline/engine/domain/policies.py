"""What policies ask of people and promise to others: who must acknowledge, who is reached, what is promised (5.2)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.documentation import documents_in_force, version_in_force
from plumbline.engine.domain.isms import Isms, covers, folded
from plumbline.engine.domain.kinds import Acknowledgement, Commitment, Document, DocumentVersion, Person, Role

EVERYBODY = re.compile(
    r"every(one|body)|all (our )?(employees|staff|personnel|people|users|colleagues|workers|members)"
    r"|(whole|entire) (company|staff|organi[sz]ation)"
    r"|alle (mitarbeit|beschäftigt|angestellt|person)|belegschaft"
    r"|(tous|toutes) les|tout le personnel|ensemble du personnel"
)
"""How a list of readers says that it means everybody inside."""


def means_everybody(circle: tuple[str, ...]) -> bool:
    """Whether a circle of people, in words, takes in everybody inside."""
    return any(EVERYBODY.search(folded(each)) for each in circle)


def reaches_everybody(document: Document) -> bool:
    """Whether a document is handed to everybody inside at least."""
    return document.audience_breadth in ("anyone", "everyone inside") or means_everybody(document.audience)


def not_reached(isms: Isms, document: Document) -> tuple[str, ...]:
    """Which of those a document binds its distribution leaves out, in the words of the document."""
    if reaches_everybody(document):
        return ()
    if means_everybody(document.binds):
        return tuple(each for each in document.binds if EVERYBODY.search(folded(each)))
    handed = {_who(isms, each) for each in document.audience}
    return tuple(each for each in document.binds if _who(isms, each) not in handed)


def _who(isms: Isms, words: str) -> str:
    found = isms.answers(words)
    return found.ref if found else folded(words)


@dataclass(frozen=True, slots=True)
class Reading:
    """That a person must acknowledge the version in force; `since` is the day it began to bind the person."""

    document: Document
    version: DocumentVersion
    person: Person
    since: date | None
    asked: Acknowledgement | None


def readings(isms: Isms) -> tuple[Reading, ...]:
    """What current people must acknowledge: where they were asked, or where the document names them or their role."""
    return isms.memo("readings", lambda: tuple(_readings(isms)))


def _readings(isms: Isms) -> Iterator[Reading]:
    for document, version in documents_in_force(isms):
        asked = _asked_for(isms, document, version)
        since = _named_since(isms, document)
        for reference in dict.fromkeys((*asked, *since)):
            person = isms.at(Person, reference)
            if person and isms.current(person):
                days = (version.effective or version.approved_on, person.started, since.get(reference))
                start = max((day for day in days if day), default=None)
                yield Reading(document, version, person, start, asked.get(reference))


def _asked_for(isms: Isms, document: Document, version: DocumentVersion) -> Mapping[str, Acknowledgement]:
    """Acknowledgements of a version by person; one that names no version counts unless it was given before this one."""
    rows = list(_asked(isms).get((document.ref, folded(version.number)), ()))
    if version.number:
        begins = version.effective or date.min
        rows += [each for each in _asked(isms).get((document.ref, ""), ()) if (each.given_on or date.max) >= begins]
    return {person.ref: each for each in rows if (person := isms.resolve(each.person, Person))}


def _asked(isms: Isms) -> Mapping[tuple[str, str], tuple[Acknowledgement, ...]]:
    """Acknowledgements by document and version."""

    def group() -> Mapping[tuple[str, str], tuple[Acknowledgement, ...]]:
        grouped: dict[tuple[str, str], list[Acknowledgement]] = defaultdict(list)
        for each in isms.all(Acknowledgement):
            if document := isms.resolve(each.document, Document):
                grouped[document.ref, folded(each.number)].append(each)
        return {key: tuple(rows) for key, rows in grouped.items()}

    return isms.memo("acknowledgements by version", group)


def _named_since(isms: Isms, document: Document) -> Mapping[str, date | None]:
    """Who has to acknowledge a document by its own words, and since when they hold the role it names."""
    found: dict[str, date | None] = {}
    for words in document.must_acknowledge:
        match isms.answers(words):
            case Person() as person:
                found[person.ref] = None
            case Role() as role:
                for each in isms.assignments(role):
                    holder = isms.resolve(each.person, Person)
                    if holder and covers(each.since, each.until, isms.on):
                        found.setdefault(holder.ref, each.since)
    return found


def commitments_in_force(isms: Isms) -> tuple[Commitment, ...]:
    """The live commitments of documents in force, of the version in force where they name one."""
    return isms.memo(
        "commitments in force", lambda: tuple(each for each in isms.live(Commitment) if _holds(isms, each))
    )


def _holds(isms: Isms, commitment: Commitment) -> bool:
    document = isms.resolve(commitment.document, Document)
    version = version_in_force(isms, document) if isinstance(document, Document) else None
    return version is not None and commitment.number in ("", version.number)
