"""The audit on a page or two: one line for each rule that found something, then the readiness table."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from plumbline.engine.domain.assemble import natural
from plumbline.engine.rules.finding import Finding, Report, Severity
from plumbline.reports.findings.as_text import NAME_COLUMN, PLAIN, WIDTH, Palette, head, readiness
from plumbline.reports.findings.grouping import RuleGroup, by_clause

MOST_NAMED = 12


def render(report: Report, palette: Palette = PLAIN) -> bytes:
    """UTF-8 text: the gravest rules first, each with how many it found and on which records."""
    return ("\n".join(line.rstrip() for line in _lines(report, palette)) + "\n").encode()


def _lines(report: Report, palette: Palette) -> Iterator[str]:
    if report.note:
        yield from wrap(report.note, WIDTH)
        return
    yield from head(report, palette)
    groups = [rule for clause in by_clause(report) for rule in clause.with_findings if open_findings(rule)]
    for grade in Severity:
        ranked = [each for each in groups if _grade(each) is grade]
        if ranked:
            yield ""
            yield palette.paint(f"{grade.value.capitalize()} ({len(ranked)} rules)", grade.value)
            for each in ranked:
                yield from _rule(each)
    yield from readiness(report, palette)


def open_findings(group: RuleGroup) -> list[Finding]:
    """What nobody has accepted for a time; the readiness table counts the rest."""
    return [each for each in group.findings if not each.waiver]


def _grade(group: RuleGroup) -> Severity:
    return min((each.severity for each in open_findings(group)), key=lambda each: each.rank)


def _rule(group: RuleGroup) -> Iterator[str]:
    """How many of how many; what the gap is where there is one, else which records."""
    single = [each for each in open_findings(group) if not each.systemic]
    said = f"{group.result.name.replace('-', ' ')}: {_told(group, single)}"
    indent = " " * NAME_COLUMN
    yield from wrap(said, WIDTH, initial_indent=f"  {group.result.code:<{NAME_COLUMN - 2}}", subsequent_indent=indent)


def _told(group: RuleGroup, single: list[Finding]) -> str:
    if len(single) == 1:
        (only,) = single
        named = "" if group.result.population.startswith(("register of", "organisation")) else f"{only.records[0]}: "
        return f"{named}{only.gap}"
    refs = sorted((each.records[0] for each in single if each.records), key=natural)
    more = f" and {len(refs) - MOST_NAMED} more" if len(refs) > MOST_NAMED else ""
    return f"{len(single)} of {group.result.examined} {group.result.population}: {', '.join(refs[:MOST_NAMED])}{more}."
