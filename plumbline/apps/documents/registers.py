"""The registers of documents: what is controlled, its versions, what they promise, who read them."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, Record


def version(isms: Isms, record: Record) -> str:
    """The number of the version in force."""
    found = version_in_force(isms, record) if isinstance(record, Document) else None
    return found.number or found.ref if found else "none"


def next_review(isms: Isms, record: Record) -> str:
    """When the version in force is looked at again."""
    found = version_in_force(isms, record) if isinstance(record, Document) else None
    return str(found.next_review) if found and found.next_review else ""


declare(
    Register(
        kind=kinds.Document,
        clause="7.5.1.a",
        page="documents:library",
        columns=("document_kind", "owner", "Version in force", "Next review", "classification", "state"),
        filters=("document_kind", "owner", "serves", "is_register", "state"),
        computed={"Version in force": version, "Next review": next_review},
        groups=(
            ("What it is", ("title", "document_kind", "serves", "links", "state")),
            ("Who answers", ("owner", "approver_named", "review_interval", "roles_named")),
            ("Whom it binds", ("audience", "audience_breadth", "binds", "must_acknowledge", "acknowledge_within")),
            ("Where it is kept", ("kept_here", "location", "is_register", "classification", "retention")),
            ("From outside", ("source", "edition", "edition_checked_on", "withheld_from_parties", "note")),
        ),
        teach="Every document that people have to follow, each with an owner, a version in force and a day for the "
        "next look. The security policy comes first.",
    ),
    Register(
        kind=kinds.DocumentVersion,
        clause="7.5.2.c",
        columns=("document", "number", "author", "approvers", "effective", "next_review", "state"),
        filters=("document", "author", "next_review", "state"),
        groups=(
            ("The version", ("document", "number", "change_note", "body", "state")),
            ("Who wrote and who approved", ("author", "approvers", "approved_on", "effective")),
            ("Looked at again", ("reviewed_on", "next_review")),
            (
                "What a policy must do",
                ("fits_purpose", "holds_objectives", "commits_to_requirements", "commits_to_improve", "note"),
            ),
        ),
        teach="A version is written by one person, approved by another, and stays as it was approved.",
    ),
    Register(
        kind=kinds.Commitment,
        columns=("document", "topic", "promised", "performed_every", "bound_to", "state"),
        filters=("document", "topic", "state"),
        teach="A sentence in a document that promises something measurable, such as a restore test every quarter. "
        "Bind it to what performs it, or it is an empty promise.",
    ),
    Register(
        kind=kinds.Acknowledgement,
        clause="7.3.a",
        columns=("document", "number", "person", "asked_on", "due", "given_on"),
        filters=("document", "person", "due", "given_on"),
        teach="Who confirmed having read which version, and who was asked and has not answered.",
    ),
)
