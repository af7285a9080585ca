"""On the page of an item: its file, and what may be done with it; on that of a control: to add evidence."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents.services import BEING_WRITTEN
from plumbline.apps.evidence.allowed import TYPES
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import DocumentVersion, EvidenceItem, Record


@panel(5)
def the_file(visit: Visit, record: Record) -> Panel | None:
    """The file of an item of evidence, small where it is a picture."""
    if not isinstance(record, EvidenceItem) or record.blob is None:
        return None
    kind = TYPES.get(f".{record.blob.name.rpartition('.')[2].lower()}")
    missing = record.blob.sha256 in visit.isms.missing_blobs
    context = {
        "item": record,
        "kind": kind.shown if kind else "",
        "missing": missing,
        "download": reverse("evidence:file", args=[record.ref]),
    }
    return Panel("evidence/_file.html", context)


@panel(5)
def the_text(visit: Visit, record: Record) -> Panel | None:
    """The file of a document's version."""
    if not isinstance(record, DocumentVersion) or record.blob is None:
        return None
    missing = record.blob.sha256 in visit.isms.missing_blobs
    download = reverse("evidence:version_file", args=[record.ref])
    return Panel("evidence/_file.html", {"item": record, "missing": missing, "download": download})


@offer("document_version")
def attaching(visit: Visit, record: Record) -> Iterator[Offer]:
    """Give a version that is being written its file."""
    if not isinstance(record, DocumentVersion) or record.state not in BEING_WRITTEN:
        return
    if visit.may_change(record, Permission.DOCUMENT_WRITE):
        yield Offer("Attach a file", reverse("evidence:attach", args=[record.ref]), "paperclip")


@offer("evidence_item")
def renewing(visit: Visit, record: Record) -> Iterator[Offer]:
    """Replace or withdraw an item."""
    if record.live and visit.may_change(record, Permission.EVIDENCE_WRITE):
        yield Offer("Replace", reverse("evidence:replace", args=[record.ref]), "refresh")
        yield Offer("Withdraw", reverse("evidence:withdraw", args=[record.ref]), "x")


@offer("control_state", "own_control")
def adding(visit: Visit, record: Record) -> Iterator[Offer]:
    """Send evidence of a control."""
    if visit.may(Permission.EVIDENCE_WRITE):
        yield Offer("Add evidence", f"{reverse('evidence:new')}?{urlencode({'control': record.ref})}", "certificate")
