"""The audit as one HTML file: no script, nothing loaded from elsewhere, light and dark as the reader has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from plumbline.engine.rules.finding import Finding, Report, RuleResult
from plumbline.reports.findings.grouping import ClauseGroup, RuleGroup, by_clause
from plumbline.reports.findings.words import GRADE, examined, headline, missing, outcome, waived
from plumbline.reports.phrases import counted, day_or, moment

STYLE = Path(__file__).with_name("audit.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
MARK = (
    '<svg viewBox="0 0 16 88" aria-hidden="true"><line x1="8" y1="0" x2="8" y2="62" stroke-width="1.2"/>'
    '<path stroke="none" d="M6 60h4v3h3.5v5L8 84 2.5 68v-5H6z"/></svg>'
)


def render(report: Report, made_at: datetime) -> bytes:
    """A whole page in UTF-8; everything a user wrote is escaped. The same report and moment give the same bytes."""
    return ("\n".join(_page(report, made_at)) + "\n").encode()


def _page(report: Report, made_at: datetime) -> Iterator[str]:
    name = escape(report.organization or "Organisation without a name")
    yield '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Audit of {name}, {report.on}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>"
    yield f"<body>\n<header>{MARK}<div><h1>Audit of {name}</h1>"
    as_of = day_or(report.as_of, "now")
    yield f"<p>Judged on {report.on}. Records as of {as_of}, at journal entry {report.head:,}.</p>"
    if report.selected:
        yield f"<p>Only these rules were asked for: {escape(', '.join(report.selected))}.</p>"
    if report.set_aside:
        yield f"<p>{counted(report.set_aside, 'imported row')} set aside, which no rule has seen.</p>"
    yield f'<p class="headline">{escape(headline(report))}</p></div></header>\n<main>'
    yield from _tiles(report)
    yield from _readiness(report)
    groups = by_clause(report)
    for group in groups:
        if group.with_findings:
            yield from _clause(group)
    yield from _examined(groups)
    yield f"</main>\n<footer>Made by Plumbline, {moment(made_at)}.</footer>\n</body>\n</html>"


def _tiles(report: Report) -> Iterator[str]:
    yield '<div class="tiles">'
    for grade, number in report.counted.items():
        yield f'<div class="tile"><b>{number:,}</b><span>{GRADE[grade].lower()}</span></div>'
    yield f'<div class="tile"><b>{len(waived(report)):,}</b><span>accepted for a time</span></div>'
    unjudged = sum(each.unjudged for each in report.rules)
    yield f'<div class="tile"><b>{unjudged:,}</b><span>could not be judged</span></div></div>'


def _readiness(report: Report) -> Iterator[str]:
    yield "<h2>Readiness by clause</h2>\n<table>\n<thead><tr><th>Clause</th><th>Title</th>"
    yield '<th class="number">Shown</th><th class="picture">Share</th>'
    yield '<th class="number">Major</th><th class="number">Minor</th></tr></thead>\n<tbody>'
    for each in report.readiness:
        said = f"{each.shown} of {each.examined_by_rules}"
        most = max(each.examined_by_rules, 1)
        yield (
            f'<tr><td class="code">{escape(each.clause)}</td><td>{escape(each.title)}</td>'
            f'<td class="number">{said}</td>'
            f'<td class="picture"><meter min="0" max="{most}" value="{each.shown}" '
            f'aria-label="{said} requirements shown"></meter></td>'
            f'<td class="number">{each.majors}</td><td class="number">{each.minors}</td></tr>'
        )
    yield "</tbody></table>"


def _clause(group: ClauseGroup) -> Iterator[str]:
    yield f'<h2><span class="key">{escape(group.clause)}</span>{escape(group.title)}</h2>'
    for rule in group.with_findings:
        for finding in rule.findings:
            yield from _finding(finding, rule)


def _finding(finding: Finding, rule: RuleGroup) -> Iterator[str]:
    grade = finding.severity.value
    accepted = " accepted" if finding.waiver else ""
    systemic = ", systemic" if finding.systemic else ""
    yield f'<article class="{grade}{accepted}">'
    yield (
        f'<h3><span class="grade {grade}">{GRADE[finding.severity]}{systemic}</span>{escape(finding.code)} '
        f"{escape(finding.name.replace('-', ' '))} <small>{escape(', '.join(finding.clauses))}</small></h3>\n<dl>"
    )
    if finding.waiver:
        until = f" until {finding.waived_until}" if finding.waived_until else ""
        yield _part("Accepted", f"by waiver {finding.waiver}{until}")
    yield _part("Requirement", finding.requirement)
    yield _part("Evidence", finding.evidence)
    yield _part("Gap", finding.gap)
    yield _part("Mend", finding.mend)
    yield _part("Examined", examined(rule.result))
    yield "</dl></article>"


def _part(name: str, text: str) -> str:
    return f"<dt>{name}</dt><dd>{escape(text)}</dd>"


def _examined(groups: tuple[ClauseGroup, ...]) -> Iterator[str]:
    yield "<h2>What was examined</h2>\n<table>\n<thead><tr><th>Clause</th><th>Rule</th><th>Population</th>"
    yield "<th>Outcome</th></tr></thead>\n<tbody>"
    for group in groups:
        for rule in group.rules:
            yield _rule_line(group.clause, rule.result)
    yield "</tbody></table>"


def _rule_line(clause: str, result: RuleResult) -> str:
    lacking = missing(result)
    more = f"<br><small>{escape(lacking)}</small>" if lacking else ""
    rule = escape(f"{result.code} {result.name.replace('-', ' ')}")
    return (
        f'<tr><td class="code">{escape(clause)}</td><td>{rule}</td>'
        f'<td>{escape(result.population)}</td><td><span class="{result.state.value}">{escape(outcome(result))}</span>'
        f"{more}</td></tr>"
    )
