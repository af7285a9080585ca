"""The audit as SARIF 2.1.0 (OASIS), for tools that gather findings of many checkers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from plumbline import __version__
from plumbline.engine.rules.finding import Finding, Report, RuleResult, Severity
from plumbline.engine.standard.catalogue import full_key

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL: Mapping[Severity, str] = {
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.OPPORTUNITY: "note",
}


def render(report: Report, made_at: datetime) -> bytes:
    """UTF-8 JSON of one run; the same report and moment give the same bytes."""
    index = {each.code: number for number, each in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "Plumbline",
                "semanticVersion": __version__,
                "rules": [_rule(each) for each in report.rules],
            }
        },
        "automationDetails": {"id": f"audit/{report.on.isoformat()}"},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": _utc(made_at)}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, index[each.code]) for each in report.findings],
        "properties": {
            "organization": report.organization,
            "asOf": report.as_of.isoformat() if report.as_of else None,
            "on": report.on.isoformat(),
            "journalEntry": report.head,
            "rowsSetAside": report.set_aside,
        },
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode()


def _rule(result: RuleResult) -> dict[str, Any]:
    words = result.name.replace("-", " ")
    return {
        "id": result.code,
        "name": "".join(part.capitalize() for part in result.name.split("-")),
        "shortDescription": {"text": f"{words[:1].upper()}{words[1:]}."},
        "defaultConfiguration": {"level": LEVEL[result.severity]},
        "properties": {
            "tags": [full_key(each) for each in result.clauses],
            "state": result.state.value,
            "examined": result.examined,
            "faulted": result.faulted,
            "unjudged": result.unjudged,
            "waived": result.waived,
        },
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "kind": "fail",
        "level": LEVEL[finding.severity],
        "message": {"text": f"{finding.gap} {finding.mend}"},
        "locations": [{"logicalLocations": [_place(each) for each in finding.records]}] if finding.records else [],
        "partialFingerprints": {"plumblineFinding/v1": _fingerprint(finding)},
        "suppressions": _suppressions(finding),
        "properties": {
            "clauses": [full_key(each) for each in finding.clauses],
            "requirement": finding.requirement,
            "evidence": finding.evidence,
            "gap": finding.gap,
            "mend": finding.mend,
            "systemic": finding.systemic,
        },
    }


def _place(ref: str) -> dict[str, str]:
    return {"name": ref, "fullyQualifiedName": ref, "kind": "resource"}


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """An empty list says that nothing is suppressed; leaving it out would say that nobody knows."""
    if not finding.waiver:
        return []
    until = f" until {finding.waived_until.isoformat()}" if finding.waived_until else ""
    return [{"kind": "external", "status": "accepted", "justification": f"Waiver {finding.waiver}{until}."}]


def _fingerprint(finding: Finding) -> str:
    """What makes a finding the same one tomorrow: its rule and the record at fault, not the day or the wording."""
    first = finding.records[0] if finding.records and not finding.systemic else ""
    return hashlib.sha256(f"{finding.code}\0{'systemic' if finding.systemic else ''}\0{first}".encode()).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
