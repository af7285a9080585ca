"""What the pages of a document have in common: the record that an address names, or no page."""

from __future__ import annotations

from django.http import Http404

from plumbline.apps.accounts.action import not_yours
from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.pages import PastError
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Document, DocumentVersion


def document_at(visit: Visit, ref: str) -> Document:
    """The document that an address names, on the day that is shown."""
    found = visit.isms.at(Document, ref)
    if found is None:
        raise Http404(f"There is no document {ref} here.")
    return found


def version_at(visit: Visit, ref: str) -> tuple[DocumentVersion, Document]:
    """The version that an address names, and its document."""
    found = visit.isms.at(DocumentVersion, ref)
    document = visit.isms.resolve(found.document, Document) if found else None
    if found is None or not isinstance(document, Document):
        raise Http404(f"There is no version {ref} here.")
    return found, document


def demand_mine(visit: Visit, document: Document) -> None:
    """Refuse a form that could not be saved, before somebody types into it."""
    if visit.past:
        raise PastError(f"You are looking at {visit.as_of}. The past is not changed: go back to today first.")
    if not visit.may_change(document, Permission.DOCUMENT_WRITE):
        raise NotAllowedError(not_yours(document.ref))
