"""The minutes as a Word document, for firms that keep theirs so."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from plumbline.reports.minutes.as_pdf import basis
from plumbline.reports.minutes.rows import TITLE, InputPart, MinutesReport, letter
from plumbline.reports.phrases import day_or, moment
from plumbline.reports.zipped import same_each_time

if TYPE_CHECKING:
    from docx.document import Document

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIGURES, DECISIONS = ("Figure", "Value", "Last review", "Records"), ("No.", "Decided", "Who", "Due", "Leads to")


class WordMissingError(RuntimeError):
    """The extra that writes Word documents is not installed."""

    def __init__(self) -> None:
        super().__init__("Word documents need an extra. Install it with: pip install 'plumbline[word]'")


def render(report: MinutesReport) -> bytes:
    """The document; the same minutes give the same bytes. Raises WordMissingError without the extra `word`."""
    try:
        import docx
    except ImportError as missing:
        raise WordMissingError from missing
    document = docx.Document()
    _front(document, report)
    for each in report.inputs:
        _input(document, each)
    _results(document, report)
    out = io.BytesIO()
    document.save(out)
    return same_each_time(out.getvalue())


def _front(document: Document, report: MinutesReport) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    section.header.paragraphs[0].text = _plain(f"{TITLE} · {report.organization} · {report.standing}")
    section.footer.paragraphs[0].text = basis(report)
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    held = document.core_properties
    held.title, held.author, held.created, held.modified = TITLE, _plain(report.organization), made, made
    held.last_modified_by, held.comments = "Plumbline", ""
    document.add_heading(TITLE, level=0)
    document.add_paragraph(_plain(f"{report.organization}\n{report.ref} {report.title}".strip()))
    _table(
        document,
        ("Of this review", ""),
        [
            ("Standing", report.standing),
            ("Held on", day_or(report.held_on, "not yet")),
            ("Period reviewed", f"{report.period[0]} to {report.period[1]}"),
            ("Review before", day_or(report.last_held, "none")),
            ("Chaired by", report.chair or "not stated"),
            ("Present", ", ".join(report.present) or "not stated"),
            ("Absent", ", ".join(report.absent) or "nobody who was invited"),
            ("Approved by", ", ".join(report.approved_by) or "nobody yet"),
            ("Approved on", day_or(report.approved_on, "not yet")),
            ("Produced", moment(report.made_at)),
        ],
    )


def _input(document: Document, part: InputPart) -> None:
    document.add_heading(_plain(f"{letter(part.topic)}  {part.label}"), level=1)
    if part.reported:
        document.add_paragraph(_plain(part.reported))
    if part.figures:
        rows = [(each.label, each.value, each.before or "–", each.records) for each in part.figures]
        _table(document, FIGURES, rows)
    for each_named in part.named:
        document.add_paragraph(_plain(each_named), style="List Bullet")
    if part.discussed:
        paragraph = document.add_paragraph()
        paragraph.add_run("What was said: ").bold = True
        paragraph.add_run(_plain(part.discussed))


def _results(document: Document, report: MinutesReport) -> None:
    document.add_heading("Decisions", level=1)
    if report.decisions:
        rows = [(each.ref, each.what, each.owner, day_or(each.due, "–"), each.leads_to) for each in report.decisions]
        _table(document, DECISIONS, rows)
    else:
        nothing = "No improvement or change was found needed." if report.nothing_to_decide else "None are on record."
        document.add_paragraph(nothing)
    document.add_heading("Conclusion", level=1)
    document.add_paragraph("; ".join(f"{name}: {verdict}" for name, verdict in report.verdicts))
    if report.conclusion:
        document.add_paragraph(_plain(report.conclusion))


def _table(document: Document, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from docx.oxml import OxmlElement

    table: Any = document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
    # Word repeats a row on each page when it is marked as a heading; the library has no call for it.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, cells in enumerate([headings, *rows]):
        line = table.rows[0] if number == 0 else table.add_row()
        for cell, words in zip(line.cells, cells, strict=True):
            cell.text = _plain(words)


def _plain(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
