"""The statement as a Word document, for people who have to work its text into another one."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from plumbline.reports.phrases import day_or, moment
from plumbline.reports.soa.guide import guide, open_points, theme_note
from plumbline.reports.soa.rows import STANDARD, TITLE, ReportRow, SoaReport
from plumbline.reports.soa.words import APPLICABLE, BASIS
from plumbline.reports.zipped import same_each_time

if TYPE_CHECKING:
    from docx.document import Document

HEADINGS = ("Control", "Applicable", "Justification and sources", "Implementation", "Evidence")
WIDTHS_MM = (42, 22, 86, 72, 43)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WordMissingError(RuntimeError):
    """The extra that writes Word documents is not installed."""

    def __init__(self) -> None:
        super().__init__("Word documents need an extra. Install it with: pip install 'plumbline[word]'")


def render(report: SoaReport) -> bytes:
    """The document; the same report gives the same bytes. Raises WordMissingError without the extra `word`."""
    try:
        import docx
    except ImportError as missing:
        raise WordMissingError from missing
    document = docx.Document()
    _page(document, report)
    _front(document, report)
    for theme in report.themes:
        document.add_heading(f"{theme.number}  {theme.title}", level=1)
        document.add_paragraph(theme_note(report, theme.theme))
        _register(document, report.of_theme(theme.theme))
    document.add_heading("What does not hold together", level=1)
    points = [(what, (which,)) for what, which in open_points(report)]
    _table(document, ("Observation", "Controls and records"), points, (80, 185))
    out = io.BytesIO()
    document.save(out)
    return same_each_time(out.getvalue())


def _page(document: Document, report: SoaReport) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(9)
    section.header.paragraphs[0].text = _plain(f"{TITLE} · {report.organization} · {report.standing}")
    section.footer.paragraphs[0].text = f"Records at journal entry {report.head:,}, judged on {report.on}"
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    held = document.core_properties
    held.title, held.author, held.created, held.modified = TITLE, _plain(report.organization), made, made
    held.last_modified_by, held.comments = "Plumbline", ""


def _front(document: Document, report: SoaReport) -> None:
    document.add_heading(TITLE, level=0)
    document.add_paragraph(_plain(report.organization))
    document.add_paragraph(STANDARD)
    block = (
        ("Standing", report.standing),
        ("Approved by", ", ".join(report.approved_by) or "nobody yet"),
        ("Scope", report.scope_statement or "No scope version is in force."),
        ("Boundaries", report.scope_boundaries or "not stated"),
        ("Records as of", day_or(report.as_of, "the moment of making")),
        ("Judged on", report.on.isoformat()),
        ("Made", moment(report.made_at)),
        ("Imported rows set aside", str(report.set_aside)),
    )
    _table(document, ("Of this statement", "Value"), [(name, (value,)) for name, value in block], (60, 205))
    document.add_heading("How to read this statement", level=1)
    for term, meaning in guide(report):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{term} ").bold = True
        paragraph.add_run(meaning)


def _register(document: Document, rows: tuple[ReportRow, ...]) -> None:
    _table(document, HEADINGS, [(f"{each.key}\n{each.title}", _cells(each)) for each in rows], WIDTHS_MM)


def _cells(row: ReportRow) -> tuple[str, ...]:
    kept_by = (", ".join(row.documents), f"Owner: {row.owner}" if row.owner else "")
    return (
        f"{APPLICABLE[row.applicable]}\n{BASIS[row.basis]}",
        "\n".join(part for part in (row.justification, *(f"! {each}." for each in row.contradictions)) if part),
        "\n".join(part for part in (row.status_word, row.implementation, *kept_by) if part),
        "\n".join(part for part in (row.evidence, row.evidence_detail) if part),
    )


def _table(
    document: Document, headings: tuple[str, ...], rows: Sequence[tuple[str, tuple[str, ...]]], widths: tuple[int, ...]
) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table: Any = document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
    table.autofit = False
    # Word repeats a row on each page when it is marked as a heading; the library has no call for it.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for first, rest in [(headings[0], headings[1:]), *rows]:
        line = table.rows[0] if first == headings[0] and rest == headings[1:] else table.add_row()
        for cell, text, width in zip(line.cells, (first, *rest), widths, strict=True):
            cell.text, cell.width = _plain(text), Mm(width)


def _plain(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
