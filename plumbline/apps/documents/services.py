"""Documents and their versions; a version comes into force when somebody other than its author approves it (7.5.2)."""

from __future__ import annotations

from datetime import date

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records import duties, store
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

documents = writer(kinds.Document, Permission.DOCUMENT_WRITE)
document_versions = writer(
    kinds.DocumentVersion, Permission.DOCUMENT_WRITE, reserved=("approved_on", "state=in force", "state=superseded")
)
commitments = writer(kinds.Commitment, Permission.DOCUMENT_WRITE)
acknowledgements = writer(kinds.Acknowledgement, Permission.DOCUMENT_WRITE)


@action(Permission.DOCUMENT_APPROVE)
def approve_document(
    actor: Actor, ref: str, *, seen: int, effective: date | None = None, compensation: str = ""
) -> kinds.DocumentVersion:
    """Approve a version of a document and put it in force; the one in force until now is superseded."""
    before = store.held(kinds.DocumentVersion, ref, seen=seen)
    version = before.value
    if version.state not in ("draft", "in review"):
        raise RefusedError(f"{ref} is {version.state}. Approve a version that is a draft or in review.")
    document = store.held(kinds.Document, version.document).value
    noted = _independent(actor, version, compensation)
    _named_to_approve(actor, document, version)
    for each in store.all_of(kinds.DocumentVersion, document=version.document, state="in force"):
        store.changed(store.held(kinds.DocumentVersion, each.ref), state="superseded")
    today = current_run().standing.today()
    return store.changed(
        before,
        state="in force",
        approved_on=today,
        approvers=(actor.person,),
        effective=effective or version.effective or today,
        note=f"{version.note}\n\n{noted}".strip(),
    )


def _independent(actor: Actor, version: kinds.DocumentVersion, compensation: str) -> str:
    """Neither the author it names nor whoever wrote it down approves it."""
    deed = "approve it"
    named = duties.other_than(actor, version.author, deed=deed, compensation=compensation)
    return named or duties.other_than_writers(actor, version, deed=deed, compensation=compensation)


def _named_to_approve(actor: Actor, document: kinds.Document, version: kinds.DocumentVersion) -> None:
    """Where approvers are named, for this version or for its kind of document, one of them approves."""
    if version.approvers and not any(actor.answers_for(each) for each in version.approvers):
        raise DutiesError(
            f"{version.ref} names {', '.join(version.approvers)} to approve it. Ask them, or name yourself."
        )
    subjects = (f"document:{document.document_kind}", "document")
    duties.demand_authority(actor, *subjects, deed="approve such documents")
