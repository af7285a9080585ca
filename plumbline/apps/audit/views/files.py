"""The report of an audit as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.printing import report
from plumbline.apps.audit.views.conducting import audit_at
from plumbline.apps.records.giving_out import note_export
from plumbline.apps.ui.pages import Request, page
from plumbline.reports.audit_report import as_docx, as_pdf
from plumbline.reports.audit_report.report import AuditReport

FORMS: Mapping[str, tuple[Callable[[AuditReport], bytes], str]] = {
    "pdf": (as_pdf.render, "application/pdf"),
    "docx": (as_docx.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@page(Permission.REGISTER_EXPORT)
@require_GET
def file(request: Request, ref: str, form: str) -> HttpResponse:
    """The report as PDF or as a Word document; that it left is written to the journal."""
    if form not in FORMS:
        raise Http404(f"There is no report as {form}.")
    if not request.visit.may(Permission.AUDIT_READ):
        raise NotAllowedError("The reports of audits are for those who may read audits. Ask for access to them.")
    told = report(request.visit, audit_at(request, ref))
    note_export(request.visit.actor)
    make, media_type = FORMS[form]
    answer = HttpResponse(make(told), content_type=media_type)
    name = f"audit-report-{ref}.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
