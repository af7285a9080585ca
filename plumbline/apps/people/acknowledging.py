"""What people have still to read and acknowledge, counted by version in force (7.3, A.5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.apps.documents.reading_lists import Progress, progress
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Acknowledgement, Document, DocumentVersion, Person


@dataclass(frozen=True, slots=True)
class ToRead:
    """A version in force and how many of those asked have acknowledged it."""

    document: Document
    version: DocumentVersion
    progress: Progress


def still_to_read(isms: Isms) -> tuple[ToRead, ...]:
    """Versions in force that somebody has still to acknowledge, those with late readers first."""
    found = tuple(_open(isms))
    return tuple(sorted(found, key=lambda each: (-each.progress.late, -len(each.progress.open), each.document.ref)))


def _open(isms: Isms) -> Iterator[ToRead]:
    for document in isms.live(Document):
        version = version_in_force(isms, document)
        if version is not None and (asked := progress(isms, document, version)).open:
            yield ToRead(document, version, asked)


def open_of(isms: Isms, person: Person) -> tuple[Acknowledgement, ...]:
    """What one person has still to acknowledge."""
    rows = isms.of_parent(Acknowledgement, "person", person)
    return tuple(each for each in rows if each.given_on is None)
