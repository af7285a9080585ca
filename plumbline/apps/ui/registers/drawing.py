"""The rows of a register as HTML: hundreds of cells, which took most of the time as templates within templates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from plumbline.apps.ui.registers.cells import Piece, Shown, address
from plumbline.apps.ui.registers.tables import Cell, Row, Table
from plumbline.apps.ui.templatetags.plumbline import days_said, icon
from plumbline.apps.ui.tones import SHAPES, tone_of
from plumbline.engine.domain.kinds import Record

DASH = mark_safe('<span class="soft">–</span>')
LETTERS = 140


def rows(table: Table, *, ticked: bool) -> SafeString:
    """The rows of a table, each with its mark; `ticked`: with a box to tick."""
    return _joined(_row(table, each, ticked=ticked) for each in table.rows)


def _row(table: Table, row: Row, *, ticked: bool) -> SafeString:
    ref = row.record.ref
    box = _box(ref) if ticked else ""
    first = [_own(heading.name, row, ref) for heading in table.headings if heading.name in ("ref", "title")]
    inner = [_td(each, row.record) for each in row.cells]
    marked = f"is-{row.mark}" if row.mark else ""
    ended = "" if row.record.live else " has-ended"
    return format_html('<tr class="{}{}">{}{}{}</tr>', marked, ended, box, _joined(first), _joined(inner))


def _box(ref: str) -> SafeString:
    return format_html(
        '<td class="tick"><input class="form-check-input" type="checkbox" form="bulk" name="row" value="{}"'
        ' aria-label="Tick {}"></td>',
        ref,
        ref,
    )


def _own(name: str, row: Row, ref: str) -> SafeString:
    """The reference, which heads the row, or the title."""
    if name == "title":
        return format_html('<td class="title"><a href="{}">{}</a></td>', row.url, days_said(row.title) or "–")
    mark = format_html(' <span class="mark-word mark-{}">{}</span>', row.mark, row.mark) if row.mark else ""
    return format_html('<th scope="row"><a class="ref" href="{}">{}</a>{}</th>', row.url, ref, mark)


def _td(cell: Cell, record: Record) -> SafeString:
    kind = "num" if cell.heading.number else "tight" if cell.tight else ""
    return format_html('<td data-label="{}" class="{}">{}</td>', cell.heading.label, kind, content(cell, record))


def content(cell: Cell, record: Record) -> SafeString:
    """What stands in a cell, and the pencil where it is changed in place."""
    return format_html("{}{}", _said(cell), _pencil(cell, record)) if cell.quick else _said(cell)


def _said(cell: Cell) -> SafeString:
    if cell.state:
        return state(cell.state, cell.tone or cell.state)
    if cell.shown is None:
        return conditional_escape(cell.words) if cell.words else DASH
    if cell.late:
        late = '<span class="late">{} {} <span class="late-word">overdue</span></span>'
        return format_html(late, _icon("clock-exclamation"), short(cell.shown))
    return short(cell.shown)


def state(word: str, tone: str) -> SafeString:
    """A state's word with the shape and colour of its tone, as in parts/state.html."""
    drawn = tone_of(tone)
    words = word[:1].upper() + word[1:]
    return format_html('<span class="badge-line tone-{}">{} {}</span>', drawn, _icon(SHAPES[drawn]), words)


def short(shown: Shown) -> SafeString:
    """A field in a cell: its pieces, the beginning of a text, or how many rows it has."""
    if shown.markdown:
        return conditional_escape(Truncator(shown.markdown).chars(LETTERS))
    if shown.rows:
        return format_html('<span class="num">{}</span>', len(shown.rows))
    if not shown.pieces:
        return DASH
    return format_html_join(", ", "{}", ((_piece(each),) for each in shown.pieces))


def _piece(piece: Piece) -> SafeString:
    if piece.url:
        kind = "" if piece.named else "ref"
        return format_html('<a class="{}" href="{}" title="{}">{}</a>', kind, piece.url, piece.hint, piece.words)
    if piece.lost:
        return format_html('<span class="lost" title="Names no record">{} {}</span>', _icon("unlink"), piece.words)
    return conditional_escape(piece.words)


def _pencil(cell: Cell, record: Record) -> SafeString:
    base, name = address(record), cell.heading.name
    return format_html(
        ' <a class="quick" href="{}change/?field={}#field-{}" hx-get="{}cell/{}/" hx-target="closest td">{}'
        '<span class="visually-hidden">Change {} of {}</span></a>',
        *(base, name, name, base, name, _icon("pencil"), cell.heading.label, record.ref),
    )


@cache
def _icon(name: str) -> SafeString:
    return icon(name)


def _joined(several: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(several))  # noqa: S308 - each of them is escaped already
