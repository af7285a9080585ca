"""The audit as PDF: what the template prints, in the words it prints."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from plumbline.engine.rules.finding import Finding, Report
from plumbline.reports.findings.grouping import ClauseGroup, RuleGroup, by_clause
from plumbline.reports.findings.words import GRADE, examined, headline, missing, outcome, waived
from plumbline.reports.phrases import breakable, counted, day_or, moment
from plumbline.reports.typeset import pdf

TEMPLATE = Path(__file__).with_name("audit.typ")
CASES = 60
"""How many findings of one rule are printed in full; the others are counted, and the JSON holds them all."""


def render(report: Report, made_at: datetime) -> bytes:
    """The PDF; the same report and moment give the same bytes. Raises TypesettingError."""
    return pdf(TEMPLATE, _printed(report, made_at), made_at=made_at)


def _printed(report: Report, made_at: datetime) -> dict[str, Any]:
    groups = by_clause(report)
    return {
        "organization": breakable(report.organization or "Organisation without a name"),
        "on": report.on.isoformat(),
        "as_of": day_or(report.as_of, "the moment of making"),
        "head": f"{report.head:,}",
        "made_at": moment(made_at),
        "rules": f"{len(report.rules)}" + (f", asked for: {', '.join(report.selected)}" if report.selected else ""),
        "set_aside": counted(report.set_aside, "imported row") if report.set_aside else "none",
        "headline": headline(report),
        "tiles": _tiles(report),
        "readiness": [
            {
                "clause": each.clause,
                "title": each.title,
                "shown": each.shown,
                "of": each.examined_by_rules,
                "majors": each.majors,
                "minors": each.minors,
            }
            for each in report.readiness
        ],
        "groups": [_group(each) for each in groups if each.with_findings],
        "examined": [
            [each.clause, f"{rule.result.code} {rule.result.name}", rule.result.population, *_outcome(rule)]
            for each in groups
            for rule in each.rules
        ],
    }


def _tiles(report: Report) -> list[list[str]]:
    grades = [[f"{number:,}", GRADE[grade].lower(), grade.value] for grade, number in report.counted.items()]
    unjudged = sum(each.unjudged for each in report.rules)
    return [
        *grades,
        [f"{len(waived(report)):,}", "accepted for a time", ""],
        [f"{unjudged:,}", "could not be judged", ""],
    ]


def _group(group: ClauseGroup) -> dict[str, Any]:
    return {"clause": group.clause, "title": group.title, "rules": [_rule(each) for each in group.with_findings]}


def _rule(group: RuleGroup) -> dict[str, Any]:
    more = len(group.findings) - CASES
    return {
        "findings": [_finding(each) for each in group.findings[:CASES]],
        "more": f"{counted(more, 'further finding')} of this rule; the JSON format holds them all." if more > 0 else "",
        "examined": examined(group.result),
        "missing": breakable(missing(group.result)),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    until = f" until {finding.waived_until}" if finding.waived_until else ""
    return {
        "code": finding.code,
        "name": finding.name.replace("-", " "),
        "grade": finding.severity.value,
        "grade_word": GRADE[finding.severity] + (", systemic" if finding.systemic else ""),
        "clauses": ", ".join(finding.clauses),
        "accepted": f"by waiver {finding.waiver}{until}" if finding.waiver else "",
        "requirement": breakable(finding.requirement),
        "evidence": breakable(finding.evidence),
        "gap": breakable(finding.gap),
        "mend": breakable(finding.mend),
    }


def _outcome(group: RuleGroup) -> tuple[str, str]:
    return outcome(group.result), group.result.state.value
