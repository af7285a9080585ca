"""The letter as a Word document, for bodies whose own form it is copied into."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from plumbline.reports.response_letter.letter import TITLE, Answer, Letter
from plumbline.reports.soa.as_docx import WordMissingError
from plumbline.reports.zipped import same_each_time

if TYPE_CHECKING:
    from docx.document import Document

HEADINGS = ("Action", "What is done", "By whom", "By when", "Standing")
WIDTHS_MM = (18, 70, 42, 22, 26)
PART_WIDTHS_MM = (34, 144)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(letter: Letter) -> bytes:
    """The document; the same letter gives the same bytes. Raises WordMissingError without the extra `word`."""
    try:
        import docx
    except ImportError as missing:
        raise WordMissingError from missing
    document = docx.Document()
    _page(document, letter)
    document.add_heading(TITLE, level=0)
    block = (
        ("From", letter.organization),
        ("To", letter.body),
        ("Date", letter.day),
        ("Answered by", letter.signed_by),
        ("Findings", ", ".join(each.reference for each in letter.answers)),
    )
    _table(document, None, block, PART_WIDTHS_MM)
    for each in letter.answers:
        _answered(document, each)
    out = io.BytesIO()
    document.save(out)
    return same_each_time(out.getvalue())


def _page(document: Document, letter: Letter) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    section.header.paragraphs[0].text = _plain(f"{TITLE} · {letter.organization}")
    section.footer.paragraphs[0].text = letter.basis
    made, held = letter.made_at.astimezone(UTC).replace(tzinfo=None), document.core_properties
    held.title, held.author, held.created, held.modified = TITLE, _plain(letter.organization), made, made
    held.last_modified_by, held.comments = "Plumbline", ""


def _answered(document: Document, answer: Answer) -> None:
    document.add_heading(_plain(f"{answer.reference}  {answer.title}"), level=1)
    graded = f"{answer.grade.capitalize()}. " if answer.grade else ""
    document.add_paragraph(_plain(f"{graded}Raised {answer.raised}, answer due {answer.answer_due}."))
    _table(document, None, [(name, "\n".join(words)) for name, words in answer.parts], PART_WIDTHS_MM)
    document.add_heading("Corrective actions", level=2)
    if answer.actions:
        _table(document, HEADINGS, [dataclasses.astuple(each) for each in answer.actions], WIDTHS_MM)
    else:
        document.add_paragraph("None planned.")
    document.add_heading("What shows it, and whether it helped", level=2)
    _table(document, None, [(name, "\n".join(words)) for name, words in answer.after], PART_WIDTHS_MM)


def _table(
    document: Document, headings: Sequence[str] | None, rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    from docx.shared import Mm

    table: Any = document.add_table(rows=0, cols=len(widths), style="Light Grid Accent 1")
    table.autofit = False
    for row in ([headings] if headings else []) + list(rows):
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.text, cell.width = _plain(text), Mm(width)


def _plain(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
