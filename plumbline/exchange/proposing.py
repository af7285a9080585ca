"""From entries to the records that would be written: identified, linked, compared with those we have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, DocumentVersion, Record
from plumbline.engine.domain.record import field_of
from plumbline.exchange.beside import veil
from plumbline.exchange.book import Book, PersonProposal
from plumbline.exchange.drafts import Draft, Entry
from plumbline.exchange.intake import Intake, Line
from plumbline.exchange.matching import difference, laid_over, settle, value_of

OWN_REGISTER_WINS = frozenset(
    [
        "assessment",
        "assignment",
        "control_state",
        "document_version",
        "reading",
        "supplier_agreement",
        "supplier_review",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One record as it would be written."""

    draft: Draft
    value: Record


@dataclass(slots=True, kw_only=True)
class Proposal:
    """All records that would be written, in an order in which each stands after what it rests on."""

    changed: list[Proposed] = field(default_factory=list)
    clashes: dict[Line, str] = field(default_factory=dict)
    """Rows that say of a record something else than a row of an earlier file, and what to do."""
    together: dict[Line, list[Line]] = field(default_factory=dict)
    """Rows with those of later files that were laid over them, since they are about the same record."""
    people: list[PersonProposal] = field(default_factory=list)


def propose(intake: Intake, isms: Isms, *, persons: Mapping[str, str], highest: Mapping[str, int]) -> Proposal:
    """Find the record of every entry, link its words, and say what differs; counts rows into the file plans."""
    book = Book(isms, persons, highest, intake.about)
    entries = intake.entries
    book.number(entries)
    book.name(entries)
    book.link(entries)
    veil(entries, intake, book.linker)
    found = Proposal(people=book.people)
    _lay_together(book, intake, entries, found)
    entries.reverse()
    rows = []
    while entries:  # from here on the drafts tell everything, and there may be a hundred thousand of each
        rows.append(tuple(_drafts(book, entries.pop(), intake.kinds)))
    for draft in book.held.values():
        settle(draft)
    differing: set[int] = set()
    for draft in book.held.values():
        value = value_of(draft)
        draft.forget()
        if draft.before is None or difference(draft.before, value):
            differing.add(id(draft))
            found.changed.append(Proposed(draft=draft, value=value))
    found.changed += _succeeded(found.changed, isms, book)
    for main, *parts in rows:
        _count(intake, main, any(id(each) in differing for each in (main, *parts)))
    return found


def _lay_together(book: Book, intake: Intake, entries: list[Entry], found: Proposal) -> None:
    """Lay what several files say of one record together; a row that contradicts an earlier one is a clash."""
    for entry in entries:
        main = entry.main
        held = book.held.get((main.kind, main.ref), main)
        if held is main or not main.given or held.file == main.file:
            continue
        if differing := laid_over(held, main):
            label = field_of(main.record, differing).label
            found.clashes[main.file, main.line] = _clash(main, held, intake.files[held.file].file, label)
        else:
            found.together.setdefault((held.file, held.line), []).append((main.file, main.line))


def _clash(main: Draft, held: Draft, file: str, label: str) -> str:
    return (
        f"“{main.given}” stands already in {file}, line {held.line}, with another “{label}”. "
        "Keep the row that is right, or import the two files one after the other."
    )


def _drafts(book: Book, entry: Entry, brought: set[str]) -> Iterator[Draft]:
    """The drafts that a row stands for, its own first; parts with a register of their own here are left to that."""
    yield entry.main
    for part in entry.declared_parts():
        if part.kind in OWN_REGISTER_WINS and part.kind in brought:
            continue
        held = book.part(part)
        if held is not None:
            yield held


def _count(intake: Intake, main: Draft, differs: bool) -> None:
    plan = intake.files[main.file]
    if main.before is None:
        plan.new += 1
    elif differs:
        plan.changed += 1
    else:
        plan.unchanged += 1


def _succeeded(changed: list[Proposed], isms: Isms, book: Book) -> Iterator[Proposed]:
    """A new version in force and a new assessment of a stage supersede the ones before them."""
    for each in tuple(changed):
        if each.draft.before is not None:
            continue
        for earlier in _earlier(each.value, isms):
            if (earlier.KIND, earlier.ref) not in book.held:
                value = dataclasses.replace(earlier, state="superseded")  # type: ignore[call-arg]  # both kinds have one
                draft = Draft(
                    kind=earlier.KIND, file=each.draft.file, line=each.draft.line, ref=earlier.ref, before=earlier
                )
                yield Proposed(draft=draft, value=value)


def _earlier(value: Record, isms: Isms) -> Iterator[Record]:
    if isinstance(value, DocumentVersion) and value.state == "in force":
        for version in isms.all(DocumentVersion):
            if version.document == value.document and version.state == "in force":
                yield version
    if isinstance(value, Assessment):
        for assessment in isms.all(Assessment):
            if (assessment.risk, assessment.stage) == (value.risk, value.stage) and assessment.state == "current":
                yield assessment
