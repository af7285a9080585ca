"""Whether documents say what they are, hold something, and kept what they held (7.5.2, 7.5.3)."""

import re
from collections.abc import Iterator

from plumbline.engine.domain.documentation import documents_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Blob, Document, DocumentVersion, EvidenceItem
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MAJOR, MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

InForce = tuple[Document, DocumentVersion]
DATES = ("approved_on", "effective", "reviewed_on", "next_review")
A_NUMBER = re.compile(r"\d|\b[A-Z]\b|^[IVX]+$")
"""How a version begins to be one: a digit, a single letter, a Roman number; “Live” is none."""
SHA256 = re.compile(r"[0-9a-f]{64}")
LEFT_OVER = re.compile(
    r"lorem ipsum|\{\{[^}]+\}\}|\bTBD\b|\bto be (?:defined|completed|determined)\b"
    r"|[\[<](?:insert|your|company|organi[sz]ation|name|date|version|author|role|title)\b[^\]>\n]{0,60}[\]>]",
    re.IGNORECASE,
)
"""What templates leave behind."""
READABLE = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|md|txt|html?|xlsx?|ods|csv|pptx?|odp|png|jpe?g|svg|json|xml|ya?ml|toml|eml|msg)$",
    re.IGNORECASE,
)


@rule(
    "DOC002",
    "document-unidentified",
    clauses=("7.5.2.a",),
    grade=MINOR_UP,
    examines=Population("documents in force", documents_in_force),
    mend="Complete title, version, date and author or owner of the document; write a version and dates that are ones.",
)
def document_unidentified(isms: Isms, pair: InForce) -> Iterator[Fault]:
    """An edition is the version of what comes from outside; a date is one of approval, effect or review."""
    document, version = pair
    number = version.number or document.edition
    unread = dict(version.unread)
    held = {
        "a title": document.title,
        "a version": number or unread.get("number", ""),
        "a date": version.effective
        or version.approved_on
        or version.reviewed_on
        or any(each in unread for each in DATES),
        "an author or owner": document.owner or version.author,
    }
    wrong = [f"lacks {what}" for what, there in held.items() if not there]
    if number and not A_NUMBER.search(number):
        wrong.append(f"says “{number}” for a version")
    wrong += [f"says “{words}” for a date" for field, words in unread.items() if field in DATES and words.strip()]
    if wrong:
        shows = ("number", "effective", *(each for each in DATES if each in unread and each != "effective"))
        yield Fault(document, gap=f"It {listed(wrong)}.", shows=("owner",), cites=(Cited(version, shows),))


def _held_here(isms: Isms) -> Iterator[InForce]:
    """A register kept in the system is its own content."""
    for document, version in documents_in_force(isms):
        if (document.kept_here or version.blob or version.body) and not document.is_register:
            yield document, version


@rule(
    "DOC003",
    "document-without-content",
    clauses=("7.5.2.b", "7.5.3.a"),
    grade=MINOR,
    examines=Population("documents in force that the system holds", _held_here),
    mend="Attach the file or write the text, replace what the template left, and put the version in force again.",
)
def document_without_content(isms: Isms, pair: InForce) -> Iterator[Fault]:
    """Forms are made of blanks; everything else is finished before it is put in force."""
    document, version = pair
    left_over = LEFT_OVER.search(version.body) if document.document_kind != "form" else None
    if not version.body and not version.blob and not document.location:
        gap = "It is to be held here, and there is neither a text nor a file nor a link."
    elif version.blob and not version.body and version.blob.size == 0:
        gap = f"Its file {version.blob.name} is empty."
    elif version.blob and not version.body and not _readable(version.blob):
        gap = f"Its file {version.blob.name} is of a kind that readers cannot be expected to open."
    elif left_over:
        gap = f"Its text still holds “{left_over[0]}”, which a template left behind."
    else:
        return
    yield Fault(document, gap=gap, shows=("kept_here", "location"), cites=(Cited(version, ("number", "effective")),))


def _readable(blob: Blob) -> bool:
    return bool(READABLE.search(blob.name)) or blob.media_type.startswith(("text/", "image/", "application/pdf"))


def _with_files(isms: Isms) -> Iterator[DocumentVersion | EvidenceItem]:
    yield from (each for each in isms.all(DocumentVersion) if each.blob)
    yield from (each for each in isms.all(EvidenceItem) if each.blob)


@rule(
    "DOC006",
    "content-altered",
    clauses=("7.5.3.b", "7.5.3.d", "A.5.33"),
    grade=MAJOR,
    examines=Population("stored files of document versions and evidence", _with_files),
    mend="Restore the file from a copy that has the recorded hash, and find out how the other came to be there.",
)
def content_altered(isms: Isms, record: DocumentVersion | EvidenceItem) -> Iterator[Fault]:
    """Which files are missing or differ is looked up when the system is read; here it is told of the record."""
    blob = record.blob
    if blob is None:
        return
    if blob.sha256 in isms.missing_blobs:
        gap = f"The file {blob.name} with the hash {blob.sha256[:12]}… is missing, or its content is another."
    elif not SHA256.fullmatch(blob.sha256):
        gap = f"The hash recorded for {blob.name}, “{blob.sha256}”, is none, so nothing shows that it is unaltered."
    else:
        return
    shows = ("document", "number") if isinstance(record, DocumentVersion) else ("observed_on",)
    yield Fault(record, gap=gap, shows=shows)
