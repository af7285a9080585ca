"""The report as a Word document, for people who have to work its text into another one."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from plumbline.reports.audit_report.report import AuditReport
from plumbline.reports.soa.as_docx import WordMissingError
from plumbline.reports.zipped import same_each_time

if TYPE_CHECKING:
    from docx.document import Document

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: AuditReport) -> bytes:
    """The document; the same report gives the same bytes. Raises WordMissingError without the extra `word`."""
    try:
        import docx
    except ImportError as missing:
        raise WordMissingError from missing
    document = docx.Document()
    _page(document, report)
    document.add_heading(_plain(report.title or report.ref), level=0)
    document.add_paragraph(_plain(f"{report.organization} · {report.head} {report.ref} · {report.standing}"))
    if report.rehearsal:
        document.add_paragraph("This was a rehearsal. It never stands for an internal audit.")
    _table(document, report.facts, (45, 130))
    document.add_heading("Conclusion", level=1)
    for paragraph in (report.conclusion or "The audit is not concluded yet.").split("\n\n"):
        document.add_paragraph(_plain(paragraph))
    _findings(document, report)
    _items(document, report)
    _samples(document, report)
    _who(document, report)
    out = io.BytesIO()
    document.save(out)
    return same_each_time(out.getvalue())


def _page(document: Document, report: AuditReport) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    section.header.paragraphs[0].text = _plain(f"{report.head} {report.ref} · {report.organization}")
    section.footer.paragraphs[0].text = _plain(report.basis)
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    held = document.core_properties
    held.title, held.author, held.created, held.modified = report.head, _plain(report.organization), made, made
    held.last_modified_by, held.comments = "Plumbline", ""


def _findings(document: Document, report: AuditReport) -> None:
    document.add_heading("Findings", level=1)
    if not report.findings:
        document.add_paragraph("No finding was raised.")
    for each in report.findings:
        document.add_heading(_plain(f"{each.ref}  {each.title}"), level=2)
        rows = (
            ("Grade", each.grade),
            ("Item", each.item),
            ("Required", each.requirement),
            ("Seen", each.evidence),
            ("Gap", each.gap),
            ("Records", each.records or "none named"),
            ("Answered by", each.answered_by or "nothing yet"),
        )
        _table(document, rows, (30, 145))


def _items(document: Document, report: AuditReport) -> None:
    document.add_heading("What was examined", level=1)
    rows = [("Item", "Verdict", "What was seen, and what it rests on")]
    rows += [
        (f"{each.key} {each.title}", each.verdict, "\n".join(filter(None, (each.notes, each.rests_on, each.by))))
        for each in report.items
    ]
    _table(document, rows, (50, 28, 97), headed=True)


def _samples(document: Document, report: AuditReport) -> None:
    if not report.samples:
        return
    document.add_heading("Samples", level=1)
    for each in report.samples:
        document.add_heading(_plain(f"{each.ref}  {each.attribute}"), level=2)
        document.add_paragraph(_plain(each.says))
        document.add_paragraph(_plain(f"{each.population} · {each.how}"))


def _who(document: Document, report: AuditReport) -> None:
    document.add_heading("Free of what was examined", level=1)
    document.add_paragraph(_plain(report.distance_note))
    if report.distance:
        rows = [("Auditor", "Item", "What binds them", "Made up for by"), *report.distance]
        _table(document, rows, (35, 40, 60, 40), headed=True)
    if report.accepted:
        document.add_heading("Accepted conflicts", level=1)
        document.add_paragraph(report.accepted_note)
        rows = [("Auditor", "Item", "Records", "Why it is accepted"), *report.accepted]
        _table(document, rows, (35, 40, 40, 60), headed=True)
    if report.competence:
        document.add_heading("What the auditors can do", level=1)
        _table(document, report.competence, (50, 125))


def _table(document: Document, rows: Sequence[Sequence[str]], widths: Sequence[int], *, headed: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table: Any = document.add_table(rows=0, cols=len(widths), style="Light Grid Accent 1" if headed else "Table Grid")
    table.autofit = False
    for row in rows:
        line = table.add_row()
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.text, cell.width = _plain(text), Mm(width)
    if headed:  # Word repeats a row on each page when it is marked as a heading; the library has no call for it
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _plain(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
