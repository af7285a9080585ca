"""On the record pages of audits: the way to the pages where they are done."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, offer
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Audit, AuditFinding, AuditItem, AuditProgramme, Population, Record, Sample


@offer("audit_programme", "audit", "audit_item", "population", "sample")
def open_it(_visit: Visit, record: Record) -> Iterator[Offer]:
    """A button that leads from the record to the page where it is worked on."""
    match record:
        case AuditProgramme():
            yield Offer("The matrix", reverse("audits:programme"), "grid-dots")
        case Audit():
            yield Offer("Open the audit", reverse("audits:audit", args=[record.ref]), "clipboard-check", main=True)
        case AuditItem():
            yield Offer("Open the paper", reverse("audits:paper", args=[record.ref]), "clipboard-list", main=True)
        case Population():
            yield Offer("Open the workbench", reverse("audits:population", args=[record.ref]), "microscope", main=True)
        case Sample():
            yield Offer("Open the sample", reverse("audits:sample", args=[record.ref]), "microscope", main=True)


@offer("finding")
def answering(visit: Visit, record: Record) -> Iterator[Offer]:
    """Open what answers a finding."""
    open_ = isinstance(record, AuditFinding) and record.state == "open" and not record.answered_by
    if open_ and visit.may_now(Permission.AUDIT_WRITE) and visit.may(Permission.IMPROVEMENT_WRITE):
        what = "an improvement" if getattr(record, "grade", "") == "opportunity" else "a nonconformity"
        yield Offer(f"Open {what}", reverse("audits:answer", args=[record.ref]), "tool", main=True)
