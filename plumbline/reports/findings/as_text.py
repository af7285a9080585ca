"""The audit as text of at most 100 columns, in colour only where the caller says that somebody sees colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

from plumbline.engine.rules.finding import ClauseReadiness, Finding, Report, RuleResult, Severity, State
from plumbline.reports.findings.grouping import ClauseGroup, RuleGroup, by_clause
from plumbline.reports.findings.words import examined, headline, missing, outcome, waived
from plumbline.reports.phrases import counted, day_or

WIDTH = 100
NAME_COLUMN = 13
BAR = 12


@dataclass(frozen=True, slots=True)
class Palette:
    """How words are coloured: an ANSI code for each tone, or none at all."""

    codes: Mapping[str, str] = field(default_factory=dict)

    def paint(self, text: str, tone: str) -> str:
        """The text in a tone; as it is where the palette has no such tone."""
        code = self.codes.get(tone, "")
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


PLAIN = Palette()
COLOURED = Palette({"major": "1;31", "minor": "33", "opportunity": "36", "clear": "32", "head": "1", "faint": "2"})
TONE: Mapping[State, str] = {State.CLEAR: "clear", State.WAIVED: "minor", State.PARTLY_JUDGED: "minor"}


def render(report: Report, palette: Palette = PLAIN) -> bytes:
    """UTF-8 text: findings by clause, what each rule examined, and a readiness table."""
    return ("\n".join(line.rstrip() for line in _lines(report, palette)) + "\n").encode()


def _lines(report: Report, palette: Palette) -> Iterator[str]:
    if report.note:
        yield from wrap(report.note, WIDTH)
        return
    yield from head(report, palette)
    for group in by_clause(report):
        yield from _clause(group, palette)
    yield from readiness(report, palette)


def head(report: Report, palette: Palette) -> Iterator[str]:
    """Whose audit, of which day, and what it comes to."""
    name = report.organization or "organisation without a name"
    for line in wrap(f"Audit of {name}, judged on {report.on}", WIDTH):
        yield palette.paint(line, "head")
    yield f"Records as of {day_or(report.as_of, 'now')}, at journal entry {report.head:,}."
    if report.selected:
        yield from wrap(f"Only these rules were asked for: {', '.join(report.selected)}.", WIDTH)
    yield from wrap(headline(report), WIDTH)
    if report.set_aside:
        yield f"{counted(report.set_aside, 'imported row')} set aside, which no rule has seen."


def _clause(group: ClauseGroup, palette: Palette) -> Iterator[str]:
    yield ""
    heading = wrap(f"{group.clause}  {group.title}", WIDTH) or [group.clause]
    yield from (palette.paint(line, "head") for line in heading)
    yield palette.paint("-" * WIDTH, "faint")
    for rule in group.with_findings:
        yield from _rule(rule, palette)
    for rule in group.rules:
        if not rule.findings:
            yield from _quiet(rule.result, palette)


def _quiet(result: RuleResult, palette: Palette) -> Iterator[str]:
    """One line for a rule that found nothing, with what it looked at; a second where records lack something."""
    name = f"{result.code} {result.name}"
    quiet = result.state in (State.EMPTY, State.NOT_APPLICABLE)
    said = outcome(result) if quiet else f"{outcome(result)} {result.population}"
    tone = TONE.get(result.state, "faint")
    if len(name) + len(said) + 4 <= WIDTH:
        leader = palette.paint("." * (WIDTH - len(name) - len(said) - 4), "faint")
        yield f"{name}  {leader}  {palette.paint(said, tone)}"
    else:
        yield name
        yield from (
            palette.paint(line, tone) for line in wrap(said, WIDTH, initial_indent="    ", subsequent_indent="    ")
        )
    if lacking := missing(result):
        yield from wrap(f"Not judged: {lacking}.", WIDTH, initial_indent="    ", subsequent_indent="    ")


def _rule(group: RuleGroup, palette: Palette) -> Iterator[str]:
    before: Finding | None = None
    for finding in group.findings:
        yield from _finding(finding, before, palette)
        before = finding
    yield from _part("Examined", examined(group.result))
    if lacking := missing(group.result):
        yield from _part("Not judged", f"{lacking}.")
    yield ""


def _finding(finding: Finding, before: Finding | None, palette: Palette) -> Iterator[str]:
    """A finding in its parts; what reads as in the finding before it is not said twice."""
    grade = f"{finding.severity.value}{', systemic' if finding.systemic else ''}"
    tone = "faint" if finding.waiver else finding.severity.value
    line = f"{finding.code} {finding.name} · {grade} · {', '.join(finding.clauses)}"
    yield from (palette.paint(each, tone) for each in wrap(line, WIDTH, subsequent_indent="       "))
    if finding.waiver:
        until = f" until {finding.waived_until}" if finding.waived_until else ""
        yield from _part("Accepted", f"by waiver {finding.waiver}{until}.")
    if before is None or before.requirement != finding.requirement:
        yield from _part("Requirement", finding.requirement)
    yield from _part("Evidence", finding.evidence)
    yield from _part("Gap", finding.gap)
    if before is None or before.mend != finding.mend:
        yield from _part("Mend", finding.mend)


def _part(name: str, text: str) -> list[str]:
    first = f"{name:<{NAME_COLUMN}}"
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * NAME_COLUMN) or [first]


def readiness(report: Report, palette: Palette) -> Iterator[str]:
    """A line for each clause: requirements shown of those that a rule examines, and what is open."""
    yield ""
    yield palette.paint(f"{'Readiness by clause':<58}{'shown':>16}{'':{BAR + 2}}{'major':>6}{'minor':>6}", "head")
    yield palette.paint("-" * WIDTH, "faint")
    yield from (_clause_line(each, palette) for each in report.readiness)
    yield palette.paint("-" * WIDTH, "faint")
    shown_all, of_all = sum(r.shown for r in report.readiness), sum(r.examined_by_rules for r in report.readiness)
    yield f"{'Requirements shown of those that a rule examines':<58}{f'{shown_all} of {of_all}':>16}"
    yield from wrap(headline(report), WIDTH)
    if accepted := waived(report):
        yield f"{counted(len(accepted), 'finding is', 'findings are')} accepted for a time and not counted here."


def _clause_line(line: ClauseReadiness, palette: Palette) -> str:
    name = f"{line.clause:<7}{line.title}"
    name = name if len(name) <= 57 else f"{name[:56]}…"
    filled = round(BAR * line.shown / line.examined_by_rules) if line.examined_by_rules else 0
    bar = palette.paint("█" * filled, "clear") + palette.paint("░" * (BAR - filled), "faint")
    majors = palette.paint(f"{line.majors or '-':>6}", Severity.MAJOR.value if line.majors else "faint")
    minors = palette.paint(f"{line.minors or '-':>6}", Severity.MINOR.value if line.minors else "faint")
    return f"{name:<58}{f'{line.shown} of {line.examined_by_rules}':>16}  {bar}{majors}{minors}"
