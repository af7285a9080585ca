"""On the record pages of documents and versions: the way to the page where they are read."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.documents.rounds import asked_of
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Acknowledgement, Document, DocumentVersion, Record


@offer("document", "document_version", "acknowledgement")
def read_it(visit: Visit, record: Record) -> Iterator[Offer]:
    """A button that leads to the text; for somebody who is asked to acknowledge it, to where that is done."""
    match record:
        case Document():
            yield Offer("Read", reverse("documents:document", args=[record.ref]), "file-text")
        case DocumentVersion():
            yield Offer("Read", reverse("documents:version", args=[record.ref]), "file-text")
            if asked_of(record, visit.actor.person):
                yield Offer("Review", reverse("documents:verdict", args=[record.ref]), "eye", main=True)
        case Acknowledgement() if document := visit.isms.resolve(record.document, Document):
            mine = record.person == visit.actor.person and record.given_on is None
            place = "documents:acknowledge" if mine else "documents:campaign"
            label = "Read and acknowledge" if mine else "Who has acknowledged it"
            yield Offer(label, reverse(place, args=[document.ref]), "file-text", main=mine)
