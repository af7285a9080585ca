"""Who has to acknowledge a version: those the document names, everyone where its template says so; and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.beginning.promised import template_of
from plumbline.beginning.templates import EVERYONE
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Acknowledgement, Document, DocumentVersion, Person

WITHOUT_A_PROMISE = timedelta(days=30)
"""How long people have where neither the document nor a promise of the organisation says so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who was asked to acknowledge a version, or did so unasked; `late` on the day judged on."""

    person: str
    acknowledgement: Acknowledgement
    current: bool
    late: bool

    @property
    def given(self) -> bool:
        """Whether the person has acknowledged it."""
        return self.acknowledgement.given_on is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the acknowledgement of a version is, counted over those who still work here."""

    rows: tuple[Asked, ...]

    @property
    def counted(self) -> tuple[Asked, ...]:
        """Those who count: somebody who left owes nothing any more."""
        return tuple(each for each in self.rows if each.current)

    @property
    def total(self) -> int:
        """How many were asked."""
        return len(self.counted)

    @property
    def given(self) -> int:
        """How many of them acknowledged it."""
        return sum(each.given for each in self.counted)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(each.late for each in self.counted)

    @property
    def open(self) -> tuple[Asked, ...]:
        """Those who have still to."""
        return tuple(each for each in self.counted if not each.given)

    @property
    def reminders(self) -> int:
        """How often any of those still open were reminded: what a reminder is sent on top of."""
        return sum(each.acknowledgement.reminders or 0 for each in self.open)


def progress(isms: Isms, document: Document, version: DocumentVersion) -> Progress:
    """Who was asked to acknowledge a version, those who have still to first."""
    rows = [_row(isms, each) for each in acknowledgements(isms, document, version)]
    return Progress(tuple(sorted(rows, key=lambda each: (each.given, not each.late, len(each.person), each.person))))


def acknowledgements(isms: Isms, document: Document, version: DocumentVersion) -> Iterator[Acknowledgement]:
    """The acknowledgements of a version, asked or given."""
    rows = isms.of_parent(Acknowledgement, "document", document)
    return (each for each in rows if folded(each.number) == folded(version.number))


def _row(isms: Isms, one: Acknowledgement) -> Asked:
    person = isms.resolve(one.person, Person)
    late = one.given_on is None and one.due is not None and one.due < isms.on
    current = isinstance(person, Person) and isms.current(person)
    return Asked(person.ref if person else one.person, one, current, late and current)


def demanded(isms: Isms, document: Document) -> tuple[Person, ...]:
    """Whom the document itself has to be acknowledged by, of those who work here today."""
    named = [each for words in document.must_acknowledge for each in isms.persons(words)]
    template = template_of(document)
    if template is not None and EVERYONE in template.acknowledge:
        named += everyone(isms)
    return current(isms, named)


def everyone(isms: Isms) -> tuple[Person, ...]:
    """All who work here today."""
    return current(isms, isms.live(Person))


def current(isms: Isms, persons: Iterable[Person]) -> tuple[Person, ...]:
    """Each of these people once who works here today."""
    return tuple({each.ref: each for each in persons if isms.current(each)}.values())


def to_ask(isms: Isms, document: Document, version: DocumentVersion, persons: Iterable[Person]) -> tuple[Person, ...]:
    """Those of these people who were not asked to acknowledge this version yet."""
    known = {each.person for each in acknowledgements(isms, document, version)}
    return tuple(each for each in persons if each.ref not in known)


def due(isms: Isms, document: Document, begins: date) -> date:
    """By when a version has to be acknowledged: as the document or a promise says, else within thirty days."""
    found = next_due(isms, None, begins, document.acknowledge_within, "acknowledge_within")
    return found.day if found else begins + WITHOUT_A_PROMISE


def asked(document: Document, version: DocumentVersion, person: Person, on: date, until: date) -> Acknowledgement:
    """The record that a person is asked."""
    return Acknowledgement(
        document=document.ref, number=version.number, person=person.ref, asked_on=on, due=until, reminders=0
    )


def mine(isms: Isms, person: str) -> tuple[tuple[Document, DocumentVersion, Acknowledgement], ...]:
    """What a person was asked to acknowledge, has not yet, and is in force: the first due first."""
    found = []
    for each in isms.by(Acknowledgement, lambda row: row.person, "person").get(person, ()):
        document = isms.resolve(each.document, Document)
        version = version_in_force(isms, document) if isinstance(document, Document) else None
        if version is None or not isinstance(document, Document) or each.given_on:
            continue
        if folded(each.number) in ("", folded(version.number)):
            found.append((document, version, each))
    return tuple(sorted(found, key=lambda row: (row[2].due or date.max, row[0].title)))
