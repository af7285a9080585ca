"""Findings as somebody may read them: what is at fault is told only to people who may open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plumbline.apps.conformity.mending import records_of
from plumbline.apps.ui.registers.acts import reading
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record
from plumbline.engine.rules.finding import Finding


def readable(visit: Visit, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings whose record at fault the visitor may open; those about the whole system are for everybody."""
    return tuple(each for each in findings if _is_open(visit, next(records_of(visit.isms, each), None)))


def citable(visit: Visit, finding: Finding) -> Iterator[Record]:
    """The records a finding cites that the visitor may open."""
    return (each for each in records_of(visit.isms, finding) if _is_open(visit, each))


def _is_open(visit: Visit, record: Record | None) -> bool:
    return record is None or visit.may(reading(record.KIND))
