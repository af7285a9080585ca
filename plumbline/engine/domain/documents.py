"""Documented information: documents, their versions, commitments and acknowledgements (clauses 5.2, 7.5)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    day,
    flag,
    part,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
    value,
    whole,
)

VersionState = Literal["draft", "in review", "in force", "superseded", "withdrawn"]


@value
class Blob:
    """A file kept by content."""

    sha256: str
    name: str
    size: int
    media_type: str = ""


@value
class ReviewGiven:
    """What a person was asked about a draft in a round, and what came of it; without a verdict it is still awaited."""

    round: int
    by: str
    asked_on: date | None = None
    given_on: date | None = None
    verdict: Literal["", "agrees", "asks for changes"] = ""
    remark: str = ""


@record("document", prefix="DOC", subject="document", register="Documents", ended=("withdrawn",))
class Document(Record):
    """A controlled document; what it says stands in its versions."""

    document_kind: Literal[
        "", "policy", "procedure", "plan", "standard", "guideline", "record", "form", "external", "other"
    ] = choice()
    serves: tuple[str, ...] = refs("clause", "control", label="Documented information it serves")
    owner: str = responsible()
    classification: str = text()
    audience: tuple[str, ...] = texts(label="Distribution")
    audience_breadth: Literal["", "anyone", "everyone inside", "those named"] = choice(
        label="Breadth of the distribution"
    )
    binds: tuple[str, ...] = texts(label="Who is bound")
    withheld_from_parties: bool | None = flag(label="Withheld from interested parties who ask")
    approver_named: str = responsible(label="Approver named in its text")
    roles_named: tuple[str, ...] = refs("role", label="Roles its text gives tasks to")
    is_register: bool | None = flag(label="Is a register kept in the system")
    kept_here: bool | None = flag(label="Held in the system")
    location: str = text(label="Place or link")
    links: tuple[str, ...] = refs("document", "control", label="Refers to")
    source: str = text(label="Outside source")
    edition: str = text()
    edition_checked_on: date | None = day()
    retention: str = text()
    acknowledge_within: str = text(label="To be acknowledged within")
    must_acknowledge: tuple[str, ...] = refs("person", "role", label="To be acknowledged by")
    review_interval: str = text()
    state: Literal["live", "withdrawn"] = choice("live")


@record(
    "document_version",
    prefix="DOCV",
    subject="document",
    register="Document versions",
    natural_key=("document", "number"),
)
class DocumentVersion(Record):
    """One version of a document, with its approval."""

    document: str = ref("document")
    number: str = text(label="Version")
    author: str = responsible()
    approvers: tuple[str, ...] = refs("person", "role", label="Approver")
    approved_on: date | None = day()
    effective: date | None = day(label="Effective date")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    change_note: str = prose()
    reviews: tuple[ReviewGiven, ...] = parts(label="Review rounds")
    blob: Blob | None = part()
    body: str = prose(label="Text")
    fits_purpose: bool | None = flag(label="Fits the purpose of the organisation")
    holds_objectives: bool | None = flag(label="Holds objectives or their frame")
    commits_to_requirements: bool | None = flag(label="Commits to applicable requirements")
    commits_to_improve: bool | None = flag(label="Commits to improve")
    state: VersionState = choice("draft")


@record("commitment", prefix="CMT", subject="document", register="Commitments", ended=("withdrawn",))
class Commitment(Record):
    """A sentence of a policy that promises something. `title` says what."""

    document: str = ref("document")
    number: str = text(label="Version of the policy")
    topic: str = text(label="Promise it states")
    applies_to: str = text()
    promised: str = text(label="Interval or limit")
    bound_to: tuple[str, ...] = refs(
        "activity", "metric", "own_rule", "course", "training", "action", "objective", label="Bound to"
    )
    performed_every: str = text(label="Performed every")
    controls: tuple[str, ...] = refs("control", "own_control", label="Controls")
    state: Literal["in force", "withdrawn"] = choice("in force")


@record(
    "acknowledgement",
    prefix="ACK",
    subject="document",
    register="Acknowledgements",
    natural_key=("document", "number", "person"),
)
class Acknowledgement(Record):
    """That a person has read a version, or has still to."""

    document: str = ref("document")
    number: str = text(label="Version")
    person: str = ref("person")
    asked_on: date | None = day()
    due: date | None = day()
    given_on: date | None = day(label="Acknowledged on")
    reminders: int | None = whole()
