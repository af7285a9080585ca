"""Whether what is named or demanded in writing exists, and what comes from outside is known (7.5.1, 7.5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.engine.domain.documentation import documents_in_force, serving
from plumbline.engine.domain.due import next_due, overdue
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Document, Record
from plumbline.engine.domain.shown_by import shown_by
from plumbline.engine.domain.statement import stated_rows
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, listed

IN_WRITING = ("A.5.1", "A.5.10", "A.5.26", "A.5.37", "A.8.9", "A.8.27")
"""Controls that ask for a document, save those whose register is one (A.5.9, A.5.31) and signed papers (A.6.6)."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A record that names documents in a field, or a row whose control asks for one (`key`)."""

    record: Record
    field: str
    words: tuple[str, ...]
    key: str = ""


def _namings(isms: Isms) -> Iterator[Naming]:
    for row in stated_rows(isms):
        demanded = row.key if row.key in IN_WRITING and row.applicable == "yes" else ""
        if row.documents or demanded:
            yield Naming(row.record, "documents", row.documents, demanded)
    for document, _ in documents_in_force(isms):
        words = tuple(each for each in document.links if not isms.standard.exists(each))
        if words:
            yield Naming(document, "links", words)


@rule(
    "DOC001",
    "needed-document-missing",
    clauses=("7.5.1.b", "7.5.1.a", *IN_WRITING),
    grade=MINOR_UP,
    examines=Population("rows and documents that name documents or must have one", _namings),
    mend="Write and register the document, or correct the name in “Reference” to what it is called.",
)
def needed_document_missing(isms: Isms, naming: Naming) -> Iterator[Fault]:
    """What is named and was withdrawn is DOC007's; scope, method and treatment process have rules of their own."""
    dead = [each for each in naming.words if not isms.resolve(each) and not shown_by(isms, each)]
    if dead:
        words = listed(f"“{each}”" for each in dead)
        verb = "which is" if len(dead) == 1 else "none of which is"
        gap = f"It refers to {words}, {verb} {'no' if len(dead) == 1 else 'a'} document, register or record on record."
        yield Fault(naming.record, gap=gap, shows=(naming.field,), clause=naming.key)
    elif naming.key and not naming.words and not serving(isms, naming.key):
        gap = "The control asks for something in writing; its row names no document and none in force serves it."
        yield Fault(naming.record, gap=gap, shows=(naming.field, "applicable"), clause=naming.key)


def _from_outside(isms: Isms) -> Iterator[Document]:
    return (each for each in isms.live(Document) if each.document_kind == "external")


@rule(
    "DOC010",
    "external-document-uncontrolled",
    clauses=("7.5.3-ext",),
    grade=MINOR,
    examines=Population("documents from outside", _from_outside),
    mend="Note source, edition and owner, look whether the edition is still the current one, and enter the day.",
)
def external_document_uncontrolled(isms: Isms, document: Document) -> Iterator[Fault | Unjudged]:
    """An edition that nobody has looked at is not judged while the register keeps no such day."""
    fields = {"source": document.source, "edition": document.edition, "owner": document.owner}
    missing = [name for name, held in fields.items() if not held]
    if missing:
        yield Fault(document, gap=f"It states no {listed(missing, last='and no')}.", shows=tuple(missing))
        return
    checked = document.edition_checked_on
    due = next_due(isms, None, checked, document.review_interval, "record_review", "external documents", "documents")
    if checked is None and kept(isms, Document, "edition_checked_on"):
        yield Fault(document, gap="Nobody checked the edition on record.", shows=("edition", "edition_checked_on"))
    elif due is None:
        yield Unjudged(document, "no promise `record_review`" if checked else "the day its edition was checked")
    elif overdue(isms, due.day):
        ago = days_between(due.day, isms.on)
        gap = f"Its edition was checked on {checked}; the next check was due on {due.day}, {ago} ago."
        yield Fault(document, gap=gap, shows=("edition", "edition_checked_on", "review_interval"), stated=due.stated)
