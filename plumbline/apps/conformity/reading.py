"""Findings as somebody may read them: what is at fault is told only to people who may open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plumbline.apps.conformity.mending import records_of
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.sighting import sight_of
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.engine.rules.finding import Finding, Report
from plumbline.engine.rules.telling import told


def readable(visit: Visit, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings whose record at fault the visitor may open; those about the whole system are for everybody."""
    return tuple(each for each in findings if _is_open(visit, next(records_of(visit.isms, each), None)))


def as_told(visit: Visit, finding: Finding) -> Finding:
    """The finding in words for the visitor: of records that they may not open nothing is quoted.

    Its records stay, since what is offered about it depends on them; `citable` says which are shown.
    """
    sight = sight_of(visit)
    return replace(told(finding, sight), records=finding.records, waiver=finding.waiver) if sight else finding


def report_for(visit: Visit, report: Report) -> Report:
    """A whole report with the findings that the visitor may read, as they are told to them."""
    sight = sight_of(visit)
    if sight is None:
        return report
    rules = tuple(
        replace(each, unjudged_for=tuple((ref, sight.text(lack)) for ref, lack in each.unjudged_for if sight.sees(ref)))
        for each in report.rules
    )
    return replace(report, findings=tuple(told(each, sight) for each in readable(visit, report.findings)), rules=rules)


def citable(visit: Visit, finding: Finding) -> Iterator[Record]:
    """The records a finding cites that the visitor may open."""
    return (each for each in records_of(visit.isms, finding) if _is_open(visit, each))


def _is_open(visit: Visit, record: Record | None) -> bool:
    return record is None or visit.may(reading(record.KIND))
