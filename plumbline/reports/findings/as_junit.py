"""The audit as JUnit XML: a suite for each subject, a case for each rule, for build servers that show tests."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from plumbline.engine.rules.finding import Finding, Report, RuleResult, Severity, State
from plumbline.reports.findings.words import examined, missing, shown

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, made_at: datetime) -> bytes:
    """UTF-8 XML; the same report and moment give the same bytes.

    A rule at fault is a failed case. One that could not judge everything, whose faults are waived, that found nothing
    to examine or does not apply is a skipped case with its reason. Opportunities do not fail a build.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if not finding.waiver:
            found[finding.code].append(finding)
    suites = Xml.Element("testsuites", name=_clean(f"Audit of {report.organization} on {report.on.isoformat()}"))
    for subject in dict.fromkeys(each.code[:3] for each in report.rules):
        cases = [_case(each, found[each.code]) for each in report.rules if each.code[:3] == subject]
        suite = Xml.SubElement(suites, "testsuite", name=subject, timestamp=_local(made_at))
        suite.extend(cases)
        _count(suite)
    _count(suites)
    Xml.indent(suites)
    text: str = Xml.tostring(suites, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _case(result: RuleResult, findings: list[Finding]) -> Xml.Element:
    case = Xml.Element(
        "testcase", classname=f"plumbline.{result.code[:3]}", name=f"{result.code} {result.name}", time="0"
    )
    text = _clean("\n".join(f"{', '.join(each.records)}: {each.gap} {each.mend}" for each in findings))
    if result.state == State.FAULTS and result.severity != Severity.OPPORTUNITY:
        grade = min((each.severity for each in findings), key=lambda each: each.rank, default=result.severity)
        Xml.SubElement(case, "failure", type=grade.value, message=examined(result)).text = text
    elif result.state == State.FAULTS:
        Xml.SubElement(case, "system-out").text = text
    elif result.state != State.CLEAR:
        reason = f"{shown(result)}{': ' if result.unjudged else ''}{missing(result)}"
        Xml.SubElement(case, "skipped", message=_clean(reason))
    return case


def _count(element: Xml.Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("errors", "0")
    element.set("skipped", str(len(element.findall(".//skipped"))))


def _local(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _clean(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
