"""The audit as JSON."""

from __future__ import annotations

import json
from typing import Any

from plumbline.engine.rules.finding import Finding, Report, RuleResult, State
from plumbline.engine.standard.catalogue import full_key
from plumbline.reports.findings.words import waived


def render(report: Report) -> bytes:
    """UTF-8 JSON, two spaces deep, with a closing line break; the same report gives the same bytes."""
    return (json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n").encode()


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data: what was examined, what was found, and a summary. Clauses are keys of the catalogue."""
    return {
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "on": report.on.isoformat(),
        "organization": report.organization,
        "rules": [_rule(each) for each in report.rules],
        "findings": [_finding(each) for each in report.findings],
        "summary": _summary(report),
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    return {
        "code": result.code,
        "name": result.name,
        "clauses": [full_key(each) for each in result.clauses],
        "state": result.state.value,
        "examined": result.examined,
        "faulted": result.faulted,
        "unjudged": result.unjudged,
        "waived": result.waived,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    held: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "clauses": [full_key(each) for each in finding.clauses],
        "records": list(finding.records),
        "requirement": finding.requirement,
        "evidence": finding.evidence,
        "gap": finding.gap,
        "mend": finding.mend,
    }
    if finding.systemic:
        held["systemic"] = True
    if finding.waiver:
        until = finding.waived_until.isoformat() if finding.waived_until else None
        held["waiver"] = {"ref": finding.waiver, "until": until}
    return held


def _summary(report: Report) -> dict[str, Any]:
    noted = {"note": report.note} if report.note else {}
    return noted | {
        "findings": {grade.value: number for grade, number in report.counted.items()},
        "waived": len(waived(report)),
        "rules": {state.value: sum(each.state == state for each in report.rules) for state in State},
        "examined": sum(each.examined for each in report.rules),
        "unjudged": sum(each.unjudged for each in report.rules),
        "set_aside": report.set_aside,
        "journal_entry": report.head,
        "readiness": [
            {
                "clause": each.clause,
                "title": each.title,
                "shown": each.shown,
                "requirements": each.examined_by_rules,
                "major": each.majors,
                "minor": each.minors,
            }
            for each in report.readiness
        ],
    }
