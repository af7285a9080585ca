"""The statement as text of at most 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from plumbline.reports.phrases import counted, day_or, moment
from plumbline.reports.soa.guide import open_points, theme_note
from plumbline.reports.soa.rows import STANDARD, TITLE, ReportRow, SoaReport
from plumbline.reports.soa.words import APPLICABLE

WIDTH = 100
INDENT = " " * 9


def render(report: SoaReport) -> bytes:
    """UTF-8 text, lines ending with a line break."""
    return ("\n".join(line.rstrip() for line in _lines(report)) + "\n").encode()


def _lines(report: SoaReport) -> Iterator[str]:
    yield from _title_block(report)
    for theme in report.themes:
        yield from ("", f"{theme.number}  {theme.title}")
        yield from (*_folded(theme_note(report, theme.theme), " " * 5, " " * 5), "-" * WIDTH)
        for row in report.of_theme(theme.theme):
            yield from _row(row)
    points = open_points(report)
    yield from ("", "What does not hold together", "-" * WIDTH)
    for what, which in points or [
        ("Nothing", "every applicable control is asked for, and nothing asked for is left out")
    ]:
        yield from _folded(f"{what}: {which}.", "")


def _title_block(report: SoaReport) -> Iterator[str]:
    yield from _folded(f"{TITLE} · {report.organization or 'organisation without a name'}", "")
    yield STANDARD
    by = f" by {', '.join(report.approved_by)}" if report.approved_by else ""
    yield from _folded(f"{report.standing}{by}.", "")
    yield f"Records as of {day_or(report.as_of, 'now')} at journal entry {report.head:,}, judged on {report.on}."
    yield f"Made {moment(report.made_at)}."
    yield from _folded(f"Scope: {report.scope_statement or 'no scope version is in force'}", "")
    total = report.total
    said = [counted(total.total, "control"), f"{total.applicable} apply", f"{total.excluded} excluded"]
    said += [f"{total.undecided} undecided", f"{total.implemented} implemented"]
    yield f"{' · '.join(said)}."
    if report.narrowed:
        yield from _folded(f"Worked out from all records; {report.narrowed} are counted and not named.", "")
    if report.set_aside:
        yield f"{counted(report.set_aside, 'imported row')} set aside and not part of this statement."


def _row(row: ReportRow) -> Iterator[str]:
    answer, status = APPLICABLE[row.applicable].lower(), "" if row.applicable == "no" else row.status_word
    yield from _folded(f"{row.key:<8} {answer:<10} {status:<22} {row.title}", " " * 43)
    if row.justification:
        yield from _folded(row.justification, INDENT, INDENT)
    shown = f"{row.evidence}{f' ({row.evidence_detail})' if row.evidence_detail else ''}."
    if row.applicable != "no":
        yield from _folded(f"Evidence: {shown}", INDENT, INDENT)
    for each in row.contradictions:
        yield from _folded(f"! {each}.", f"{INDENT}  ", INDENT)


def _folded(text: str, rest: str, first: str = "") -> list[str]:
    held = " ".join(text.split()) if first else text.replace("\n", " ")
    return wrap(held, WIDTH, initial_indent=first, subsequent_indent=rest, drop_whitespace=True) or [first]
