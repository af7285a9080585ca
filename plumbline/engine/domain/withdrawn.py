"""Which documents no longer hold, and which records still rely on them (7.5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from plumbline.engine.domain.documentation import version_in_force, versions
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    KINDS,
    Acknowledgement,
    Commitment,
    Document,
    DocumentVersion,
    Person,
    Record,
    fields_of,
)

PART_OR_PAST = frozenset({"document_version", "acknowledgement", "competence_proof"})
"""Kinds that are part of a document, are examined for themselves, or tell of the past."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """A live record with the fields in which it names documents, and these documents."""

    record: Record
    fields: tuple[str, ...]
    documents: tuple[Document, ...]
    number: str = ""


def reliances(isms: Isms) -> Iterator[Reliance]:
    """Live records that name documents, and acknowledgements that are still open."""
    for kind in KINDS.values():
        names = _fields_naming_documents(kind.KIND)
        for record in isms.live(kind) if names else ():
            words = [each for name in names for each in _words(getattr(record, name))]
            found = dict.fromkeys(each for one in words if (each := _document(isms, one)))
            if found:
                number = record.number if isinstance(record, Commitment) else ""
                yield Reliance(record, names, tuple(found), number)
    for asked in isms.all(Acknowledgement):
        person, document = isms.resolve(asked.person, Person), _document(isms, asked.document)
        if not asked.given_on and document and isinstance(person, Person) and isms.current(person):
            yield Reliance(asked, ("document", "number", "asked_on"), (document,), asked.number)


def is_out(isms: Isms, document: Document) -> bool:
    """Whether a document was withdrawn, or has only versions that were withdrawn or superseded."""
    held = versions(isms, document)
    past = bool(held) and all(each.state in ("superseded", "withdrawn") for each in held)
    return not document.live or past


def outdated_version(isms: Isms, document: Document, number: str) -> DocumentVersion | None:
    """The version of that number, where it was superseded or withdrawn and another is in force."""
    now = version_in_force(isms, document)
    if not number or now is None or now.number == number:
        return None
    old = (each for each in versions(isms, document) if each.number == number)
    return next((each for each in old if each.state in ("superseded", "withdrawn")), None)


@cache
def _fields_naming_documents(kind: str) -> tuple[str, ...]:
    if kind in PART_OR_PAST:
        return ()
    return tuple(each.name for each in fields_of(KINDS[kind]) if each.is_reference and "document" in each.kinds)


def _words(held: str | tuple[str, ...]) -> tuple[str, ...]:
    return (held,) if isinstance(held, str) else held


def _document(isms: Isms, words: str) -> Document | None:
    found = isms.resolve(words, Document) if words else None
    return found if isinstance(found, Document) else None
