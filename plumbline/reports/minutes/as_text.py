"""The minutes as text of at most 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from plumbline.reports.minutes.rows import TITLE, InputPart, MinutesReport, letter
from plumbline.reports.phrases import day_or

WIDTH = 100


def render(report: MinutesReport) -> bytes:
    """UTF-8 text, lines ending with a line break."""
    return ("\n".join(line.rstrip() for line in _lines(report)) + "\n").encode()


def _lines(report: MinutesReport) -> Iterator[str]:
    yield f"{TITLE} · {report.organization or 'organisation without a name'}"
    yield from _folded(f"{report.ref} {report.title}".strip())
    start, end = report.period
    yield f"{report.standing}. Held {day_or(report.held_on, 'not yet')}; reviewed {start} to {end}."
    yield from _folded(f"Chair: {report.chair or 'not stated'}. Present: {', '.join(report.present) or 'not stated'}.")
    if report.absent:
        yield from _folded(f"Absent: {', '.join(report.absent)}.")
    for each in report.inputs:
        yield from _input(each)
    yield from ("", "Decisions", "-" * WIDTH)
    for line in report.decisions:
        until = f", due {line.due}" if line.due else ""
        yield from _folded(f"{line.ref}  {line.what} {line.owner}{until}; {line.kind}, {line.state}.", " " * 8)
        if line.leads_to:
            yield f"        Leads to {line.leads_to}."
    if not report.decisions:
        yield "No improvement or change was found needed." if report.nothing_to_decide else "None are on record."
    yield from ("", "Conclusion", "-" * WIDTH)
    yield "; ".join(f"{name.lower()}: {verdict}" for name, verdict in report.verdicts)
    yield from _folded(report.conclusion)


def _input(part: InputPart) -> Iterator[str]:
    yield from ("", f"{letter(part.topic)}  {part.label}", "-" * WIDTH)
    yield from _folded(part.reported)
    for each in part.figures:
        before = f"  (before: {each.before})" if each.before else ""
        yield from _folded(f"{each.label}{before}", " " * 14, f"{each.value:>12}  ")
        if each.records:
            yield from _folded(each.records, " " * 14, " " * 14)
    for each_named in part.named:
        yield from _folded(each_named, "    ", "  - ")
    if part.discussed:
        yield from _folded(f"Said: {part.discussed}", "      ")


def _folded(text: str, indent: str = "", first: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent) if text else []
